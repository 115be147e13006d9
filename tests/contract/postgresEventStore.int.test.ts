import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventStore } from '../../domain/ports/eventStore.ts';
import { createPostgresEventStore } from '../../infra/eventstore/postgresEventStore.ts';
import { withTransaction } from '../../infra/postgres/withTransaction.ts';
import { right } from '../harness/right.ts';
import type { TestDatabase } from '../harness/testDatabase.ts';
import { createTestDatabase } from '../harness/testDatabase.ts';
import { eventStoreContract } from './eventStore.contract.ts';
import { interleavingContract } from './interleaving.contract.ts';
import { restingContract } from './resting.contract.ts';

const event = () => ({
  eventId: randomUUID(),
  type: 'Tested',
  schemaVersion: 1,
  payload: '{}',
  metadata: '{}',
});

let database: TestDatabase;
let store: EventStore;
beforeAll(async () => {
  database = await createTestDatabase();
  store = createPostgresEventStore(database.runtime, { now: Date.now });
});
afterAll(() => database.drop());

eventStoreContract('PostgreSQL', async () => store, { dense: true, timeInOrderOf: 'LOG' });
restingContract('PostgreSQL', async () => store);

describe('append-only for the run-time role', () => {
  test.each([
    ["update ledger.event set payload = '{}'", 'UPDATE'],
    ['delete from ledger.event', 'DELETE'],
    ['truncate ledger.event', 'TRUNCATE'],
    ['delete from ledger.head', 'DELETE of the head'],
    ['drop table ledger.event', 'DROP'],
    ['alter table ledger.event disable trigger all', 'disabling the trigger'],
  ])('%s is refused (%s)', async (sql) => {
    await expect(database.runtime.query(sql)).rejects.toMatchObject({ code: '42501' });
  });
  test('even the owner is stopped by the trigger', async () => {
    await expect(database.owner.query("update ledger.event set payload = '{}'")).rejects.toThrow(
      /append-only/,
    );
    await expect(database.owner.query('truncate ledger.event')).rejects.toThrow(/append-only/);
  });
});

test('two stores as two processes: one winner a revision, no position lost', async () => {
  const other = createPostgresEventStore(database.runtime, { now: Date.now });
  const before = (await database.runtime.query('select position from ledger.head')).rows[0]
    .position as bigint;
  const { randomUUID } = await import('node:crypto');
  const streamId = `firearm-${randomUUID()}`;
  let revision = -1n;
  for (let round = 0; round < 50; round += 1) {
    const attempts = await Promise.all(
      [store, other, store, other].map((each) =>
        each.append({
          streamId,
          expectedRevision: revision < 0n ? 'NO_STREAM' : revision,
          events: [
            { eventId: randomUUID(), type: 'Tested', schemaVersion: 1, payload: '{}', metadata: '{}' },
          ],
        })(),
      ),
    );
    expect(attempts.filter((attempt) => attempt._tag === 'Right')).toHaveLength(1);
    revision += 1n;
  }
  const { rows } = await database.runtime.query(
    'select count(*) as events, max(position) as last, (select position from ledger.head) as head from ledger.event where position > $1',
    [before],
  );
  expect(rows[0]).toEqual({ events: 50n, last: before + 50n, head: before + 50n });
});

/** A pool whose appends stay open, with all their locks, until the pass given for each resolves. */
const holding = (pool: Pool, passes: (() => Promise<void>)[]): Pool =>
  new Proxy(pool, {
    get: (target, property) => {
      if (property !== 'query') return Reflect.get(target, property);
      return async (query: { readonly name?: string; readonly text: string }, values?: unknown[]) => {
        if (query.name !== 'ledger-append') return target.query(query, values);
        return withTransaction(target, async (client) => {
          const result = await client.query(query);
          await passes.shift()?.();
          return result;
        });
      };
    },
  });

