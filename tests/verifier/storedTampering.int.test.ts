import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { utf8 } from '../../domain/integrity/bytes.ts';
import { leafOf } from '../../domain/integrity/leaf.ts';
import type { FaultKind, Place, Verdict } from '../../domain/integrity/verify/verdict.ts';
import { verifyBundle } from '../../domain/integrity/verify/verifyBundle.ts';
import { createLogVerifier } from '../../domain/integrity/verify/verifyLog.ts';
import type { StoredEvent } from '../../domain/ports/eventStore.ts';
import { makeBundle } from '../../domain/usecases/makeBundle.ts';
import { hashing } from '../../infra/system/hashing.ts';
import { createBundling } from '../../infra/transparency/bundling.ts';
import { exportedLog } from '../../infra/transparency/exportLog.ts';
import { createLogKeyFile } from '../../infra/transparency/logKeyFile.ts';
import { createPublishedLog } from '../../infra/transparency/publishedLog.ts';
import { createKeyFolder, testOrigin } from '../harness/logKeys.ts';
import { testLogKey } from '../harness/memoryLog.ts';
import { right } from '../harness/right.ts';
import { createLogUnderTest, type LogUnderTest } from '../transparency/logUnderTest.ts';
import { appendSmall } from '../transparency/treeOf.ts';
import { readTexts } from './logFile.ts';
import { verifying } from './sampleRegister.ts';

/** What a superuser does to the tables, past every trigger and grant. */

let log: LogUnderTest;
const folder = createKeyFolder();
let key: string;
let kept: string;
const size = 120;
const tables = ['event', 'head', 'leaf', 'tile', 'tree', 'checkpoint'];

const superuser = async (...statements: ReadonlyArray<readonly [string, ...unknown[]]>): Promise<void> => {
  const client = await log.database.owner.connect();
  try {
    await client.query('begin');
    for (const table of tables) await client.query(`alter table ledger.${table} disable trigger all`);
    for (const [text, ...values] of statements) await client.query(text, values);
    for (const table of tables) await client.query(`alter table ledger.${table} enable trigger all`);
    await client.query('commit');
  } finally {
    client.release();
  }
};
const published = () => createPublishedLog(log.pool, hashing, testOrigin);

beforeAll(async () => {
  log = await createLogUnderTest();
  createLogKeyFile(folder.keyFile, testOrigin);
  await appendSmall(log.store, 0, 60);
  await log.sequenced();
  await log.sign(folder.keyFile);
  await appendSmall(log.store, 60, 60);
  await log.sequenced();
  await log.sign(folder.keyFile);
  key = (await published().keys())[0]?.verifierKey ?? '';
  kept = (await published().checkpoint())?.note ?? '';
  await log.database.owner.query('create schema saved');
  for (const table of tables)
    await log.database.owner.query(`create table saved.${table} as select * from ledger.${table}`);
}, 600_000);
afterEach(async () => {
  await superuser(
    ...tables.flatMap(
      (table): ReadonlyArray<readonly [string]> => [
        [`delete from ledger.${table}`],
        [`insert into ledger.${table} select * from saved.${table}`],
      ],
    ),
  );
});
afterAll(async () => {
  folder.remove();
  await log.close();
});

const verdictOf = async (checkpoints: ReadonlyArray<string> = []): Promise<Verdict> => {
  const verifier = createLogVerifier(verifying, { keys: [key], checkpoints });
  const lines = exportedLog(
    { pool: log.pool, store: log.store },
    { origin: testOrigin, policy: `log ${key}\nquorum none\n` },
  );
  for await (const piece of lines) if (piece.length > 0) verifier.take(readTexts(piece));
  return verifier.finish();
};
const refused = async (
  kind: FaultKind,
  at: Partial<Place> = {},
  checkpoints: ReadonlyArray<string> = [],
): Promise<Verdict> => {
  const verdict = await verdictOf(checkpoints);
  expect(verdict.good).toBe(false);
  expect(verdict.faults).toContainEqual(expect.objectContaining({ kind, at: expect.objectContaining(at) }));
  return verdict;
};
const events = (): Promise<ReadonlyArray<StoredEvent>> => right(log.store.readAll(0n, 1000));

