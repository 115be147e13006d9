import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toBase64 } from '../../domain/integrity/bytes.ts';
import {
  beginLogAnewCommand,
  createLogKeyCommand,
  rotateLogKeyCommand,
  showLogKeysCommand,
  trustLogHeadCommand,
} from '../../infra/cli/logKeyCommands.ts';
import { rebuildLogCommand } from '../../infra/cli/rebuildLogCommand.ts';
import type { LedgerWithoutVault } from '../../infra/composition.ts';
import { readLastCheckpoint, readPublishedKeys } from '../../infra/transparency/checkpoints.ts';
import { openLogOrigin } from '../../infra/transparency/logOrigin.ts';
import { readSignedHead, stateFileOf } from '../../infra/transparency/signedHead.ts';
import { createKeyFolder, testOrigin } from '../harness/logKeys.ts';
import { createLogUnderTest, type LogUnderTest } from './logUnderTest.ts';
import { appendSmall } from './treeOf.ts';

let log: LogUnderTest;
let keys: ReturnType<typeof createKeyFolder>;
let ledger: LedgerWithoutVault;
let said: string;
const output = {
  print: (text: string): void => {
    said = text;
  },
  note: () => undefined,
  progress: () => undefined,
};
beforeEach(async () => {
  log = await createLogUnderTest();
  keys = createKeyFolder();
  said = '';
  ledger = {
    config: { logKeyFile: keys.keyFile },
    database: { embedded: false },
    owner: log.database.owner,
    pool: log.pool,
    eventStore: log.store,
    logOrigin: await openLogOrigin(log.database.owner, testOrigin),
    clock: { now: Date.now },
  } as unknown as LedgerWithoutVault;
  await createLogKeyCommand(ledger, output);
  await grown(0, 30);
});
afterEach(async () => {
  keys.remove();
  await log.close();
});
const grown = async (from: number, count: number): Promise<void> => {
  await appendSmall(log.store, from, count);
  await log.sequenced();
  await log.sign(keys.keyFile);
};
const head = async () => {
  const checkpoint = await readLastCheckpoint(log.pool);
  return { size: checkpoint?.size ?? -1, root: toBase64(checkpoint?.root ?? new Uint8Array()) };
};

test('a key is made once, shown without its secret, and never made over a signed log', async () => {
  await expect(createLogKeyCommand(ledger, output)).rejects.toThrow(/is there already/);
  await showLogKeysCommand(ledger, { json: false }, output);
  expect(said).toMatch(
    /Events +30, signed 30[\s\S]*Signs +log\.test\/firearms\+[0-9a-f]{8}\+[\s\S]*PUBLISHED KEY/,
  );
  // PRIVATE+KEY+name+hash+secret, and base64 has a plus of its own.
  const secret = readFileSync(keys.keyFile, 'utf8').trim().split('+').slice(4).join('+');
  expect(secret).toMatch(/^[A-Za-z0-9+/]{44}/);
  await showLogKeysCommand(ledger, { json: true }, output);
  expect(JSON.parse(said)).toMatchObject({
    origin: testOrigin,
    size: 30,
    signedSize: 30,
    lastSigned: { size: 30 },
  });
  expect(said).not.toContain(secret);
  rmSync(keys.keyFile);
  await expect(createLogKeyCommand(ledger, output)).rejects.toThrow(/has been signed already/);
});

