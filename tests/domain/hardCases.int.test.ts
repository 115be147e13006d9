import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { body, party, registered, stolen, transferred } from '../harness/bodies.ts';
import { entitled } from '../harness/entitled.ts';
import { expectRebuilt } from '../harness/story.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
beforeEach(async () => {
  ledger = await createTestLedger();
  ledger.clock.set('2026-01-02T10:00:00Z');
  await entitled(ledger.asClerk, 'P', 'owner');
  await entitled(ledger.asClerk, 'P', 'buyer');
});

afterEach(async () => {
  await expectRebuilt(ledger);
  await ledger.close();
});

const owner = party('P', 'owner');
const buyer = party('P', 'buyer');
const created = async (recordedAt: string, first: object): Promise<{ id: string; eventId: string }> => {
  ledger.clock.set(recordedAt);
  const answer = await ledger.post('CLK', undefined, first);
  expect(answer.statusCode, answer.body).toBe(201);
  return { id: answer.json().firearmId, eventId: answer.json().events[0].eventId };
};

describe('HC-09 an event recorded late, against an open alert', () => {
  test('is accepted as DISPUTED, leaves custody STL today, and the old answer stays', async () => {
    const { id } = await created('2026-01-10T10:00:00Z', registered('2026-01-10', owner));
    ledger.clock.set('2026-04-10T10:00:00Z');
    expect((await ledger.post('POL', id, stolen('2026-04-10'))).statusCode).toBe(201);
    ledger.clock.set('2026-04-20T10:00:00Z');
    const late = await ledger.post('CLK', id, transferred('2026-03-01', owner, buyer));
    expect(late.statusCode, late.body).toBe(201);
    expect(late.json().events[0].disputes).toEqual(['R11']);

    const today = (await ledger.get(`/v1/firearms/${id}`)).json();
    expect(today).toMatchObject({ custody: 'STL', holder: { party: owner }, alerts: [{ kind: 'STOLEN' }] });
    expect(today.disputed).toMatchObject([{ event: { type: 'FirearmTransferred' }, code: 'R11' }]);
    const then = (await ledger.get(`/v1/firearms/${id}?validAt=2026-03-15&knownAt=2026-04-15`)).json();
    expect(then).toMatchObject({ custody: 'HLD', holder: { party: owner }, disputed: [] });
    expect((await ledger.get(`/v1/firearms/${id}/holder?knownAt=2026-04-15`)).json()).toMatchObject({
      custody: 'STL',
      holder: { party: owner },
    });

    // The two parties may not settle it among themselves; the clerk's decision makes it count from its own day on.
    const targetEventId = late.json().events[0].eventId;
    expect(
      (
        await ledger.post(
          'HLD',
          id,
          body('TransferConfirmed', '2026-04-21', { targetEventId, differences: [] }),
          { organisation: buyer },
        )
      ).statusCode,
    ).toBe(422);
    ledger.clock.set('2026-05-02T10:00:00Z');
    expect(
      (
        await ledger.post(
          'HLD',
          id,
          body('TransferConfirmed', '2026-05-01', { targetEventId, differences: [] }),
          { organisation: buyer },
        )
      ).json().code,
    ).toBe('ROLE_MAY_NOT_RECORD');
    expect(
      (
        await ledger.post(
          'CLK',
          id,
          body('TransferConfirmed', '2026-05-02', { targetEventId, differences: [] }),
        )
      ).statusCode,
    ).toBe(201);
    expect((await ledger.get(`/v1/firearms/${id}/holder?validAt=2026-03-15`)).json()).toMatchObject({
      custody: 'HLD',
      holder: { party: buyer },
    });
    expect((await ledger.get(`/v1/firearms/${id}`)).json()).toMatchObject({
      custody: 'STL',
      holder: { party: buyer },
    });
    expect(
      (await ledger.get(`/v1/firearms/${id}/holder?validAt=2026-03-15&knownAt=2026-05-01`)).json(),
    ).toMatchObject({ holder: { party: owner } });
  });

  test('inside or after the window of the theft it is plain R11', async () => {
    const { id } = await created('2026-01-10T10:00:00Z', registered('2026-01-10', owner, 'AB 2'));
    ledger.clock.set('2026-04-10T10:00:00Z');
    await ledger.post('POL', id, stolen('2026-04-10', '2026-04-05'));
    ledger.clock.set('2026-04-20T10:00:00Z');
    for (const day of ['2026-04-06', '2026-04-10', '2026-04-15']) {
      const refused = await ledger.post('CLK', id, transferred(day, owner, buyer));
      expect([refused.statusCode, refused.json().code], day).toEqual([409, 'R11']);
    }
    const dealer = await ledger.post('HLD', id, transferred('2026-04-15', owner, buyer), {
      organisation: owner,
    });
    expect(dealer.json()).toMatchObject({ code: 'CANNOT_BE_PROCESSED' });
    expect(dealer.body).not.toMatch(/R1[01]|stolen|alert/i);
  });
});

