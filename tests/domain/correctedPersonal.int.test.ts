import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { recordIn } from '../harness/anyStream.ts';
import { body, party } from '../harness/bodies.ts';
import { partyReport } from '../harness/entitled.ts';
import { expectRebuiltEqual } from '../harness/rebuildEqual.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
beforeEach(async () => {
  ledger = await createTestLedger();
});
afterEach(async () => {
  await expectRebuiltEqual(ledger);
  await ledger.close();
});

const person = party('P', 'Wrong');
const events = async () => (await ledger.get(`/v1/parties/${person}/events`)).json().events;
const details = async (query = '') =>
  (await ledger.get(`/v1/parties/${person}/details${query}`)).json().details;
const correct = (targetEventId: string, changes: ReadonlyArray<object>) =>
  recordIn(
    ledger,
    'parties',
    'CLK',
    person,
    body('RecordCorrected', '2026-06-01', { targetEventId, changes, reason: 'CLERICAL_ERROR' }),
  );
const logText = async (): Promise<string> =>
  (await ledger.logged()).map(({ payload, metadata }) => payload + metadata).join('\n');

describe('what is right of a person goes into the vault, never into the log in clear (REQ-DPR-07, REQ-DPR-04)', () => {
  test('a name and a whole record of details are corrected; the original stays, and erasure reaches both', async () => {
    expect((await ledger.asClerk(partyReport('P', 'Wrong'), 'test')).statusCode).toBe(201);
    const [registration] = await events();
    const { details: recorded } = registration.payload;
    const answer = await correct(registration.eventId, [
      { path: '/payload/details/name', recordedValue: recorded.name, correctValue: 'Zorica Planted-Right' },
      {
        path: '/payload/details/address',
        recordedValue: recorded.address,
        correctValue: { street: '7 Planted Alley', locality: 'Podgorica', country: 'ME' },
      },
    ]);
    expect(answer.statusCode, answer.body).toBe(201);
    expect(await logText()).not.toMatch(/Planted/);
    const shown = await details();
    expect(shown.name).toMatchObject({ status: 'VALUE', value: 'Zorica Planted-Right' });
    expect(shown.address).toMatchObject({ status: 'VALUE', value: { street: '7 Planted Alley' } });
    const [original] = (await ledger.get(`/v1/parties/${person}/events?view=original`)).json().events;
    expect(original.payload.details.name).toEqual(recorded.name);
    const { rows } = await ledger.database.owner.query(
      'select distinct subject_id from vault.sealed order by 1',
    );
    expect(rows).toEqual([{ subject_id: person }]);
  });

  test('what is no valid value, a part of a personal value, or a reference of somebody else is refused', async () => {
    expect((await ledger.asClerk(partyReport('P', 'Wrong'), 'test')).statusCode).toBe(201);
    const [registration] = await events();
    const { name, address } = registration.payload.details;
    const refused = async (change: object) => {
      const answer = await correct(registration.eventId, [change]);
      return [answer.statusCode, answer.json().errors?.[0]?.pointer];
    };
    const valueAt = '/payload/changes/0/correctValue';
    const path = '/payload/details/name';
    expect(await refused({ path, recordedValue: name, correctValue: 7 })).toEqual([400, valueAt]);
    expect(await refused({ path, recordedValue: name, correctValue: address })).toEqual([400, valueAt]);
    expect(
      await refused({
        path: `${path}/vaultRef`,
        recordedValue: name.vaultRef,
        correctValue: address.vaultRef,
      }),
    ).toEqual([400, '/payload/changes/0/path']);
    expect(
      await refused({
        path: '/payload/details/address/street',
        recordedValue: null,
        correctValue: '7 Planted Alley',
      }),
    ).toEqual([400, '/payload/changes/0/path']);
    // The recorded value in clear is not what the record holds.
    expect(
      (
        await correct(registration.eventId, [{ path, recordedValue: 'Party Wrong', correctValue: 'Right' }])
      ).json().code,
    ).toBe('RECORDED_VALUE_DIFFERS');
    expect(await logText()).not.toMatch(/Planted|Right/);
    const done = await correct(registration.eventId, [
      { path, recordedValue: name, correctValue: 'Planted One' },
    ]);
    const [change] = done.json().events;
    const stored = (await events()).at(-1).payload.changes[0].correctValue;
    const again = await correct(change.eventId, [
      { path: '/payload/changes/0/correctValue', recordedValue: stored, correctValue: 'Planted Two' },
    ]);
    expect([again.statusCode, again.json().errors?.[0]?.pointer]).toEqual([400, '/payload/changes/0/path']);
    expect(await logText()).not.toMatch(/Planted/);
  });
});
