import { generateKeyPairSync, sign } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkpointText } from '../../domain/integrity/checkpoint.ts';
import { leafOf } from '../../domain/integrity/leaf.ts';
import {
  keyIdOf,
  noteText,
  signatureTypes,
  verifierKeyOf,
  verifierKeyText,
} from '../../domain/integrity/signedNote.ts';
import { emptyEdge, growTree } from '../../domain/integrity/tiles.ts';
import { createGrowingTree } from '../../domain/integrity/verify/growingTree.ts';
import { withTransaction } from '../../infra/postgres/withTransaction.ts';
import { hashing } from '../../infra/system/hashing.ts';
import { verifyLedger } from '../../infra/verification/verifyLedger.ts';
import { verifyLog } from '../../infra/verification/verifyLog.ts';
import { projections } from '../../projections/catalogue.ts';
import { party, registered } from '../harness/bodies.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
let sizes: ReadonlyArray<number>;

/** The tables of the log, as the sequencer of the ledger fills them. */
const tables = `
create table if not exists ledger.leaf (leaf_index bigint primary key, position bigint unique not null, stream_id text collate "C" not null,
  revision bigint not null, entry bytea not null, hash bytea not null, unique (stream_id, revision));
create table if not exists ledger.tile (level smallint, tile_index bigint, hashes bytea not null, primary key (level, tile_index));
create table if not exists ledger.checkpoint (size bigint primary key, root bytea not null, note text not null, signed_at timestamptz not null);
create table if not exists ledger.log_key (verifier_key text primary key, from_size bigint not null, to_size bigint not null, retired_at timestamptz)`;

/** As whoever owns the machine: no trigger and no constraint stops him. */
const asSuperuser = (sql: string, values: ReadonlyArray<unknown> = []) =>
  withTransaction(ledger.database.owner, async (client) => {
    await client.query('set local session_replication_role = replica');
    return client.query(sql, [...values]);
  });

const name = 'ledger.invalid/test';
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const publicBytes = Buffer.from(String(publicKey.export({ format: 'jwk' }).x), 'base64url');
const noteOf = (size: number, root: Uint8Array): string => {
  const text = checkpointText({ origin: name, size, root });
  return noteText({
    text,
    signatures: [
      {
        name,
        keyId: keyIdOf(hashing.sha256, name, signatureTypes.ed25519, publicBytes),
        signature: sign(null, Buffer.from(text), privateKey),
      },
    ],
  });
};

/** Enters what is recorded, from the begin, and signs at some sizes. */
const enter = async (signed: (size: number) => boolean): Promise<void> => {
  await ledger.database.owner.query(tables);
  await asSuperuser('delete from ledger.leaf');
  await asSuperuser('delete from ledger.tile');
  await asSuperuser('delete from ledger.checkpoint');
  await asSuperuser('delete from ledger.log_key');
  await asSuperuser('insert into ledger.log_key values ($1, 0, 0, null)', [
    verifierKeyText(verifierKeyOf(hashing.sha256, name, signatureTypes.ed25519, publicBytes)),
  ]);
  const tree = createGrowingTree(hashing.sha256);
  const previous = new Map<string, Uint8Array>();
  const leaves: Uint8Array[] = [];
  for (const event of await ledger.logged()) {
    const leaf = leafOf(hashing, event, previous.get(event.streamId));
    if (leaf === undefined) throw new Error('no leaf');
    previous.set(event.streamId, leaf.hash);
    await asSuperuser('insert into ledger.leaf values ($1, $2, $3, $4, $5, $6)', [
      tree.size(),
      event.position,
      event.streamId,
      event.revision,
      Buffer.from(leaf.entry),
      Buffer.from(leaf.hash),
    ]);
    leaves.push(leaf.hash);
    tree.add(leaf.hash);
    if (signed(tree.size()))
      await asSuperuser('insert into ledger.checkpoint values ($1, $2, $3, now())', [
        tree.size(),
        Buffer.from(tree.root()),
        noteOf(tree.size(), tree.root()),
      ]);
  }
  for (const { level, index, hashes } of growTree(hashing.sha256, emptyEdge, leaves).tiles)
    await asSuperuser('insert into ledger.tile values ($1, $2, $3)', [level, index, Buffer.from(hashes)]);
};

beforeEach(async () => {
  ledger = await createTestLedger();
  for (let index = 0; index < 6; index += 1) {
    const answer = await ledger.post('CLK', undefined, {
      ...registered('2026-03-01', party('P', 'keeper'), `VL ${index}`),
      source: { kind: 'PAPER', ref: 'BOOK 1/1' },
    });
    expect(answer.statusCode, answer.body).toBe(201);
    const { firearmId, events } = answer.json();
    await ledger.post('CLK', firearmId, {
      type: 'RecordAnnulled',
      effectiveAt: '2026-03-02',
      payload: { targetEventId: events[0].eventId, reason: 'TEST' },
    });
  }
  await enter((size) => size % 4 === 0);
  sizes = [4, 8, 12];
});
afterEach(() => ledger.close());

