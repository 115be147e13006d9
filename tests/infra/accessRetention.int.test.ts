import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { endAccessLog } from '../../infra/accessRetention.ts';
import { withTransaction } from '../../infra/postgres/withTransaction.ts';
import { body, onPaper, party, registered } from '../harness/bodies.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

/** The database has its own clock: all days of these tests are counted from today. */
const monthsAgo = (months: number, days = 0): string => {
  const day = new Date();
  day.setUTCDate(1);
  day.setUTCMonth(day.getUTCMonth() - months);
  day.setUTCDate(1 + days);
  return day.toISOString();
};
let ledger: TestLedger;
beforeAll(async () => {
  ledger = await createTestLedger();
  ledger.clock.set(new Date().toISOString());
});
beforeEach(() => ledger.clock.set(new Date().toISOString()));
afterAll(() => ledger.close());

const written = async (at: string, subject: string | null = null): Promise<number> => {
  const { rows } = await ledger.database.owner.query<{ number: bigint }>(
    `insert into ledger.access (at, actor_id, role, organisation_id, purpose, regime, operation, subject, request_id)
     values ($1, 'a', 'POL', 'POLICE', 'INVESTIGATION', 'LED', 'test', $2, 'r') returning number`,
    [at, subject],
  );
  return Number(rows[0]?.number);
};
const left = async (numbers: ReadonlyArray<number>): Promise<ReadonlyArray<number>> => {
  const { rows } = await ledger.database.owner.query<{ number: bigint }>(
    'select number from ledger.access where number = any ($1) order by number',
    [numbers],
  );
  return rows.map(({ number }) => Number(number));
};
const end = (dryRun = false) =>
  endAccessLog(
    {
      owner: ledger.database.owner,
      eventStore: ledger.store,
      codec: ledger.record.codec,
      record: ledger.record,
      zone: 'UTC',
    },
    { actorId: 'operator:test', organisationId: 'REGISTRY' },
    { dryRun },
  );
const told = async () =>
  (await ledger.logged())
    .filter(({ type }) => type === 'AccessLogEnded')
    .map((event) => ledger.record.codec.decode(event).payload as Record<string, unknown>);
const denied = { code: '42501' };

describe('the end of entries of the access log (GDPR 5(1)(e), LED 25)', () => {
  test('what is over goes, what is not stays, and the log tells of it once', async () => {
    const over = [await written(monthsAgo(40)), await written(monthsAgo(20)), await written(monthsAgo(19))];
    const kept = [await written(monthsAgo(17)), await written(monthsAgo(0))];
    expect(await end(true)).toEqual({ entries: 3, held: 0 });
    expect(await left([...over, ...kept])).toEqual([...over, ...kept]);
    const ended = await end();
    expect(ended).toMatchObject({ entries: 3, held: 0 });
    expect(await left([...over, ...kept])).toEqual(kept);
    expect(await told()).toMatchObject([{ entries: 3, firstEntry: over[0], lastEntry: over[2] }]);
    // Nothing is left to remove, and nothing is told twice.
    expect(await end()).toEqual({ entries: 0, held: 0 });
    expect(await told()).toHaveLength(1);
  });

  test('a removal that was not told, because the program broke off, is told by the next run', async () => {
    const gone = await written(monthsAgo(30));
    await withTransaction(ledger.database.owner, async (client) => {
      await client.query('set local role ledger_access_retention');
      await client.query("select ledger.remove_access('-infinity', $1, '{}', 10)", [monthsAgo(24)]);
    });
    expect(await left([gone])).toEqual([]);
    expect((await end()).eventId).toBeDefined();
    expect((await told()).at(-1)).toMatchObject({ entries: 1, firstEntry: gone, lastEntry: gone });
  });

  test('REQ-REC-11 entries about what is under a legal hold stay until it is lifted', async () => {
    const registration = onPaper(registered('2024-01-10', party('P', 'owner'), 'AR 1'));
    const made = await ledger.post('CLK', undefined, registration);
    expect(made.statusCode, made.body).toBe(201);
    const { firearmId } = made.json();
    const today = new Date(ledger.clock.now()).toISOString();
    const own = await ledger.post('JUD', firearmId, body('LegalHoldPlaced', today, { scope: {} }), {
      organisation: 'COURT',
    });
    expect(own.statusCode, own.body).toBe(201);
    const traces = [await written(monthsAgo(30), firearmId), await written(monthsAgo(30), firearmId)];
    const other = await written(monthsAgo(30), party('P', 'other'));
    await ledger.caughtUp();
    expect(await end()).toMatchObject({ entries: 1, held: 1 });
    expect(await left([...traces, other])).toEqual(traces);
    const lifted = body('LegalHoldLifted', today, { holdEventId: own.json().events[0].eventId });
    const freed = await ledger.post('JUD', firearmId, lifted, { organisation: 'COURT' });
    expect(freed.statusCode, freed.body).toBe(201);
    await ledger.caughtUp();
    expect(await end()).toMatchObject({ entries: 2, held: 0 });
    expect(await left(traces)).toEqual([]);
  });

  test('many entries go in portions, and of two runs at once one works', async () => {
    await ledger.database.owner.query(
      `insert into ledger.access (at, actor_id, role, organisation_id, purpose, regime, operation, request_id)
       select $1, 'a', 'POL', 'POLICE', 'INVESTIGATION', 'LED', 'test', 'r' from generate_series(1, 11000)`,
      [monthsAgo(30)],
    );
    const ended = await Promise.all([end(), end()]);
    expect(ended.map(({ entries }) => entries).sort((a, b) => a - b)).toEqual([0, 11_000]);
    expect((await told()).at(-1)).toMatchObject({ entries: 11_000 });
  });

  test('the role can do nothing else, and nobody else can do it', async () => {
    const number = await written(monthsAgo(30));
    const { owner, runtime } = ledger.database;
    const asRole = (sql: string) =>
      withTransaction(owner, async (client) => {
        await client.query('set local role ledger_access_retention');
        await client.query(sql);
      });
    const call = (before: string) => `select ledger.remove_access('-infinity', '${before}', '{}', 10)`;
    for (const sql of [
      'delete from ledger.access',
      'update ledger.access set purpose = $$x$$',
      'select * from ledger.access',
      'select * from ledger.event',
      'delete from ledger.access_removal',
      'select * from vault.sealed',
      // The last twelve months stay, whoever asks.
      call(monthsAgo(11)),
    ])
      await expect(asRole(sql), sql).rejects.toMatchObject(denied);
    for (const sql of [call(monthsAgo(24)), 'delete from ledger.access', 'delete from ledger.access_removal'])
      await expect(runtime.query(sql), sql).rejects.toMatchObject(denied);
    // Not by mistake of the owner either.
    for (const sql of [
      'delete from ledger.access',
      'truncate ledger.access',
      'update ledger.access set purpose = $$x$$',
      'delete from ledger.access_removal',
    ])
      await expect(owner.query(sql), sql).rejects.toMatchObject(denied);
    expect(await left([number])).toEqual([number]);
  });
});