test('what was not altered is good, with both of its checkpoints', async () => {
  const verdict = await verdictOf([kept]);
  expect(verdict.faults).toEqual([]);
  expect(verdict.checkpoint).toMatchObject({ origin: testOrigin, size });
});

describe('rows of events', () => {
  test.each([
    ['payload', `payload || ' '`],
    ['metadata', `replace(metadata, '"clerk"', '"clerc"')`],
    ['type', `'Other'`],
    ['schema_version', '2'],
    ['event_id', 'gen_random_uuid()'],
    ['recorded_at', `recorded_at + interval '1 millisecond'`],
  ])('%s changed', async (column, value) => {
    await superuser([`update ledger.event set ${column} = ${value} where position = 71`]);
    const { faults } = await refused('ENVELOPE_CHANGED', { leafIndex: 70 });
    // Only this one event: the rest is not accused with it.
    expect(faults.filter(({ kind }) => kind === 'ENVELOPE_CHANGED')).toHaveLength(1);
  });
  test('moved to another stream', async () => {
    await superuser([`update ledger.event set stream_id = 'firearm-other' where position = 72`]);
    await refused('ENVELOPE_CHANGED', { leafIndex: 71, stream: 'firearm-other' });
  });
  test('given another revision', async () => {
    await superuser(['update ledger.event set revision = 9 where position = 72']);
    await refused('EVENT_REMOVED', { line: 74 });
  });
  test('deleted', async () => {
    await superuser(['delete from ledger.event where position = 71']);
    await refused('EVENT_REMOVED', { leafIndex: 70, leafEnd: 71 });
  });
  test('the last one deleted', async () => {
    await superuser(['delete from ledger.event where position = $1', size]);
    await refused('EVENT_REMOVED', { leafEnd: size });
  });
  test('two exchanged', async () => {
    await superuser(
      ['update ledger.event set position = -1 where position = 71'],
      ['update ledger.event set position = 71 where position = 75'],
      ['update ledger.event set position = 75 where position = -1'],
    );
    await refused('ENVELOPE_CHANGED', { leafIndex: 70 });
    await refused('ENVELOPE_CHANGED', { leafIndex: 74 });
  });
  test('one inserted between two, the following ones moved up', async () => {
    await superuser(
      ['update ledger.event set position = -position where position > 70'],
      ['update ledger.event set position = 1 - position where position < 0'],
      [
        `insert into ledger.event select 71, 'firearm-inserted', 0, gen_random_uuid(), type, schema_version, recorded_at, payload, metadata from ledger.event where position = 70`,
      ],
    );
    await refused('ENVELOPE_CHANGED', { leafIndex: 70, stream: 'firearm-inserted' });
  });
});

