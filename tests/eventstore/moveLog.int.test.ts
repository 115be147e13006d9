import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { EventStore, StoredEvent } from '../../domain/ports/eventStore.ts';
import { createLogCopy } from '../../infra/eventstore/eventStoreDb/copyLog.ts';
import { checkLogPlace } from '../../infra/eventstore/logPlace.ts';
import { type MovePorts, moveLog } from '../../infra/eventstore/moveLog.ts';
import { createPostgresEventStore } from '../../infra/eventstore/postgresEventStore.ts';
import { openDyingStore } from '../harness/eventStoreDb/dyingStore.ts';
import { newEvent, newStream, request } from '../harness/eventStoreDb/newEvents.ts';
import {
  freshPrefix,
  openStore,
  startServer,
  type TestStore,
} from '../harness/eventStoreDb/openTestStore.ts';
import { right } from '../harness/right.ts';
import { createTestDatabase, type TestDatabase } from '../harness/testDatabase.ts';

let server: Awaited<ReturnType<typeof startServer>>;
let database: TestDatabase;
let source: EventStore;
let target: TestStore;
let prefix: string;
let time: number;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  database = await createTestDatabase();
  time = Date.parse('2020-01-01T00:00:00Z');
  source = createPostgresEventStore(database.runtime, {
    now: () => {
      time += 1000;
      return time;
    },
  });
  prefix = freshPrefix();
  target = openStore(server.url, prefix, { limits: server.limits });
});
afterEach(async () => {
  await target.connection.close();
  await database.drop();
});

const origin = randomUUID();
const portsOf = (copy?: MovePorts['copy']): MovePorts => ({
  owner: database.owner,
  source,
  target: target.store,
  origin,
  copy: copy ?? createLogCopy(target.connection, prefix),
});
const withoutPosition = (events: ReadonlyArray<StoredEvent>) =>
  events.map(({ position: _, ...event }) => event);

/** Streams that come and go, a unit over two of them, and texts that must not be read and written again. */
const filled = async (): Promise<ReadonlyArray<StoredEvent>> => {
  const streams = Array.from({ length: 8 }, () => newStream());
  const lengths = new Map<string, bigint>();
  const next = (streamId: string, count = 1) => {
    const length = lengths.get(streamId) ?? 0n;
    lengths.set(streamId, length + BigInt(count));
    const payload = `{"n":12345678901234567890.10,"text":"Застава \u{1F52B} ${length}"}`;
    return request(
      streamId,
      length === 0n ? 'NO_STREAM' : length - 1n,
      Array.from({ length: count }, () => newEvent(undefined, payload)),
    );
  };
  for (let round = 0; round < 12; round += 1) {
    const one = streams[round % 8] ?? '';
    const two = streams[(round * 3 + 1) % 8] ?? '';
    await right(source.append(next(one, 1 + (round % 3))));
    if (one !== two) await right(source.appendMany([[next(one), next(two)]]));
  }
  return right(source.readAll(0n, 1000));
};

