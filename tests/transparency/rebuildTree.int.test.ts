import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '../../domain/integrity/bytes.ts';
import type { EventStore } from '../../domain/ports/eventStore.ts';
import { createLogCopy } from '../../infra/eventstore/eventStoreDb/copyLog.ts';
import { moveLog } from '../../infra/eventstore/moveLog.ts';
import { hashing } from '../../infra/system/hashing.ts';
import { createLogKeyFile } from '../../infra/transparency/logKeyFile.ts';
import { clearTree } from '../../infra/transparency/rebuildTree.ts';
import { startSequencer } from '../../infra/transparency/sequencer.ts';
import { signOnce } from '../../infra/transparency/signOnce.ts';
import { readTreeHead } from '../../infra/transparency/treeTables.ts';
import { verifyLog } from '../../infra/verification/verifyLog.ts';
import { freshPrefix, openStore, startServer } from '../harness/eventStoreDb/openTestStore.ts';
import { createKeyFolder, testOrigin, until } from '../harness/logKeys.ts';
import { sequenceAll } from '../harness/publishLog.ts';
import { right } from '../harness/right.ts';
import { createLogUnderTest, type LogUnderTest } from './logUnderTest.ts';
import { appendSmall, smallEvent, treeOf } from './treeOf.ts';

let log: LogUnderTest;
let keys: ReturnType<typeof createKeyFolder>;
beforeEach(async () => {
  log = await createLogUnderTest();
  keys = createKeyFolder();
  createLogKeyFile(keys.keyFile, testOrigin);
});
afterEach(async () => {
  keys.remove();
  await log.close();
});

/** What `rebuild --log` and `ledger verify` say. */
const compare = (store: EventStore = log.store) =>
  verifyLog({ store, pool: log.pool, hashing }, () => undefined);
/** Leaves and tiles as they are stored, but for the places of the events in their store. */
const content = async (): Promise<string> => {
  const { rows } = await log.pool.query<{ leaves: string; tiles: string }>(`select
    (select string_agg(concat_ws(' ', leaf_index, stream_id, revision, entry, hash), e'\\n' order by leaf_index) from ledger.leaf) as leaves,
    (select string_agg(concat_ws(' ', level, tile_index, hashes), e'\\n' order by level, tile_index) from ledger.tile) as tiles`);
  return `${rows[0]?.leaves}\n\n${rows[0]?.tiles}`;
};
const altered = async (sql: string): Promise<void> => {
  for (const each of ['event', 'leaf', 'tile', 'tree', 'checkpoint'])
    await log.database.owner.query(`alter table ledger.${each} disable trigger all`);
  const { rowCount } = await log.database.owner.query(sql);
  expect(rowCount, sql).toBeGreaterThan(0);
};

test('a tree made anew from the events is the same to the byte, and the signer goes on with it', async () => {
  await appendSmall(log.store, 0, 700);
  await log.sequenced();
  await log.sign(keys.keyFile);
  const before = await content();
  const expected = treeOf(await right(log.store.readAll(0n, 1000)));
  const compared = await compare();
  expect(compared.faults).toEqual([]);
  expect(compared.root).toBe(toHex(expected.root));
  await clearTree(log.database.owner);
  expect(await readTreeHead(log.pool)).toEqual({ size: 0, position: 0n });
  expect(await log.sign(keys.keyFile)).toEqual({ kind: 'BEHIND' });
  await log.sequenced();
  expect(await content()).toBe(before);
  expect(await compare()).toMatchObject({ leaves: 700, faults: [] });
  expect(await log.sign(keys.keyFile)).toEqual({ kind: 'UNCHANGED', size: 700 });
});

test('a tree that is taken away while it is followed is made anew, also when no event comes', async () => {
  await appendSmall(log.store, 0, 300);
  const stop = new AbortController();
  const sequencer = startSequencer(
    { store: log.store, pool: log.pool, hashing, log: () => undefined },
    stop.signal,
  );
  await until(() => sequencer.state.size === 300, 'the tree');
  await clearTree(log.database.owner);
  await until(async () => (await readTreeHead(log.pool)).size === 300, 'the new tree');
  expect((await compare()).faults).toEqual([]);
  stop.abort();
  await sequencer.done;
});

