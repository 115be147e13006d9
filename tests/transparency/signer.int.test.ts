import { copyFileSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import * as E from 'fp-ts/lib/Either.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { equalBytes } from '../../domain/integrity/bytes.ts';
import { parseCheckpoint } from '../../domain/integrity/checkpoint.ts';
import {
  openNote,
  parseNote,
  parseVerifierKey,
  plainSignature,
  signatureText,
} from '../../domain/integrity/signedNote.ts';
import { hashing, verifyEd25519 } from '../../infra/system/hashing.ts';
import { readLastCheckpoint, readPublishedKeys } from '../../infra/transparency/checkpoints.ts';
import { createLogKeyFile, rotateLogKey } from '../../infra/transparency/logKeyFile.ts';
import { readStatuses } from '../../infra/transparency/logStatus.ts';
import { readSignedHead, stateFileOf, writeSignedHead } from '../../infra/transparency/signedHead.ts';
import { startSigner } from '../../infra/transparency/signer.ts';
import { addCosignatures } from '../../infra/transparency/witnesses/publishedHeads.ts';
import { createKeyFolder, testOrigin, until } from '../harness/logKeys.ts';
import { right } from '../harness/right.ts';
import { createLogUnderTest, type LogUnderTest } from './logUnderTest.ts';
import { appendSmall, treeOf } from './treeOf.ts';

let log: LogUnderTest;
let folder: ReturnType<typeof createKeyFolder>;
let others: LogUnderTest[];
beforeEach(async () => {
  log = await createLogUnderTest();
  folder = createKeyFolder();
  others = [];
  createLogKeyFile(folder.keyFile, testOrigin);
});
afterEach(async () => {
  folder.remove();
  for (const each of [log, ...others]) await each.close();
});

const grown = async (from: number, count: number, on = log, streams?: string): Promise<void> => {
  await appendSmall(on.store, from, count, streams);
  await on.sequenced();
};
/** A database as it was, or would have been, with other events. */
const another = async (count: number, streams?: string): Promise<LogUnderTest> => {
  const made = await createLogUnderTest();
  others.push(made);
  await grown(0, count, made, streams);
  return made;
};
/** The published head, its note verified under every key that is published. */
const published = async (on = log) => {
  const checkpoint = await readLastCheckpoint(on.pool);
  if (checkpoint === undefined) throw new Error('nothing is published');
  const note = parseNote(checkpoint.note);
  if (E.isLeft(note)) throw new Error(note.left.reason);
  const keys = (await readPublishedKeys(on.pool)).map(({ verifierKey }) => {
    const key = parseVerifierKey(hashing.sha256, verifierKey);
    if (E.isLeft(key)) throw new Error(key.left.reason);
    return key.right;
  });
  const signers = await openNote(note.right, keys, plainSignature(verifyEd25519));
  if (E.isLeft(signers)) throw new Error(signers.left.kind);
  const parsed = parseCheckpoint(note.right.text);
  if (E.isLeft(parsed)) throw new Error(parsed.left.reason);
  return { ...parsed.right, signers: signers.right.length, note: checkpoint.note };
};

test('a checkpoint names log, size and root of all events, and is signed by the published key', async () => {
  expect(await log.sign(folder.keyFile)).toEqual({ kind: 'SIGNED', size: 0 });
  expect(await published()).toMatchObject({ origin: testOrigin, size: 0, signers: 1 });
  await grown(0, 300);
  expect(await log.sign(folder.keyFile)).toEqual({ kind: 'SIGNED', size: 300 });
  const head = await published();
  expect(head).toMatchObject({ origin: testOrigin, size: 300, signers: 1 });
  expect(equalBytes(head.root, treeOf(await right(log.store.readAll(0n, 1000))).root)).toBe(true);
  expect(await log.sign(folder.keyFile)).toEqual({ kind: 'UNCHANGED', size: 300 });
  expect(readSignedHead(folder.keyFile)).toMatchObject({ size: 300, root: head.root });
  if (process.platform !== 'win32') expect(statSync(folder.keyFile).mode & 0o777).toBe(0o600);
});

test('restored from an older copy, the log is not signed, and the sentence says what is missing and what to do', async () => {
  await grown(0, 120);
  await log.sign(folder.keyFile);
  const restored = await another(90);
  const outcome = await restored.sign(folder.keyFile);
  expect(outcome).toMatchObject({
    kind: 'REFUSED',
    reason: expect.stringContaining('120 events was signed'),
  });
  expect(outcome).toMatchObject({
    reason: expect.stringMatching(/only 90.*30 published events are missing/),
  });
  expect(outcome).toMatchObject({
    reason: expect.stringMatching(/transparency-log\.md.*restore the newer copy/),
  });
  expect(await readLastCheckpoint(restored.pool)).toBeUndefined();
  // Recording on from there hides nothing: the log is longer then, and still not that which was signed.
  await grown(90, 60, restored, 'firearm-other');
  expect(await restored.sign(folder.keyFile)).toMatchObject({
    kind: 'REFUSED',
    reason: expect.stringMatching(/first 120 of the 150 events .* are not those of the checkpoint/),
  });
  // The newer copy is signed on.
  await grown(120, 30);
  expect(await log.sign(folder.keyFile)).toEqual({ kind: 'SIGNED', size: 150 });
});

test('another history of the same length is not signed', async () => {
  await grown(0, 60);
  await log.sign(folder.keyFile);
  const forked = await another(60, 'component');
  expect(await forked.sign(folder.keyFile)).toMatchObject({
    kind: 'REFUSED',
    reason: expect.stringMatching(/first 60 of the 60 events .* log was altered/),
  });
  expect(await readLastCheckpoint(forked.pool)).toBeUndefined();
});

test('a tree that is being made anew from events that are there is waited for, not refused', async () => {
  await grown(0, 30);
  await grown(30, 30);
  await log.sign(folder.keyFile);
  const behind = await another(30);
  await appendSmall(behind.store, 30, 30);
  expect(await behind.sign(folder.keyFile)).toEqual({ kind: 'BEHIND' });
  await behind.sequenced();
  expect(await behind.sign(folder.keyFile)).toEqual({ kind: 'SIGNED', size: 60 });
});

test('killed between noting and publishing, the same head is published afterwards and no other', async () => {
  await grown(0, 20);
  const killed = (): void => {
    throw new Error('killed');
  };
  await expect(log.sign(folder.keyFile, { noted: killed })).rejects.toThrow('killed');
  expect(await readLastCheckpoint(log.pool)).toBeUndefined();
  expect(readSignedHead(folder.keyFile).size).toBe(20);
  expect(await log.sign(folder.keyFile)).toEqual({ kind: 'SIGNED', size: 20 });
  await grown(20, 10);
  await expect(log.sign(folder.keyFile, { noted: killed })).rejects.toThrow('killed');
  await grown(30, 10);
  expect(await log.sign(folder.keyFile)).toEqual({ kind: 'SIGNED', size: 40 });
  const { rows } = await log.pool.query('select size from ledger.checkpoint order by size');
  expect(rows).toEqual([{ size: 20n }, { size: 40n }]);
});

test('an older copy of the state beside the key does not let the log be signed backwards', async () => {
  await grown(0, 20);
  await log.sign(folder.keyFile);
  copyFileSync(stateFileOf(folder.keyFile), `${folder.keyFile}.older`);
  await grown(20, 20);
  await log.sign(folder.keyFile);
  copyFileSync(`${folder.keyFile}.older`, stateFileOf(folder.keyFile));
  // The published checkpoint is known too, and it is the newer one.
  await log.database.owner.query('alter table ledger.tree disable trigger all');
  await log.database.owner.query(
    'update ledger.tree set size = 30, position = (select max(position) from ledger.event)',
  );
  expect(await log.sign(folder.keyFile)).toMatchObject({
    kind: 'REFUSED',
    reason: expect.stringMatching(/40 events was signed/),
  });
});

test('without its state, with a damaged one, or with another log’s, a key signs nothing and says so', async () => {
  await grown(0, 5);
  await log.sign(folder.keyFile);
  const state = readFileSync(stateFileOf(folder.keyFile), 'utf8');
  rmSync(stateFileOf(folder.keyFile));
  await expect(log.sign(folder.keyFile)).rejects.toThrow(/is missing\. Nothing is signed.*keys log trust/);
  writeFileSync(stateFileOf(folder.keyFile), state.slice(0, 20));
  await expect(log.sign(folder.keyFile)).rejects.toThrow(/is damaged/);
  writeFileSync(stateFileOf(folder.keyFile), state);
  expect(await log.sign(folder.keyFile, { origin: 'log.test/other' })).toMatchObject({
    kind: 'REFUSED',
    reason: expect.stringMatching(
      /key belongs to the log log\.test\/firearms, and this ledger's log is log\.test\/other/,
    ),
  });
  rmSync(folder.keyFile);
  expect(() => createLogKeyFile(folder.keyFile, testOrigin)).toThrow(/signed the first 5 events/);
});

test('a tree whose hashes were altered in the database is not signed', async () => {
  await grown(0, 300);
  await log.sign(folder.keyFile);
  await log.database.owner.query('alter table ledger.tile disable trigger all');
  await log.database.owner.query(
    "update ledger.tile set hashes = overlay(hashes placing '\\x00'::bytea from 5) where level = 1",
  );
  await grown(300, 3);
  expect(await log.sign(folder.keyFile)).toMatchObject({
    kind: 'REFUSED',
    reason: expect.stringMatching(/first 300 of the 303 events .* log was altered/),
  });
});

test('after a rotation the new key signs at once, the former beside it until its day, and both are listed', async () => {
  await grown(0, 10);
  await log.sign(folder.keyFile);
  const now = Date.now();
  rotateLogKey(folder.keyFile, now + 60_000);
  expect(await log.sign(folder.keyFile)).toEqual({ kind: 'SIGNED', size: 10 });
  expect(await published()).toMatchObject({ size: 10, signers: 2 });
  await grown(10, 10);
  await log.sign(folder.keyFile);
  expect(await published()).toMatchObject({ size: 20, signers: 2 });
  await grown(20, 10);
  await log.sign(folder.keyFile, { now: () => now + 61_000 });
  expect(await published()).toMatchObject({ size: 30, signers: 1 });
  expect((await readPublishedKeys(log.pool)).map(({ verifierKey: _, ...key }) => key)).toEqual([
    { fromSize: 10, toSize: 20, retired: true },
    { fromSize: 10, toSize: 30, retired: false },
  ]);
});

test('a cosignature that arrives while a further key signs stands beside its line: neither is lost', async () => {
  await grown(0, 10);
  await log.sign(folder.keyFile);
  rotateLogKey(folder.keyFile, Date.now() + 60_000);
  const line = {
    name: 'witness.test/1',
    keyId: new Uint8Array([1, 2, 3, 4]),
    signature: new Uint8Array(72).fill(7),
  };
  const meanwhile = async (): Promise<void> => void (await addCosignatures(log.pool, 10, [line]));
  expect(await log.sign(folder.keyFile, { noted: meanwhile })).toEqual({ kind: 'SIGNED', size: 10 });
  const head = await published();
  expect(head).toMatchObject({ size: 10, signers: 2 });
  expect(head.note).toContain(signatureText(line));
  // And the other way about: the cosignature is asked for on the note as it was before the key signed.
  expect(await addCosignatures(log.pool, 10, [line])).toBe(head.note);
  expect(await log.sign(folder.keyFile)).toEqual({ kind: 'UNCHANGED', size: 10 });
});

test('the signer signs the last events in time, at most once an interval, and one of two signs', async () => {
  const stop = new AbortController();
  const said: string[] = [];
  const ports = {
    pool: log.pool,
    store: log.store,
    sha256: hashing.sha256,
    origin: testOrigin,
    keyFile: folder.keyFile,
    now: Date.now,
    log: (message: string): void => void said.push(message),
    intervalMs: 300,
  };
  const signers = [startSigner(ports, stop.signal), startSigner(ports, stop.signal)];
  for (let round = 0; round < 5; round += 1) {
    await grown(round * 6, 6);
    await sleep(50);
  }
  await until(async () => (await readLastCheckpoint(log.pool))?.size === 30);
  stop.abort();
  await Promise.all(signers.map(({ done }) => done));
  const { rows } = await log.pool.query<{ signed_at: Date }>(
    'select signed_at from ledger.checkpoint order by size',
  );
  const times = rows.map((row) => row.signed_at.getTime());
  for (const [at, time] of times.entries())
    if (at > 0) expect(time - (times[at - 1] ?? 0)).toBeGreaterThan(200);
  expect(said).toEqual([]);
  expect(await readStatuses(log.pool)).toMatchObject([
    { part: 'SEQUENCER' },
    { part: 'SIGNER', status: 'SIGNING' },
  ]);
});

test('a refusal is said once, shown to all, and over when the right state is back', async () => {
  await grown(0, 10);
  const head = readSignedHead(folder.keyFile);
  writeSignedHead(folder.keyFile, { ...head, size: 12 });
  const stop = new AbortController();
  const said: string[] = [];
  const signer = startSigner(
    {
      pool: log.pool,
      store: log.store,
      sha256: hashing.sha256,
      origin: testOrigin,
      keyFile: folder.keyFile,
      now: Date.now,
      log: (message, { reason }) => void said.push(`${message}: ${reason ?? ''}`),
      intervalMs: 50,
    },
    stop.signal,
  );
  await until(async () => (await readStatuses(log.pool)).some(({ status }) => status === 'REFUSED'));
  expect(said).toEqual([expect.stringMatching(/signer of the transparency log refuses: A checkpoint of 12/)]);
  writeSignedHead(folder.keyFile, head);
  await until(async () => (await readLastCheckpoint(log.pool))?.size === 10);
  await until(async () => (await readStatuses(log.pool)).some(({ status }) => status === 'SIGNING'));
  stop.abort();
  await signer.done;
  expect(said).toHaveLength(2);
});
