import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toHex } from '../../domain/integrity/bytes.ts';
import { isConsistent, isIncluded } from '../../domain/integrity/merkle.ts';
import type { EventStore } from '../../domain/ports/eventStore.ts';
import { createPostgresEventStore } from '../../infra/eventstore/postgresEventStore.ts';
import { hashing } from '../../infra/system/hashing.ts';
import { readStatuses } from '../../infra/transparency/logStatus.ts';
import { createTreeProofs } from '../../infra/transparency/proofs.ts';
import { type SequencerPorts, startSequencer } from '../../infra/transparency/sequencer.ts';
import { readTreeHead } from '../../infra/transparency/treeTables.ts';
import { right } from '../harness/right.ts';
import { createTestDatabase, type TestDatabase } from '../harness/testDatabase.ts';
import { appendSmall, smallEvent, treeOf } from './treeOf.ts';

let database: TestDatabase;
let store: EventStore;
const logged: string[] = [];
beforeEach(async () => {
  database = await createTestDatabase();
  store = createPostgresEventStore(database.runtime, { now: Date.now });
  logged.length = 0;
});
afterEach(() => database.drop());

const portsOf = (more: Partial<SequencerPorts> = {}): SequencerPorts => ({
  store,
  pool: database.runtime,
  hashing,
  log: (message, details) => logged.push(`${message} ${JSON.stringify(details)}`),
  ...more,
});
const until = async (done: () => Promise<boolean>): Promise<void> => {
  for (let attempt = 0; !(await done()); attempt += 1) {
    if (attempt > 600) throw new Error(`it did not come to that; logged: ${logged.join('; ')}`);
    await sleep(50);
  }
};
const runUntil = async (size: number, more: Partial<SequencerPorts> = {}): Promise<void> => {
  const stop = new AbortController();
  const sequencer = startSequencer(portsOf(more), stop.signal);
  await until(async () => (await readTreeHead(database.runtime)).size >= size);
  stop.abort();
  await sequencer.done;
};
const storedHashes = async (): Promise<ReadonlyArray<string>> => {
  const { rows } = await database.runtime.query<{ leaf_index: bigint; hash: Buffer }>(
    'select leaf_index, hash from ledger.leaf order by leaf_index',
  );
  expect(rows.map((row) => Number(row.leaf_index))).toEqual(rows.map((_, index) => index));
  return rows.map((row) => toHex(row.hash));
};

test('leaves are dense in the order of the log, and the tree is that of the events, whatever the batches', async () => {
  await appendSmall(store, 0, 700);
  await runUntil(700, { batchSize: 97 });
  await appendSmall(store, 700, 401);
  await runUntil(1101);
  const events = await right(store.readAll(0n, 2000));
  const tree = treeOf(events);
  expect(await storedHashes()).toEqual(tree.hashes.map(toHex));
  const proofs = createTreeProofs(database.runtime, hashing.sha256);
  expect(toHex(await proofs.rootAt(1101))).toBe(toHex(tree.root));
  expect(toHex(await proofs.rootAt(700))).toBe(toHex(treeOf(events.slice(0, 700)).root));
  const indexes = [0, 1, 255, 256, 511, 699, 1100];
  const inclusions = await proofs.inclusions(indexes, 1101);
  for (const [at, index] of indexes.entries())
    expect(
      isIncluded(
        hashing.sha256,
        { index, hash: tree.hashes[index] ?? new Uint8Array() },
        { size: 1101, root: tree.root },
        inclusions[at] ?? [],
      ),
    ).toBe(true);
  for (const from of [1, 255, 256, 257, 700, 1101])
    expect(
      isConsistent(
        hashing.sha256,
        { size: from, root: await proofs.rootAt(from) },
        { size: 1101, root: tree.root },
        await proofs.consistency(from, 1101),
      ),
    ).toBe(true);
});

test('an event that the ledger did not write stops the log exactly before it, loudly, and only that', async () => {
  await appendSmall(store, 0, 5);
  await right(
    store.append({
      streamId: 'firearm-odd',
      expectedRevision: 'NO_STREAM',
      events: [{ ...smallEvent(5), metadata: '{"m":1}' }],
    }),
  );
  await appendSmall(store, 6, 3);
  const stop = new AbortController();
  const sequencer = startSequencer(portsOf(), stop.signal);
  await until(async () => sequencer.state.status === 'FAILED');
  expect(sequencer.state).toMatchObject({ size: 5, position: 5n });
  expect(sequencer.state.failure).toMatch(/^event 6 \(Tested, .*metadata is not what the ledger writes/);
  await until(async () => (await readStatuses(database.runtime))[0]?.status === 'FAILED');
  // It is tried again, and neither goes past the event nor says so twice.
  await sleep(1200);
  expect((await readTreeHead(database.runtime)).size).toBe(5);
  expect(logged).toHaveLength(1);
  stop.abort();
  await sequencer.done;
});

test('of two sequencers one works, and the other goes on where it stopped', async () => {
  const stops = [new AbortController(), new AbortController()] as const;
  const [first] = [startSequencer(portsOf(), stops[0].signal)];
  await until(async () => first.state.status === 'RUNNING');
  const second = startSequencer(portsOf(), stops[1].signal);
  await appendSmall(store, 0, 30);
  await until(async () => first.state.size === 30);
  expect(second.state.status).toBe('WAITING');
  stops[0].abort();
  await first.done;
  await appendSmall(store, 30, 30);
  await until(async () => second.state.size === 60);
  stops[1].abort();
  await second.done;
  expect(await storedHashes()).toEqual(treeOf(await right(store.readAll(0n, 100))).hashes.map(toHex));
});

test('leaves and tiles of the run-time role only grow', async () => {
  await appendSmall(store, 0, 10);
  await runUntil(10);
  for (const [sql, why] of [
    ['update ledger.leaf set entry = hash', /permission denied/],
    ['delete from ledger.leaf', /permission denied/],
    ["update ledger.tile set hashes = decode(repeat('00', 320), 'hex')", /only grows/],
    ['delete from ledger.tile', /permission denied/],
    ['update ledger.tree set size = 9', /append-only/],
  ] as const)
    await expect(database.runtime.query(sql), sql).rejects.toThrow(why);
  await expect(database.owner.query('delete from ledger.leaf')).rejects.toThrow(/append-only/);
});

test('a tile that somebody exchanged under the tree is not built upon', async () => {
  await appendSmall(store, 0, 10);
  await runUntil(10);
  const stop = new AbortController();
  const sequencer = startSequencer(portsOf(), stop.signal);
  await until(async () => sequencer.state.status === 'RUNNING');
  await database.owner.query('alter table ledger.tile disable trigger tile_only_grows');
  await database.owner.query(
    "update ledger.tile set hashes = overlay(hashes placing '\\x00'::bytea from 33)",
  );
  await database.owner.query('alter table ledger.tile enable trigger tile_only_grows');
  await appendSmall(store, 10, 3);
  await until(async () => sequencer.state.status === 'FAILED');
  expect(sequencer.state.failure).toMatch(/stored tile .* is not what the events give/);
  stop.abort();
  await sequencer.done;
});

test('100,000 events are taken in at tens of thousands a second', { timeout: 600_000 }, async () => {
  await appendSmall(store, 0, 100_000);
  const started = performance.now();
  await runUntil(100_000);
  const rate = Math.round(100_000 / ((performance.now() - started) / 1000));
  process.stdout.write(`transparency log: ${rate} leaves a second\n`);
  expect(rate).toBeGreaterThan(1_000);
});