describe('HC-11, REQ-AUD-03 correction of a wrong record', () => {
  test('has the views original, corrected and both, and past answers stay', async () => {
    const { id, eventId } = await created('2026-02-01T10:00:00Z', registered('2026-02-01', owner, 'C-4O612'));
    ledger.clock.set('2026-03-01T10:00:00Z');
    const change = { path: '/payload/identity/serialRaw', recordedValue: 'C-4O612', correctValue: 'C-40612' };
    const wrong = await ledger.post(
      'CLK',
      id,
      body('RecordCorrected', '2026-03-01', {
        targetEventId: eventId,
        changes: [{ ...change, recordedValue: 'X' }],
      }),
    );
    expect([wrong.statusCode, wrong.json().code]).toEqual([409, 'RECORDED_VALUE_DIFFERS']);
    const broken = await ledger.post(
      'CLK',
      id,
      body('RecordCorrected', '2026-03-01', {
        targetEventId: eventId,
        changes: [{ ...change, correctValue: 17 }],
      }),
    );
    expect([broken.statusCode, broken.json().code]).toEqual([422, 'CORRECTION_INVALID']);
    expect(
      (
        await ledger.post(
          'CLK',
          id,
          body('RecordCorrected', '2026-03-01', { targetEventId: eventId, changes: [change] }),
        )
      ).statusCode,
    ).toBe(201);

    const serial = async (query: string) =>
      (await ledger.get(`/v1/firearms/${id}${query}`)).json().identity.serialRaw;
    expect(await serial('')).toBe('C-40612');
    expect(await serial('?validAt=2026-02-10')).toBe('C-40612');
    expect(await serial('?knownAt=2026-02-15')).toBe('C-4O612');
    const events = async (view: string) =>
      (await ledger.get(`/v1/firearms/${id}/events?view=${view}`)).json().events;
    expect((await events('original'))[0].payload.identity.serialRaw).toBe('C-4O612');
    expect((await events('corrected'))[0].payload.identity.serialRaw).toBe('C-40612');
    expect((await events('both'))[0]).toMatchObject({
      payload: { identity: { serialRaw: 'C-4O612' } },
      corrected: { payload: { identity: { serialRaw: 'C-40612' } } },
    });

    // Both numbers lead to the firearm, the right one first.
    await ledger.caughtUp();
    const search = async (text: string) =>
      (
        await ledger.app.inject({
          method: 'POST',
          url: '/v1/search/firearms',
          headers: { authorization: await ledger.bearer('POL', 'POLICE'), 'ledger-purpose': 'INVESTIGATION' },
          payload: { serial: text },
        })
      ).json();
    expect(await search('C 40612')).toMatchObject({ rung: 'EXACT', candidates: [{ firearmId: id }] });
    expect(await search('C-4O612')).toMatchObject({
      rung: 'EXACT_OTHER_MARK',
      candidates: [{ firearmId: id }],
    });
  });
});

describe('HC-12 a registration that never happened', () => {
  test('is annulled; audit still shows it and dependent events are named', async () => {
    const { id, eventId } = await created('2026-02-01T10:00:00Z', registered('2026-02-01', owner, 'N 1'));
    ledger.clock.set('2026-02-03T10:00:00Z');
    const sale = await ledger.post('CLK', id, transferred('2026-02-03', owner, buyer));
    const saleId = sale.json().events[0].eventId;
    ledger.clock.set('2026-03-01T10:00:00Z');
    const annul = (cascade?: ReadonlyArray<string>) =>
      ledger.post(
        'CLK',
        id,
        body('RecordAnnulled', '2026-03-01', {
          targetEventId: eventId,
          reason: 'NEVER_HAPPENED',
          ...(cascade === undefined ? {} : { cascade }),
        }),
      );
    expect((await annul()).json()).toMatchObject({ code: 'R72', eventIds: [saleId] });
    expect((await annul([saleId])).statusCode).toBe(201);
    expect((await annul([saleId])).json().code).toBe('R19');
    expect((await ledger.get(`/v1/firearms/${id}`)).json()).toMatchObject({
      custody: 'NEW',
      holder: null,
      identity: null,
    });
    expect((await ledger.get(`/v1/firearms/${id}?knownAt=2026-02-20`)).json()).toMatchObject({
      custody: 'HLD',
      holder: { party: buyer },
    });
    // Another firearm, so that the register of that day is not empty.
    await ledger.post('CLK', undefined, registered('2026-02-01', owner, 'N 2'));
    const both = (await ledger.get(`/v1/firearms/${id}/events?view=both`)).json().events;
    expect(both.map((event: { annulled: boolean }) => event.annulled)).toEqual([true, true, false]);
    expect(
      (await ledger.get(`/v1/firearms/${id}/events?view=corrected`))
        .json()
        .events.map((event: { type: string }) => event.type),
    ).toEqual(['RecordAnnulled']);
    await ledger.caughtUp();
    const audit = await ledger.app.inject({
      url: `/v1/audit/events?subjectId=${id}`,
      headers: { authorization: await ledger.bearer('AUD', 'AUDIT'), 'ledger-purpose': 'AUDIT' },
    });
    expect(audit.json().events.map((event: { type: string }) => event.type)).toEqual([
      'FirearmRegistered',
      'FirearmTransferred',
      'RecordAnnulled',
    ]);
    expect(audit.json().events[2]).toMatchObject({ targetEventId: eventId, reason: 'NEVER_HAPPENED' });
  });
});