test('a log that was moved to EventStoreDB has the same tree, which goes on to grow there', async () => {
  await appendSmall(log.store, 0, 400);
  await right(
    log.store.appendMany([
      [
        { streamId: 'firearm-0', expectedRevision: 2n, events: [smallEvent(400)] },
        { streamId: 'component-0', expectedRevision: 'NO_STREAM', events: [smallEvent(401)] },
      ],
    ]),
  );
  await log.sequenced();
  await log.sign(keys.keyFile);
  const before = await content();
  const server = await startServer();
  const prefix = freshPrefix();
  const target = openStore(server.url, prefix, { limits: server.limits });
  const copy = createLogCopy(target.connection, prefix);
  await moveLog(
    { owner: log.database.owner, source: log.store, target: target.store, origin: randomUUID(), copy },
    () => undefined,
  );
  // While it is read again, what was published stays and nothing is signed.
  const sign = () =>
    signOnce({
      pool: log.pool,
      store: target.store,
      sha256: hashing.sha256,
      origin: testOrigin,
      keyFile: keys.keyFile,
      now: Date.now,
    });
  expect(await sign()).toEqual({ kind: 'BEHIND' });
  await sequenceAll(target.store, log.pool);
  expect(await content()).toBe(before);
  expect(await compare(target.store)).toMatchObject({ leaves: 402, faults: [] });
  await right(
    target.store.appendMany([
      [
        { streamId: 'firearm-0', expectedRevision: 3n, events: [smallEvent(402)] },
        { streamId: 'component-0', expectedRevision: 0n, events: [smallEvent(403)] },
      ],
    ]),
  );
  await appendSmall(target.store, 404, 30);
  await sequenceAll(target.store, log.pool);
  expect(await sign()).toEqual({ kind: 'SIGNED', size: 434 });
  const all = await right(target.store.readAll(0n, 1000));
  const compared = await compare(target.store);
  expect(compared).toMatchObject({ leaves: 434, faults: [] });
  expect(compared.root).toBe(toHex(treeOf(all).root));
  await target.connection.close();
  server.stop();
});

