import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { overdueDeletions } from '../../domain/alert/entries.ts';
import { nonEuAligned } from '../../domain/policy/profiles.ts';
import { recordEvents } from '../../domain/usecases/recordEvents.ts';
import { recordIn, typesIn } from '../harness/anyStream.ts';
import { body, party, registered, stolen, transferred } from '../harness/bodies.ts';
import { entitledFromTheStart } from '../harness/entitled.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

/** Makes the n-th statement fail once, before it is sent or after it took effect. */
const faults = { remaining: 0, when: 'before' as 'before' | 'after' };
const withFaults = (pool: Pool): Pool =>
  new Proxy(pool, {
    get: (target, name) => {
      if (name !== 'query') return Reflect.get(target, name);
      return async (...given: unknown[]) => {
        faults.remaining -= 1;
        const fails = faults.remaining === 0;
        if (fails && faults.when === 'before') throw new Error('injected: lost before the statement');
        const result = await (target.query as (...values: unknown[]) => Promise<unknown>).apply(
          target,
          given,
        );
        if (fails) throw new Error('injected: lost before the answer');
        return result;
      };
    },
  });

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await createTestLedger({ pool: withFaults });
  await entitledFromTheStart(ledger, { P: ['owner', 'buyer'], F: ['dealer'] });
  ledger.clock.set('2026-06-01T12:00:00Z');
});
afterAll(() => ledger.close());

const owner = party('P', 'owner');
const buyer = party('P', 'buyer');
const dealer = party('F', 'dealer');
let serials = 0;
const firearm = async (holder = owner): Promise<string> => {
  serials += 1;
  return (await ledger.post('CLK', undefined, registered('2026-01-10', holder, `AL ${serials}`))).json()
    .firearmId;
};
const lost = (day: string) =>
  body('LossReported', day, { lostBetween: { from: day, to: day }, discoveredAt: day });
const alertOf = async (id: string): Promise<string> =>
  (await ledger.get(`/v1/firearms/${id}`)).json().alerts[0].alertId;
const alert = async (alertId: string) => (await ledger.get(`/v1/alerts/${alertId}`)).json();
const notice = (
  channel: string,
  action: string,
  effectiveAt = '2026-05-02T10:00:00Z',
  ref = `${channel}-1`,
) =>
  body('OutboundNoticeSent', effectiveAt, {
    channel,
    kind: 'ALERT',
    action,
    ref,
    payloadSha256: 'a'.repeat(64),
  });
const send = async (alertId: string, given: unknown) => {
  const answer = await recordIn(ledger, 'alerts', 'CLK', alertId, given);
  expect(answer.statusCode, answer.body).toBe(201);
};
const entriesOf = async (alertId: string) =>
  (await alert(alertId)).state.entries.map((entry: { channel: string; status: string }) => [
    entry.channel,
    entry.status,
  ]);