const verify = (brought?: { readonly size: number; readonly root: Uint8Array }) =>
  verifyLog(
    { store: ledger.store, codec: ledger.codec, pool: ledger.database.owner, hashing },
    () => undefined,
    brought === undefined ? [] : [{ ...brought, whose: 'the checkpoint that was brought' }],
  );
const kindsAt = (faults: ReadonlyArray<{ readonly kind: string; readonly position: bigint | null }>) =>
  faults.map(({ kind, position }) => [kind, position]);

describe('REQ-AUD-01 the stored events against the transparency log', () => {
  test('intact: every event, tile and checkpoint was compared', async () => {
    expect(await verify()).toMatchObject({
      status: 'INTACT',
      events: 12,
      leaves: 12,
      waiting: 0,
      checkpoints: sizes.length,
      signatures: sizes.length,
      faults: [],
    });
  });

  test('flipping one byte in any stored event makes verify name that position', async () => {
    for (const column of ['payload', 'metadata'])
      for (const position of [1, 6, 12]) {
        const { rows } = await ledger.database.owner.query<{ text: string }>(
          `select ${column} as text from ledger.event where position = $1`,
          [position],
        );
        const text = rows[0]?.text ?? '';
        const at = text.search(/[a-z]/);
        const flipped = `${text.slice(0, at)}${text[at] === 'x' ? 'y' : 'x'}${text.slice(at + 1)}`;
        const put = (value: string) =>
          asSuperuser(`update ledger.event set ${column} = $2 where position = $1`, [position, value]);
        await put(flipped);
        const { status, faults } = await verify();
        expect(status).toBe('FAULTY');
        expect(kindsAt(faults)).toContainEqual(['EVENT_ALTERED', BigInt(position)]);
        expect(new Set(faults.map((fault) => fault.position))).toEqual(new Set([BigInt(position)]));
        await put(text);
      }
    expect((await verify()).status).toBe('INTACT');
  });

  test.each([
    ['type', "update ledger.event set type = 'FirearmFound' where position = 5"],
    [
      'time of recording',
      "update ledger.event set recorded_at = recorded_at - interval '1 day' where position = 5",
    ],
    ['id', 'update ledger.event set event_id = gen_random_uuid() where position = 5'],
  ])('%s altered', async (_what, sql) => {
    await asSuperuser(sql);
    expect(kindsAt((await verify()).faults)).toContainEqual(['EVENT_ALTERED', 5n]);
  });

  test('an event deleted, inserted, and two that changed places', async () => {
    await asSuperuser('delete from ledger.event where position = 7');
    expect(kindsAt((await verify()).faults)).toEqual([['EVENT_REMOVED', 7n]]);
    await asSuperuser(
      'insert into ledger.event select 7, stream_id, 40, gen_random_uuid(), type, schema_version, recorded_at, payload, metadata from ledger.event where position = 9',
    );
    expect(kindsAt((await verify()).faults)).toEqual([['EVENT_MOVED', 7n]]);
    await asSuperuser('delete from ledger.leaf where position = 7');
    expect(kindsAt((await verify()).faults)).toContainEqual(['EVENT_INSERTED', 7n]);
  });

  test('two events that changed places are both named', async () => {
    await asSuperuser('update ledger.event set position = 100 where position = 3');
    await asSuperuser('update ledger.event set position = 3 where position = 5');
    await asSuperuser('update ledger.event set position = 5 where position = 100');
    expect(kindsAt((await verify()).faults)).toEqual([
      ['EVENT_MOVED', 3n],
      ['EVENT_MOVED', 5n],
    ]);
  });

  test('an event rewritten together with its entry, its hash and the tiles breaks the checkpoints from there on', async () => {
    const before = await verify();
    await asSuperuser(
      "update ledger.event set payload = replace(payload, 'VL 3', 'VL 9') where payload like '%VL 3%'",
    );
    const signed = await ledger.database.owner.query('select * from ledger.checkpoint order by size');
    await enter(() => false);
    for (const row of signed.rows)
      await asSuperuser('insert into ledger.checkpoint values ($1, $2, $3, now())', [
        row.size,
        row.root,
        row.note,
      ]);
    const { faults } = await verify();
    expect(faults.map(({ kind, leafIndex }) => [kind, leafIndex])).toEqual([
      ['CHECKPOINT_DIFFERS', 7],
      ['CHECKPOINT_DIFFERS', 11],
    ]);
    expect(faults[0]?.detail).toContain('among entries 4 to 7');
    // Even where every checkpoint was signed anew, the one that the auditor kept tells.
    await enter((size) => size % 4 === 0);
    expect((await verify()).status).toBe('INTACT');
    const kept = { size: before.leaves, root: Buffer.from(before.root ?? '', 'hex') };
    expect((await verify(kept)).faults.map(({ kind }) => kind)).toEqual(['CHECKPOINT_DIFFERS']);
  });

  test('a log that was cut, a tile and a hash that were forged', async () => {
    await asSuperuser('delete from ledger.leaf where leaf_index >= 10');
    await asSuperuser('delete from ledger.event where position > 10');
    await asSuperuser('update ledger.tile set hashes = substring(hashes for 320)');
    expect((await verify()).faults.map(({ kind }) => kind)).toEqual(['LOG_TRUNCATED']);
    expect((await verify({ size: 12, root: new Uint8Array(32) })).faults.map(({ kind }) => kind)).toEqual([
      'LOG_TRUNCATED',
      'LOG_TRUNCATED',
    ]);
    await enter((size) => size % 4 === 0);
    await asSuperuser('update ledger.tile set hashes = set_byte(hashes, 40, get_byte(hashes, 40) # 1)');
    expect((await verify()).faults).toMatchObject([{ kind: 'TILE_DIFFERS', leafIndex: 0 }]);
    await enter((size) => size % 4 === 0);
    await asSuperuser(
      'update ledger.leaf set hash = set_byte(hash, 0, get_byte(hash, 0) # 1) where leaf_index = 9',
    );
    expect(kindsAt((await verify()).faults)).toContainEqual(['LEAF_ALTERED', 10n]);
  });

  test('a checkpoint that another key signed, or whose text was altered after signing', async () => {
    await asSuperuser('delete from ledger.log_key');
    const stranger = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
    await asSuperuser('insert into ledger.log_key values ($1, 0, 0, null)', [
      verifierKeyText(
        verifierKeyOf(
          hashing.sha256,
          name,
          signatureTypes.ed25519,
          Buffer.from(String(stranger.x), 'base64url'),
        ),
      ),
    ]);
    expect((await verify()).faults.map(({ kind, leafIndex }) => [kind, leafIndex])).toEqual([
      ['CHECKPOINT_SIGNATURE', 3],
      ['CHECKPOINT_SIGNATURE', 7],
      ['CHECKPOINT_SIGNATURE', 11],
    ]);
  });

  test('events that wait for their entry are no fault', async () => {
    await ledger.post('CLK', undefined, {
      ...registered('2026-03-01', party('P', 'keeper'), 'VL 99'),
      source: { kind: 'PAPER', ref: 'BOOK 1/1' },
    });
    expect(await verify()).toMatchObject({ status: 'INTACT', waiting: 1, leaves: 12 });
  });
});