describe('rows of the log', () => {
  test('a leaf hash changed', async () => {
    await superuser([
      'update ledger.leaf set hash = $1 where leaf_index = 70',
      createHash('sha256').digest(),
    ]);
    await refused('ENVELOPE_CHANGED', { leafIndex: 70 });
  });
  test('a leaf deleted', async () => {
    await superuser(['delete from ledger.leaf where leaf_index = 70']);
    await refused('ENVELOPE_CHANGED', { leafIndex: 70 });
  });
  test('an event and its leaf replaced together: the signature does not fit', async () => {
    const event = (await events())[71];
    if (event === undefined) throw new Error('no event');
    const before = await published().proofs.leafAt(event.streamId, event.revision - 1n);
    const altered = { ...event, payload: '{"n":9999}' };
    const leaf = leafOf(hashing, altered, event.revision === 0n ? undefined : before?.hash);
    await superuser(
      ['update ledger.event set payload = $1 where position = 72', altered.payload],
      ['update ledger.leaf set entry = $1, hash = $2 where leaf_index = 71', leaf?.entry, leaf?.hash],
    );
    // The next event of the stream still follows the true one, if there is one; the root in any case.
    await refused('ROOT_DIFFERS', { leafEnd: size });
  });
  test('the text of a checkpoint changed', async () => {
    await superuser([
      `update ledger.checkpoint set note = replace(note, E'\\n120\\n', E'\\n119\\n') where size = 120`,
    ]);
    await refused('BAD_SIGNATURE', { part: 'CHECKPOINT' });
  });
  test('a checkpoint of another key', async () => {
    const root = (await published().checkpoint())?.root ?? new Uint8Array();
    await superuser([
      'update ledger.checkpoint set note = $1 where size = 120',
      testLogKey(testOrigin, 9).note(size, root),
    ]);
    await refused('SIGNED_BY_ANOTHER_KEY', { part: 'CHECKPOINT' });
  });
  test('a signature over another root', async () => {
    await superuser([
      'update ledger.checkpoint set note = (select note from ledger.checkpoint where size = 60) where size = 120',
    ]);
    await refused('EVENT_INSERTED', { leafEnd: size });
  });
  test('a hash in a tile: the proof that is made of it leads nowhere, and says of which event', async () => {
    await superuser([
      `update ledger.tile set hashes = overlay(hashes placing '\\x00'::bytea from 71 * 32 + 1) where level = 0`,
    ]);
    const event = (await events())[70];
    if (event === undefined) throw new Error('no event');
    const made = await makeBundle(
      {
        eventStore: log.store,
        codec: { decode: (each) => each as never },
        transparencyLog: published(),
        ...createBundling(log.pool, published()),
      },
      {
        subject: { kind: 'STREAM', stream: event.streamId, knownAt: '2030-01-01T00:00:00.000Z' },
        streams: [event.streamId],
        knownAt: Date.parse('2030-01-01T00:00:00Z'),
        madeAt: 0,
      },
    );
    if (made._tag === 'Left') throw new Error(made.left.kind);
    const verdict = await verifyBundle(verifying, utf8(made.right), { keys: [key] });
    expect(verdict.faults).toContainEqual(
      expect.objectContaining({
        kind: 'NOT_IN_TREE',
        at: expect.objectContaining({ stream: event.streamId }),
      }),
    );
  });
  test('the counter of the log changed: what is recorded is untouched by it', async () => {
    await superuser(['update ledger.head set position = position + 5']);
    expect((await verdictOf([kept])).good).toBe(true);
  });
});

describe('whole states', () => {
  const restored: ReadonlyArray<readonly [string]> = [
    ['delete from ledger.event where position > 60'],
    ['delete from ledger.leaf where leaf_index >= 60'],
    ['delete from ledger.checkpoint where size > 60'],
    [`update ledger.tile set hashes = substring(hashes from 1 for 60 * 32) where level = 0`],
    ['update ledger.tree set size = 60, position = 60'],
    ['update ledger.head set position = 60'],
  ];
  test('an older backup restored: the checkpoint that was kept shows what is missing', async () => {
    await superuser(...restored);
    expect((await verdictOf()).good).toBe(true);
    await refused('LOG_TRUNCATED', { leafIndex: 60, leafEnd: size }, [kept]);
  });
  test('an older backup continued otherwise and signed by the true key: a fork', async () => {
    await superuser(...restored);
    await appendSmall(log.store, 500, 63);
    await log.sequenced();
    // Whoever has the key may forget what it signed; whoever kept a checkpoint does not.
    const other = createKeyFolder();
    const { copyFileSync, writeFileSync } = await import('node:fs');
    copyFileSync(folder.keyFile, other.keyFile);
    writeFileSync(
      `${other.keyFile}.state`,
      `${JSON.stringify({ origin: testOrigin, size: 0, root: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' })}\n`,
    );
    expect((await log.sign(other.keyFile)).kind).toBe('SIGNED');
    other.remove();
    expect((await verdictOf()).good).toBe(true);
    await refused('LOG_FORKED', { leafEnd: size }, [kept]);
  });
});