describe('REQ-LST-01 a report opens an alert in the same unit', () => {
  test('with a stream of its own, and a retry finds the same one', async () => {
    const id = await firearm();
    const head = await ledger.head();
    const first = await ledger.post('POL', id, stolen('2026-05-01'), { key: 'theft-1' });
    expect(first.statusCode, first.body).toBe(201);
    expect(await ledger.head()).toBe(head + 2n);
    const alertId = await alertOf(id);
    expect(first.json().elsewhere).toMatchObject([{ kind: 'alert', id: alertId, type: 'AlertOpened' }]);
    expect(alertId).toMatch(/^L-/);
    expect(await alert(alertId)).toMatchObject({
      status: 'OPEN',
      state: { firearmId: id, kind: 'STOLEN' },
    });
    expect(await entriesOf(alertId)).toEqual([
      ['SIS', 'DUE'],
      ['IARMS', 'DUE'],
    ]);
    const again = await ledger.post('POL', id, stolen('2026-05-01'), { key: 'theft-1' });
    expect([again.statusCode, again.headers['idempotency-hit']]).toEqual([201, 'true']);
    // Whoever lost the answer gets it whole: the alert, and the position that waits for it.
    expect(again.json()).toEqual(first.json());
    expect(await ledger.head()).toBe(head + 2n);
    const [report, opened] = await Promise.all([
      ledger.get(`/v1/firearms/${id}/events`),
      ledger.get(`/v1/alerts/${alertId}/events`),
    ]);
    expect(report.json().events.at(-1).payload.alertId).toBe(alertId);
    expect(opened.json().events).toHaveLength(1);
  });

  test('HC-20 the same theft under another key is R19 although each would get an alert of its own', async () => {
    const id = await firearm();
    await ledger.post('POL', id, stolen('2026-05-01'));
    const second = await ledger.post('POL', id, stolen('2026-05-01'));
    expect([second.statusCode, second.json().code]).toEqual([409, 'R19']);
    expect(second.json().eventIds).toHaveLength(1);
  });

  test('the recorder cannot choose the alert, nor write in it', async () => {
    const id = await firearm();
    const foreign = 'L-01J9ZK3C5E7G9JBMDPFRHTKVMX';
    await ledger.post('POL', id, body('TheftReported', '2026-05-01', { alertId: foreign }));
    const alertId = await alertOf(id);
    expect(alertId).not.toBe(foreign);
    const closed = await recordIn(
      ledger,
      'alerts',
      'POL',
      alertId,
      body('AlertClosed', '2026-05-02', { reason: 'DISCHARGED' }),
    );
    expect(closed.json().code).toBe('ROLE_MAY_NOT_RECORD');
  });
});

describe('a theft after a loss', () => {
  test('joins the open alert, makes it STOLEN, and what was entered must be changed', async () => {
    const id = await firearm();
    await ledger.post('POL', id, lost('2026-05-01'));
    const alertId = await alertOf(id);
    await send(alertId, notice('SIS', 'CREATE'));
    expect((await ledger.post('POL', id, stolen('2026-05-03'))).statusCode).toBe(201);
    expect(await typesIn(ledger, 'alerts', alertId)).toEqual([
      'AlertOpened',
      'OutboundNoticeSent',
      'AlertUpdated',
    ]);
    expect((await ledger.get(`/v1/firearms/${id}`)).json().alerts).toMatchObject([
      { kind: 'STOLEN', alertId },
    ]);
    expect((await alert(alertId)).state).toMatchObject({
      kind: 'STOLEN',
      entries: [
        { channel: 'SIS', status: 'DUE', ref: 'SIS-1' },
        { channel: 'IARMS', status: 'DUE' },
      ],
    });
  });
});