describe('REQ-AUD-01: what somebody altered in the database is found, at its place', () => {
  beforeEach(async () => {
    await appendSmall(log.store, 0, 600);
    await log.sequenced();
    await log.sign(keys.keyFile);
  });
  test('one flipped byte of any stored event is named by the position of that event', async () => {
    await log.database.owner.query('alter table ledger.event disable trigger all');
    for (let position = 1; position <= 600; position += 13)
      for (const column of ['payload', 'metadata']) {
        const { rows } = await log.pool.query<{ text: string }>(
          `select ${column} as text from ledger.event where position = $1`,
          [position],
        );
        const bytes = Buffer.from(rows[0]?.text ?? '');
        const at = (position * 7) % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ (1 + (position % 7));
        const set = `update ledger.event set ${column} = $1 where position = $2`;
        await log.database.owner.query(set, [bytes.toString().replaceAll('\u0000', ' '), position]);
        expect((await compare()).faults, `${column} ${position}`).toMatchObject([
          { kind: 'EVENT_ALTERED', position: BigInt(position), leafIndex: position - 1 },
        ]);
        await log.database.owner.query(set, [rows[0]?.text, position]);
      }
    expect((await compare()).faults).toEqual([]);
  }, 600_000);
  /** The first finding, and how many there are. */
  test.each([
    [
      'a payload',
      `update ledger.event set payload = '{"n":8}' where position = 400`,
      { kind: 'EVENT_ALTERED', position: 400n, leafIndex: 399 },
      1,
    ],
    [
      'metadata',
      `update ledger.event set metadata = replace(metadata, 'clerk', 'klerc') where position = 400`,
      { kind: 'EVENT_ALTERED', position: 400n },
      1,
    ],
    [
      'the time of recording',
      `update ledger.event set recorded_at = recorded_at - interval '1 ms' where position = 400`,
      { kind: 'EVENT_ALTERED', position: 400n },
      1,
    ],
    [
      'the type',
      `update ledger.event set type = 'Testes' where position = 400`,
      { kind: 'EVENT_ALTERED', position: 400n },
      1,
    ],
    [
      'the salt',
      `update ledger.event set metadata = replace(metadata, '"salt"', '"salz"') where position = 400`,
      { kind: 'EVENT_ALTERED', position: 400n, leafIndex: 399 },
      1,
    ],
    [
      'an event taken away',
      'delete from ledger.event where position = 400',
      { kind: 'EVENT_REMOVED', position: 400n, leafIndex: 399 },
      1,
    ],
    [
      'the last event taken away',
      'delete from ledger.event where position = 600',
      { kind: 'EVENT_REMOVED', position: 600n, leafIndex: 599 },
      1,
    ],
    [
      'a stream renamed',
      `update ledger.event set stream_id = 'firearm-x' where stream_id = 'firearm-300'`,
      { kind: 'EVENT_MOVED', position: 301n },
      3,
    ],
    [
      'an entry',
      `update ledger.leaf set entry = decode(repeat('00', 32), 'hex') where leaf_index = 7`,
      { kind: 'LEAF_ALTERED', position: 8n, leafIndex: 7, detail: expect.stringMatching(/entry/) },
      1,
    ],
    [
      'a leaf hash',
      `update ledger.leaf set hash = decode(repeat('00', 32), 'hex') where leaf_index = 7`,
      { kind: 'LEAF_ALTERED', position: 8n, leafIndex: 7, detail: expect.stringMatching(/leaf hash/) },
      5,
    ],
    [
      'a leaf taken away',
      'delete from ledger.leaf where leaf_index = 7',
      { kind: 'EVENT_INSERTED', position: 8n, detail: expect.stringMatching(/taken away/) },
      8,
    ],
    [
      'whose leaf it is',
      `update ledger.leaf set stream_id = 'firearm-y' where leaf_index = 599`,
      { kind: 'EVENT_MOVED', position: 600n, leafIndex: 599 },
      1,
    ],
    [
      'a byte of a full tile',
      `update ledger.tile set hashes = set_byte(hashes, 100, (get_byte(hashes, 100) + 1) % 256) where level = 0 and tile_index = 1`,
      {
        kind: 'TILE_DIFFERS',
        leafIndex: 256,
        detail: expect.stringMatching(/tile\/0\/001 .*from byte 100 on/),
      },
      1,
    ],
    [
      'a byte of the level above',
      `update ledger.tile set hashes = set_byte(hashes, 40, (get_byte(hashes, 40) + 1) % 256) where level = 1`,
      { kind: 'TILE_DIFFERS', detail: expect.stringMatching(/tile\/1\/000 .*byte 40 .*hash 1/) },
      1,
    ],
    [
      'a tile taken away',
      'delete from ledger.tile where level = 0 and tile_index = 0',
      { kind: 'TILE_DIFFERS', detail: expect.stringMatching(/missing/) },
      1,
    ],
    [
      'a tile made longer',
      `update ledger.tile set hashes = hashes || decode(repeat('00', 32), 'hex') where level = 1`,
      { kind: 'TILE_DIFFERS', detail: expect.stringMatching(/more hashes/) },
      1,
    ],
    [
      'a signed root',
      `update ledger.checkpoint set root = decode(repeat('00', 32), 'hex')`,
      { kind: 'CHECKPOINT_DIFFERS', leafIndex: 599 },
      1,
    ],
    [
      'a signed size',
      'update ledger.checkpoint set size = 599',
      { kind: 'CHECKPOINT_DIFFERS', leafIndex: 598 },
      1,
    ],
    [
      'the size of the tree',
      'update ledger.tree set size = 601',
      { kind: 'LOG_TRUNCATED', leafIndex: 600 },
      1,
    ],
  ])('%s', async (_what, sql, first, count) => {
    expect((await compare()).faults).toEqual([]);
    await altered(sql);
    const { faults } = await compare();
    expect(faults[0]).toMatchObject(first);
    expect(faults).toHaveLength(count);
  });
});