test('a lost state is stated anew only by a checkpoint that the log contains and that is not older than the published one', async () => {
  const before = await head();
  await grown(30, 12);
  const { size, root } = await head();
  rmSync(stateFileOf(keys.keyFile));
  await expect(log.sign(keys.keyFile)).rejects.toThrow(/is missing/);
  const trust = (head: { readonly size: number; readonly root: string }, newKey = false) =>
    trustLogHeadCommand(ledger, { ...head, newKey }, output);
  await expect(trust(before)).rejects.toThrow(/newer than 30/);
  await expect(trust({ size: 43, root })).rejects.toThrow(/only 42 events/);
  await expect(trust({ size, root: before.root })).rejects.toThrow(/of another history/);
  await expect(trust({ size, root }, true)).rejects.toThrow(/--new-key is for a key that is lost/);
  await trust({ size, root });
  await grown(42, 3);
  expect((await head()).size).toBe(45);
  // The key as well.
  rmSync(keys.keyFile);
  const last = await head();
  await trust(last, true);
  await grown(45, 3);
  expect((await head()).size).toBe(48);
  expect(await readPublishedKeys(log.pool)).toMatchObject([
    { fromSize: 30, toSize: 45, retired: true },
    { fromSize: 48, retired: false },
  ]);
});

test('rotation keeps the former key for the stated time', async () => {
  await rotateLogKeyCommand(ledger, { overlapDays: 0 }, output);
  await grown(30, 3);
  expect(await readPublishedKeys(log.pool)).toMatchObject([
    { toSize: 30, retired: true },
    { fromSize: 33, retired: false },
  ]);
});

test('a log that cannot go on begins anew under another name, and what was signed is kept', async () => {
  const { note } = (await readLastCheckpoint(log.pool)) ?? { note: '' };
  await expect(beginLogAnewCommand(ledger, { origin: testOrigin }, output)).rejects.toThrow(/another name/);
  await expect(beginLogAnewCommand(ledger, { origin: 'has space' }, output)).rejects.toThrow(/another name/);
  await beginLogAnewCommand(ledger, { origin: 'log.test/second' }, output);
  expect(await openLogOrigin(log.database.owner, undefined)).toBe('log.test/second');
  expect(await log.sign(keys.keyFile, { origin: 'log.test/second' })).toEqual({ kind: 'SIGNED', size: 30 });
  const files = readdirSync(dirname(keys.keyFile)).filter((name) => name.includes('former'));
  expect(files).toHaveLength(3);
  const kept = files.find((name) => name.endsWith('.checkpoints')) ?? '';
  expect(readFileSync(`${dirname(keys.keyFile)}/${kept}`, 'utf8')).toContain(note);
  expect(readSignedHead(keys.keyFile).origin).toBe('log.test/second');
  expect(existsSync(keys.keyFile)).toBe(true);
});

test('the name of a log may be chosen until a checkpoint bears it', async () => {
  await expect(openLogOrigin(log.database.owner, 'log.test/other')).rejects.toThrow(/A log keeps its name/);
  expect(await openLogOrigin(log.database.owner, testOrigin)).toBe(testOrigin);
  const fresh = await createLogUnderTest();
  const madeUp = await openLogOrigin(fresh.database.owner, undefined);
  expect(madeUp).toMatch(/^ledger\.invalid\/[0-9a-f]{12}$/);
  expect(await openLogOrigin(fresh.database.owner, undefined)).toBe(madeUp);
  expect(await openLogOrigin(fresh.database.owner, 'log.test/chosen')).toBe('log.test/chosen');
  await fresh.close();
});

test('the comparison on the command line names the first difference, and takes the tree away when told to', async () => {
  await rebuildLogCommand(ledger, { anew: false, json: false }, output);
  expect(said).toMatch(/^30 leaves, their tiles and the signed heads are what the events give/);
  await rebuildLogCommand(ledger, { anew: true, json: false }, output);
  await log.sequenced();
  await rebuildLogCommand(ledger, { anew: false, json: true }, output);
  expect(JSON.parse(said)).toMatchObject({ size: 30, faults: [], further: 0 });
  await log.database.owner.query('alter table ledger.event disable trigger all');
  await log.database.owner.query(`update ledger.event set payload = '{}' where position = 12`);
  await expect(rebuildLogCommand(ledger, { anew: false, json: false }, output)).rejects.toThrow(
    /^First difference, EVENT_ALTERED, at position 12, leaf 11, event \d+ of \S+: The stored event is not the one that was entered\.$/,
  );
});