describe('REQ-LST-02 entries abroad', () => {
  test('are deleted after recovery; one that is not shows after 24 h', async () => {
    const id = await firearm();
    await ledger.post('POL', id, stolen('2026-05-01'));
    const alertId = await alertOf(id);
    await send(alertId, notice('SIS', 'CREATE'));
    await send(alertId, notice('IARMS', 'CREATE'));
    const seized = await ledger.post('POL', id, body('FirearmSeized', '2026-05-20'));
    const recoveryEventId = seized.json().events[0].eventId;
    const discharged = await ledger.post(
      'POL',
      id,
      body('AlertDischarged', '2026-05-20T10:00:00Z', { recoveryEventId }),
    );
    expect(discharged.statusCode, discharged.body).toBe(201);
    expect((await ledger.get(`/v1/firearms/${id}`)).json()).toMatchObject({ custody: 'SZD', alerts: [] });
    expect(await alert(alertId)).toMatchObject({ status: 'CLOSED', state: { closedFor: 'DISCHARGED' } });
    await send(alertId, notice('SIS', 'DELETE', '2026-05-20T11:00:00Z'));
    const { state } = await alert(alertId);
    expect(await entriesOf(alertId)).toEqual([
      ['SIS', 'DELETED'],
      ['IARMS', 'DELETE_DUE'],
    ]);
    const overdue = (now: string) =>
      overdueDeletions(state, () => nonEuAligned, Date.parse(now)).map(({ channel }) => channel);
    expect(overdue('2026-05-21T09:59:00Z')).toEqual([]);
    expect(overdue('2026-05-21T10:01:00Z')).toEqual(['IARMS']);
  });

  test('an entry never made falls away; one made after the closing must be deleted', async () => {
    const id = await firearm();
    await ledger.post('POL', id, lost('2026-05-01'));
    const alertId = await alertOf(id);
    await ledger.post('CLK', id, body('AlertWithdrawn', '2026-05-02', { reason: 'NEVER_MISSING' }));
    expect(await entriesOf(alertId)).toEqual([]);
    await send(alertId, notice('SIS', 'CREATE', '2026-05-03'));
    expect(await entriesOf(alertId)).toEqual([['SIS', 'DELETE_DUE']]);
  });

  test('outside SIS only iARMS is due', async () => {
    const id = await firearm();
    const outcome = await recordEvents({ ...ledger.record, policy: nonEuAligned })({
      subject: { kind: 'firearm', id },
      idempotencyKey: 'outside',
      recordedBy: { actorId: 'a', role: 'POL', organisationId: 'POLICE' },
      entries: [
        {
          type: 'TheftReported',
          effectiveAt: { precision: 'DAY', value: '2026-05-01', zone: 'UTC' },
          payload: stolen('2026-05-01').payload,
          source: { kind: 'DIRECT' },
        },
      ],
    })();
    expect(outcome._tag).toBe('Right');
    expect(await entriesOf(await alertOf(id))).toEqual([['IARMS', 'DUE']]);
  });
});

describe('a report that counts no more', () => {
  test('closes its alert; reinstated, it opens it again', async () => {
    const id = await firearm();
    const theft = (await ledger.post('POL', id, stolen('2026-05-01'))).json().events[0].eventId;
    const alertId = await alertOf(id);
    await send(alertId, notice('SIS', 'CREATE'));
    const annulled = await ledger.post(
      'CLK',
      id,
      body('RecordAnnulled', '2026-02-01', { targetEventId: theft, reason: 'WRONG_OBJECT' }),
    );
    expect(annulled.statusCode, annulled.body).toBe(201);
    expect(await alert(alertId)).toMatchObject({ status: 'CLOSED', state: { closedFor: 'RECORD_CHANGED' } });
    expect(await entriesOf(alertId)).toEqual([['SIS', 'DELETE_DUE']]);
    ledger.clock.set('2026-06-01T12:01:00Z');
    const reinstated = await ledger.post(
      'CLK',
      id,
      body('RecordReinstated', '2026-02-02', {
        annulmentEventId: annulled.json().events[0].eventId,
        reason: 'ANNULLED_IN_ERROR',
      }),
    );
    expect(reinstated.statusCode, reinstated.body).toBe(201);
    expect((await alert(alertId)).status).toBe('OPEN');
    expect(await alertOf(id)).toBe(alertId);
  });

  test('HC-09 a late theft that awaits a decision opens its alert when it is upheld', async () => {
    const id = await firearm();
    await ledger.post('POL', id, lost('2026-05-10'));
    const lossAlert = await alertOf(id);
    await ledger.post('CLK', id, body('AlertWithdrawn', '2026-05-12', { reason: 'NEVER_MISSING' }));
    expect((await alert(lossAlert)).status).toBe('CLOSED');
    expect((await ledger.post('POL', id, stolen('2026-05-20'))).statusCode).toBe(201);
    expect(await alertOf(id)).not.toBe(lossAlert);
  });
});