describe('a decision of one process rests on a stream that another process is just changing', () => {
  const given = async () => {
    const clock = { now: Date.now };
    const streamId = `alert-${randomUUID()}`;
    const first = event();
    await store.append({ streamId, expectedRevision: 'NO_STREAM', events: [first] })();
    return { clock, streamId, last: first.eventId, mine: () => `firearm-${randomUUID()}` };
  };
  test('it waits for that change, and does not pass by it', async () => {
    const { clock, streamId, last, mine } = await given();
    let release: () => void = () => {};
    let reached: () => void = () => {};
    const inMidAppend = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const changing = createPostgresEventStore(
      holding(database.runtime, [
        () => {
          reached();
          return new Promise<void>((resolve) => {
            release = resolve;
          });
        },
      ]),
      clock,
    );
    const change = changing.append({ streamId, expectedRevision: 0n, events: [event()] })();
    await inMidAppend;
    const own = mine();
    const resting = store.appendResting?.({
      unit: [{ streamId: own, expectedRevision: 'NO_STREAM', events: [event()] }],
      restsOn: new Map([[streamId, last]]),
    })();
    // Long enough for the statement to have begun and to wait behind the other one.
    await sleep(200);
    release();
    expect((await change)._tag).toBe('Right');
    expect(await resting).toMatchObject({ right: { kind: 'MOVED' } });
    expect(await store.readStream(own)()).toMatchObject({ right: [] });
  });
  test('of many at once, none that was appended later rests on what was before', async () => {
    const { clock, streamId, last, mine } = await given();
    const other = createPostgresEventStore(database.runtime, clock);
    let ends = last;
    for (let round = 0n; round < 150n; round += 1n) {
      const change = event();
      const [changed, rested] = await Promise.all([
        store.append({ streamId, expectedRevision: round, events: [change] })(),
        other.appendResting?.({
          unit: [{ streamId: mine(), expectedRevision: 'NO_STREAM', events: [event()] }],
          restsOn: new Map([[streamId, ends]]),
        })(),
      ]);
      if (changed._tag === 'Left' || rested?._tag !== 'Right') throw new Error('an append failed');
      if (rested.right.kind === 'APPENDED')
        expect(rested.right.appended[0]?.position).toBeLessThan(changed.right.position);
      ends = change.eventId;
    }
  });
});

interleavingContract('PostgreSQL', async () => {
  const passes: (() => Promise<void>)[] = [];
  const clock = { now: Date.now };
  return {
    writers: [
      createPostgresEventStore(database.runtime, clock),
      createPostgresEventStore(database.runtime, clock),
      createPostgresEventStore(holding(database.runtime, passes), clock),
    ],
    reader: createPostgresEventStore(database.runtime, clock),
    holdNext: (pass) => passes.push(pass),
  };
});

test('servers whose clocks differ record in the order of the log, and close for one another', async () => {
  const ahead = createPostgresEventStore(database.runtime, { now: () => Date.now() + 600_000 });
  const appendTo = async (to: EventStore): Promise<number> =>
    (
      await right(
        to.append({ streamId: `firearm-${randomUUID()}`, expectedRevision: 'ANY', events: [event()] }),
      )
    ).recordedAt;
  const first = await appendTo(ahead);
  const second = await appendTo(store);
  expect(first).toBeGreaterThan(Date.now() + 590_000);
  expect(second).toBe(first + 1);
  const { recordedAt } = await right(store.close(Date.now()));
  expect(recordedAt).toBe(second);
  expect(await appendTo(store)).toBe(second + 1);
});

test('a moment is not closed before an append that is under way has ended', async () => {
  const client = await database.owner.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query<{ at: Date }>(
      'update ledger.head set position = position + 1, recorded_at = recorded_at returning recorded_at as at',
    );
    let isClosed = false;
    const closing = right(store.close(Date.now())).then((closed) => {
      isClosed = true;
      return closed;
    });
    await sleep(200);
    expect(isClosed).toBe(false);
    await client.query('rollback');
    expect((await closing).recordedAt).toBeGreaterThanOrEqual((rows[0]?.at.getTime() ?? 0) - 1);
  } finally {
    client.release();
  }
});