test('all entries, tiles and checkpoints taken away: what the tree counts and what the signer keeps tell of it', async () => {
  const { leaves, root } = await verify();
  const signed = { size: leaves, root: Buffer.from(root, 'hex') };
  const { eventStore, codec } = ledger.record;
  const verifyWith = (signedHead: () => typeof signed | undefined) =>
    verifyLedger(
      { eventStore, codec, history: ledger.history, owner: ledger.database.owner, signedHead },
      { log: true, readModels: [] },
      () => undefined,
    );
  expect((await verifyWith(() => signed)).outcome).toBe('CLEAN');
  for (const table of ['leaf', 'tile', 'checkpoint']) await asSuperuser(`delete from ledger.${table}`);
  await asSuperuser(
    "update ledger.event set payload = replace(payload, 'VL 3', 'VL 9') where payload like '%VL 3%'",
  );
  const wiped = await verifyWith(() => signed);
  expect(wiped.outcome).toBe('FAULTY');
  expect(wiped.log?.faults).toMatchObject([{ kind: 'LOG_TRUNCATED', leafIndex: 0 }]);
  await asSuperuser('update ledger.tree set size = 12');
  expect((await verifyWith(() => undefined)).log?.faults).toMatchObject([
    { kind: 'LOG_TRUNCATED', leafIndex: 0 },
  ]);
  await asSuperuser('update ledger.tree set size = 0');
  // Made anew and signed by nobody, it is whole in itself: only the kept head says that it was another one.
  await enter(() => false);
  expect((await verifyWith(() => undefined)).outcome).toBe('CLEAN');
  expect((await verifyWith(() => signed)).log?.faults).toMatchObject([
    { kind: 'CHECKPOINT_DIFFERS', leafIndex: 11 },
  ]);
});

test('an event altered into what nothing can be read from is named, and the read models are said to be unchecked', async () => {
  await asSuperuser(
    `update ledger.event set payload = replace(payload, 'targetEventId', 'targetEventIt') where position = 4`,
  );
  await ledger.caughtUp();
  const { eventStore, codec } = ledger.record;
  const verified = await verifyLedger(
    {
      eventStore,
      codec,
      history: ledger.history,
      owner: ledger.database.owner,
      signedHead: () => undefined,
    },
    { log: true, readModels: projections },
    () => undefined,
  );
  expect(verified.outcome).toBe('FAULTY');
  expect(verified.log?.faults).toMatchObject([
    { kind: 'EVENT_UNREADABLE', position: 4n },
    { kind: 'EVENT_ALTERED', position: 4n, leafIndex: 3 },
  ]);
  expect(verified.readModels).toHaveLength(projections.length);
  for (const readModel of verified.readModels)
    expect(readModel).toMatchObject({
      status: 'NOT_COMPARED',
      reason: expect.stringContaining('position 4'),
    });
});