describe('HC-03 REQ-LST-03 a decision on a firearm under alert', () => {
  const attempts = async (alertId: string) =>
    (await ledger.get(`/v1/alerts/${alertId}/events`))
      .json()
      .events.filter((event: { type: string }) => event.type === 'AttemptedUnderAlert');
  const sale = () => transferred('2026-05-10', dealer, buyer, 'DEALER_TO_PERSON');

  test('is refused neutrally and leaves a police notice, once per attempt', async () => {
    const id = await firearm(dealer);
    await ledger.post('POL', id, stolen('2026-05-01'));
    const alertId = await alertOf(id);
    const attempt = (given: object, key: string) =>
      ledger.post('DLR', id, given, { organisation: dealer, key });
    const refused = await attempt(sale(), 'sale-1');
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'CANNOT_BE_PROCESSED']);
    expect(refused.body).not.toMatch(/R1[01]|stolen|alert|L-/i);
    const [left, ...more] = await attempts(alertId);
    expect(more).toEqual([]);
    expect(left).toMatchObject({
      recordedBy: { actorId: 'actor-DLR', role: 'DLR', organisationId: dealer },
      effectiveAt: expect.stringMatching(/^2026-06-01T12:01:00\.\d{3}Z$/),
      payload: { firearmId: id, attempted: 'FirearmTransferred', statedFor: '2026-05-10', code: 'R11' },
    });
    expect(JSON.stringify(left.payload)).not.toContain(buyer);
    await attempt(sale(), 'sale-1');
    expect(await attempts(alertId)).toHaveLength(1);
    await attempt(sale(), 'sale-2');
    expect(await attempts(alertId)).toHaveLength(2);
    // The same key with another content is another attempt.
    await attempt(transferred('2026-05-11', dealer, buyer, 'DEALER_TO_PERSON'), 'sale-2');
    expect(await attempts(alertId)).toHaveLength(3);
    // The firearm's own history holds none of it, and the stream was not changed.
    expect(await typesIn(ledger, 'firearms', id)).toEqual(['FirearmRegistered', 'TheftReported']);
  });

  test('made again under an alert that was not open the first time is told there, and not twice where it was', async () => {
    const id = await firearm(dealer);
    await ledger.post('POL', id, stolen('2026-05-01'));
    const first = await alertOf(id);
    const attempt = () => ledger.post('DLR', id, sale(), { organisation: dealer, key: 'sale-under-two' });
    expect((await attempt()).json().code).toBe('CANNOT_BE_PROCESSED');
    await ledger.post('CLK', id, body('AlertWithdrawn', '2026-05-12', { reason: 'NEVER_MISSING' }));
    await ledger.post('POL', id, stolen('2026-05-20'));
    const second = await alertOf(id);
    expect((await attempt()).json().code).toBe('CANNOT_BE_PROCESSED');
    expect([await attempts(first), await attempts(second)].map(({ length }) => length)).toEqual([1, 1]);
    expect((await attempt()).json().code).toBe('CANNOT_BE_PROCESSED');
    expect([await attempts(first), await attempts(second)].map(({ length }) => length)).toEqual([1, 1]);
  });

  test('inside the window of the theft, before it was reported, leaves the notice too', async () => {
    const id = await firearm(dealer);
    await ledger.post('POL', id, stolen('2026-05-10', '2026-05-05'));
    const refused = await ledger.post(
      'DLR',
      id,
      transferred('2026-05-06', dealer, buyer, 'DEALER_TO_PERSON'),
      {
        organisation: dealer,
      },
    );
    expect(refused.json().code).toBe('CANNOT_BE_PROCESSED');
    expect(await attempts(await alertOf(id))).toHaveLength(1);
  });

  test.each([
    ['FirearmMarked', 'CLK'],
    ['DeactivationPerformed', 'DLR'],
    ['FirearmDestroyed', 'CLK'],
    ['FirearmForfeited', 'CLK'],
  ] as const)('%s leaves one as well', async (type, role) => {
    const id = await firearm(dealer);
    await ledger.post('POL', id, lost('2026-05-01'));
    const refused = await ledger.post(role, id, body(type, '2026-05-10'), {
      organisation: role === 'DLR' ? dealer : 'REGISTRY',
    });
    expect(refused.statusCode, refused.body).toBe(409);
    expect(await attempts(await alertOf(id))).toMatchObject([{ payload: { attempted: type, code: 'R10' } }]);
  });

  test('in a batch that also reports the theft, nothing of the batch is recorded and no alert invented', async () => {
    const id = await firearm(dealer);
    const head = await ledger.head();
    const lines = [
      { firearmId: id, ...stolen('2026-05-01') },
      { firearmId: id, ...sale() },
    ];
    const answer = await ledger.app.inject({
      method: 'POST',
      url: '/v1/batches',
      headers: {
        authorization: await ledger.bearer('CLK'),
        'idempotency-key': 'both',
        'content-type': 'application/x-ndjson',
      },
      payload: lines.map((line) => JSON.stringify(line)).join('\n'),
    });
    expect(answer.body).toContain('"outcome":"REFUSED"');
    expect(await ledger.head()).toBe(head);
  });

  test('once the alert is closed the same key records the sale', async () => {
    const id = await firearm(dealer);
    await ledger.post('POL', id, stolen('2026-05-01'));
    const given = transferred('2026-05-20', dealer, buyer, 'DEALER_TO_PERSON');
    const attempt = () => ledger.post('DLR', id, given, { organisation: dealer, key: 'later' });
    expect((await attempt()).statusCode).toBe(409);
    await ledger.post('POL', id, body('AlertWithdrawn', '2026-05-15', { reason: 'WRONG_FIREARM' }));
    expect((await attempt()).statusCode).toBe(201);
  });

  test.each(['before', 'after'] as const)(
    'the refusal is answered only when the notice is durable: n-th statement fails %s',
    async (when) => {
      let n = 0;
      for (;;) {
        n += 1;
        const id = await firearm(dealer);
        await ledger.post('POL', id, stolen('2026-05-01'));
        const alertId = await alertOf(id);
        const key = `fault-${when}-${n}`;
        Object.assign(faults, { when, remaining: n });
        const first = await ledger.post('DLR', id, sale(), { organisation: dealer, key });
        const injected = faults.remaining <= 0;
        faults.remaining = 0;
        const there = await attempts(alertId);
        expect([409, 503], first.body).toContain(first.statusCode);
        if (first.statusCode === 409) expect(there, `${n}`).toHaveLength(1);
        const second = await ledger.post('DLR', id, sale(), { organisation: dealer, key });
        expect(second.json().code).toBe('CANNOT_BE_PROCESSED');
        expect(await attempts(alertId)).toHaveLength(1);
        if (!injected) break;
      }
      expect(n).toBeGreaterThan(2);
    },
  );

  test('a crash between notice and answer leaves the notice, and the retry adds none', async () => {
    const id = await firearm(dealer);
    await ledger.post('POL', id, stolen('2026-05-01'));
    const alertId = await alertOf(id);
    const crashed = {
      ...ledger.record,
      eventStore: {
        ...ledger.record.eventStore,
        appendMany: (units: Parameters<typeof ledger.record.eventStore.appendMany>[0]) => async () => {
          await ledger.record.eventStore.appendMany(units)();
          throw new Error('killed after the append');
        },
      },
    };
    const request = {
      subject: { kind: 'firearm' as const, id },
      idempotencyKey: 'crash',
      recordedBy: { actorId: 'a', role: 'DLR' as const, organisationId: dealer },
      entries: [
        {
          type: 'FirearmTransferred',
          effectiveAt: { precision: 'DAY' as const, value: '2026-05-10', zone: 'Europe/Belgrade' },
          payload: sale().payload,
          source: { kind: 'DIRECT' as const },
        },
      ],
    };
    await expect(recordEvents(crashed)(request)()).rejects.toThrow('killed');
    expect(await attempts(alertId)).toHaveLength(1);
    const again = await recordEvents(ledger.record)(request)();
    expect(again).toMatchObject({ left: { kind: 'REFUSED', refusal: { code: 'R11' } } });
    expect(await attempts(alertId)).toHaveLength(1);
  });
});