test('every event is there with its bytes, revision and time, in the same order, and found by its id', async () => {
  const before = await filled();
  const steps: string[] = [];
  const moved = await moveLog(portsOf(), (step, events) => steps.push(`${step} ${events}`));
  expect(moved).toMatchObject({ events: before.length, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(steps).toContain(`COPIED ${before.length}`);
  expect(steps.at(-1)).toBe(`COMPARED ${before.length}`);
  const after = await right(target.store.readAll(0n, 1000));
  expect(withoutPosition(after)).toEqual(withoutPosition(before));
  for (const event of after) expect(await right(target.store.findEvent(event.eventId))).toEqual(event);
  // The ledger goes on there, and an id of before is known.
  const last = after.at(-1);
  if (last === undefined) throw new Error('nothing was moved');
  const appended = await right(target.store.append(request(last.streamId, last.revision)));
  expect(appended.recordedAt).toBeGreaterThanOrEqual(last.recordedAt);
  expect(
    await target.store.append(request(newStream(), 'NO_STREAM', [newEvent(last.eventId)]))(),
  ).toMatchObject({
    left: { kind: 'IDEMPOTENCY_CORRUPTED' },
  });
});

test('afterwards nobody appends to PostgreSQL or starts on it, and the read models begin anew', async () => {
  await filled();
  await database.owner.query(
    "insert into projection.checkpoint (name, version, position) values ('some', 3, 5)",
  );
  await moveLog(portsOf(), () => undefined);
  expect(await source.append(request(newStream(), 'NO_STREAM'))()).toMatchObject({
    left: {
      kind: 'STORE_UNAVAILABLE',
      reason: expect.stringMatching(/in EventStoreDB: set EVENT_STORE_URL/),
    },
  });
  await expect(checkLogPlace(database.owner, undefined)).rejects.toThrow(/Set EVENT_STORE_URL/);
  await expect(checkLogPlace(database.owner, randomUUID())).rejects.toThrow(/belongs to the log/);
  await expect(checkLogPlace(database.owner, origin)).resolves.toBeUndefined();
  const { rows } = await database.owner.query('select version from projection.checkpoint');
  expect(rows).toEqual([{ version: -1 }]);
});

test.each([0, 1, 7, 20])(
  'interrupted after %i writes it is gone on with, and comes to the same',
  async (writes) => {
    const before = await filled();
    let left = writes;
    const copy = createLogCopy(target.connection, prefix);
    const dying: MovePorts['copy'] = async (events) => {
      for (const event of events) {
        if (left === 0) throw new Error('the process died');
        left -= 1;
        await copy([event]);
      }
    };
    await expect(moveLog(portsOf(dying), () => undefined)).rejects.toThrow(/died/);
    // PostgreSQL is still the log.
    await expect(checkLogPlace(database.owner, undefined)).resolves.toBeUndefined();
    const streamId = newStream();
    await right(source.append(request(streamId, 'NO_STREAM')));
    const moved = await moveLog(portsOf(), () => undefined);
    expect(moved.events).toBe(before.length + 1);
    expect(withoutPosition(await right(target.store.readAll(0n, 1000)))).toEqual(
      withoutPosition(await right(source.readAll(0n, 1000))),
    );
  },
);

test('a copy that died between a claim on an id and its event is gone on with', async () => {
  const before = await filled();
  const [first] = before;
  if (first === undefined) throw new Error('nothing was filled');
  const dying = openDyingStore(server.url, prefix, 'CLAIMED');
  void dying.store.append(request(first.streamId, 'NO_STREAM', [first]))();
  await dying.arrived;
  await moveLog(portsOf(), () => undefined);
  expect(withoutPosition(await right(target.store.readAll(0n, 1000)))).toEqual(withoutPosition(before));
  await dying.connection.close();
});

test('what is appended while it copies is copied too', async () => {
  await filled();
  const copy = createLogCopy(target.connection, prefix);
  let extra = 3;
  const busy: MovePorts['copy'] = async (events) => {
    if (extra > 0) await right(source.append(request(newStream(), 'NO_STREAM')));
    extra -= 1;
    await copy(events);
  };
  const { events } = await moveLog(portsOf(busy), () => undefined);
  const all = await right(source.readAll(0n, 1000));
  expect(events).toBe(all.length);
  expect(withoutPosition(await right(target.store.readAll(0n, 1000)))).toEqual(withoutPosition(all));
});

test('streams that are no copy of this log are refused before anything is written', async () => {
  await filled();
  await right(target.store.append(request(newStream(), 'NO_STREAM')));
  await expect(moveLog(portsOf(), () => undefined)).rejects.toThrow(/are not a copy of this log/);
  expect(await right(target.store.readAll(0n, 1000))).toHaveLength(1);
  await expect(checkLogPlace(database.owner, undefined)).resolves.toBeUndefined();
});

test('a copy that differs in one byte keeps the log in PostgreSQL', async () => {
  await filled();
  const copy = createLogCopy(target.connection, prefix);
  const altering: MovePorts['copy'] = (events) =>
    copy(events.map((event, index) => (index === 5 ? { ...event, metadata: '{"m":2}' } : event)));
  await expect(moveLog(portsOf(altering), () => undefined)).rejects.toThrow(/^Event 6 of the log/);
  await expect(checkLogPlace(database.owner, undefined)).resolves.toBeUndefined();
});

test('EventStoreDB is not begun on while there are events in PostgreSQL', async () => {
  await filled();
  await expect(checkLogPlace(database.owner, origin)).rejects.toThrow(/move-log/);
});
