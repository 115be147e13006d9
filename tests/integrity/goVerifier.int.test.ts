import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registerErrorHandler } from '../../api/http/errorHandler.ts';
import { logRoutes } from '../../api/http/logRoutes.ts';
import { toBase64 } from '../../domain/integrity/bytes.ts';
import { verifierKeyText } from '../../domain/integrity/signedNote.ts';
import { tilePath, tileWidth } from '../../domain/integrity/tiles.ts';
import { hashing } from '../../infra/system/hashing.ts';
import { newLogKey } from '../../infra/transparency/logKey.ts';
import { createLogKeyFile, readLogKeys } from '../../infra/transparency/logKeyFile.ts';
import { createPublishedLog } from '../../infra/transparency/publishedLog.ts';
import { createKeyFolder, testOrigin } from '../harness/logKeys.ts';
import { databaseIsWell } from '../harness/testLedger.ts';
import { createLogUnderTest, type LogUnderTest } from '../transparency/logUnderTest.ts';
import { appendSmall } from '../transparency/treeOf.ts';

const gopath = '/usr/share/gocode';
const present =
  spawnSync('go', ['version']).status === 0 && existsSync(`${gopath}/src/golang.org/x/mod/sumdb/tlog`);
if (!present)
  // Said where a person reads it: without it nobody but ourselves has checked what is published.
  process.stderr.write(
    'SKIPPED: the independent verifier, for Go or golang.org/x/mod is missing: apt-get install golang-go golang-golang-x-mod-dev\n',
  );

let folder: string;
let log: LogUnderTest;
let keys: ReturnType<typeof createKeyFolder>;
let app: FastifyInstance;
let base: string;
let key: string;
let appended = 0;
beforeAll(async () => {
  if (!present) return;
  folder = mkdtempSync(join(tmpdir(), 'ledger-go-'));
  execFileSync(
    'go',
    ['build', '-o', join(folder, 'verify'), new URL('go/verify.go', import.meta.url).pathname],
    {
      env: { ...process.env, GO111MODULE: 'off', GOPATH: gopath, GOCACHE: join(folder, 'cache') },
    },
  );
  log = await createLogUnderTest();
  keys = createKeyFolder();
  createLogKeyFile(keys.keyFile, testOrigin);
  const [signing] = readLogKeys(keys.keyFile);
  key = signing === undefined ? '' : verifierKeyText(signing.verifier);
  app = fastify();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  registerErrorHandler(app, databaseIsWell);
  await app.register(logRoutes({ transparencyLog: createPublishedLog(log.pool, hashing, testOrigin) }));
  base = `${await app.listen({ host: '127.0.0.1', port: 0 })}/log`;
}, 600_000);
afterAll(async () => {
  if (!present) return;
  await app.close();
  await log.close();
  keys.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Lets the log grow to so many entries and signs it. */
const growTo = async (size: number): Promise<void> => {
  await appendSmall(log.store, appended, size - appended);
  appended = size;
  await log.sequenced();
  expect(await log.sign(keys.keyFile)).toEqual({ kind: 'SIGNED', size });
};
/** Proofs as the routes answer them. */
const writeProofs = async (size: number): Promise<string> => {
  const { proofs } = createPublishedLog(log.pool, hashing, testOrigin);
  const root = toBase64(await proofs.rootAt(size));
  const indexes = [
    ...new Set([0, 1, 254, 255, 256, 65_535, 65_536, size - 1].filter((index) => index < size)),
  ];
  const inclusions = await proofs.inclusions(indexes, size);
  const inclusion = await Promise.all(
    indexes.map(async (leafIndex, at) => {
      const [leaf] = await proofs.leavesFrom(leafIndex, 1);
      return {
        leafIndex,
        size,
        root,
        entry: toBase64(leaf?.entry ?? new Uint8Array()),
        hashes: inclusions[at]?.map(toBase64),
      };
    }),
  );
  const consistency = await Promise.all(
    [1, 255, 256, 257, 65_536, size]
      .filter((from) => from <= size)
      .map(async (from) => ({
        from: { size: from, root: toBase64(await proofs.rootAt(from)) },
        to: { size, root },
        hashes: (await proofs.consistency(from, size)).map(toBase64),
      })),
  );
  const file = join(folder, 'proofs.json');
  writeFileSync(file, JSON.stringify({ inclusion, consistency }));
  return file;
};
const verify = async (...args: ReadonlyArray<string>) => {
  const child = spawn(join(folder, 'verify'), args);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
};

describe.skipIf(!present)('a verifier made of golang.org/x/mod/sumdb alone', () => {
  test.each([1, 255, 256, 257, 600, 65_535, 65_536, 65_537])(
    'accepts the served log with %i entries, and its proofs',
    async (size) => {
      await growTo(size);
      const { code, said } = await verify(
        ...[
          '-log',
          base,
          '-key',
          key,
          '-every',
          size > 1000 ? '499' : '1',
          '-proofs',
          await writeProofs(size),
        ],
      );
      expect(said).toMatch(new RegExp(`^accepted: ${size} entries`));
      expect(code).toBe(0);
    },
    120_000,
  );

  test('refuses a log with one digit, byte or signature changed, one entry exchanged, left out or doubled, or another key', async () => {
    const size = appended;
    const copy = join(folder, 'log');
    const save = (path: string, body: Uint8Array): void => {
      mkdirSync(dirname(join(copy, path)), { recursive: true });
      writeFileSync(join(copy, path), body);
    };
    const load = async (path: string): Promise<void> => {
      const answer = await fetch(`${base}/${path}`);
      expect(answer.status, path).toBe(200);
      save(path, new Uint8Array(await answer.arrayBuffer()));
    };
    await load('checkpoint');
    for (const level of [0, 'entries', 1, 2] as const) {
      const span = typeof level === 'number' ? tileWidth ** level : 1;
      const count = Math.floor(size / span);
      for (let index = 0; index * tileWidth < count; index += 1)
        await load(tilePath({ level, index, width: Math.min(tileWidth, count - index * tileWidth) }));
    }
    const check = (withKey = key) => verify('-log', copy, '-key', withKey, '-every', '499');
    expect(await check()).toMatchObject({ code: 0 });

    /** Changes one file, sees the log refused, and puts the file back. */
    const refused = async (path: string, change: (body: Buffer) => Buffer): Promise<string> => {
      const whole = readFileSync(join(copy, path));
      save(path, change(Buffer.from(whole)));
      const { code, said } = await check();
      save(path, whole);
      expect(code, `${path}: ${said}`).toBe(1);
      return said;
    };
    const flipped = (at: number) => (body: Buffer) => {
      body[at] = (body[at] ?? 0) ^ 1;
      return body;
    };
    const edited = (from: string | RegExp, to: string) => (body: Buffer) => {
      const text = body.toString().replace(from, to);
      expect(text).not.toBe(body.toString());
      return Buffer.from(text);
    };
    expect(await refused('checkpoint', edited(`\n${size}\n`, `\n${size - 1}\n`))).toMatch(
      /invalid signature/,
    );
    expect(await refused('checkpoint', edited(testOrigin, 'log.test/firearmz'))).toMatch(/REFUSED/);
    const root = readFileSync(join(copy, 'checkpoint'), 'utf8').indexOf('\n', testOrigin.length + 1) + 3;
    expect(await refused('checkpoint', flipped(root))).toMatch(/invalid signature/);
    expect(await refused('checkpoint', (body) => flipped(body.length - 20)(body))).toMatch(/REFUSED/);
    const bundle = 'tile/entries/017';
    expect(await refused(bundle, flipped(34 * 20 + 9))).toMatch(/the entries give the root/);
    expect(await refused(bundle, flipped(34 * 20 + 1))).toMatch(/REFUSED/);
    expect(
      await refused(bundle, (body) =>
        Buffer.concat([body.subarray(34, 68), body.subarray(0, 34), body.subarray(68)]),
      ),
    ).toMatch(/the entries give the root/);
    expect(await refused(bundle, (body) => body.subarray(0, body.length - 34))).toMatch(/ends within entry/);
    expect(await refused(bundle, (body) => Buffer.concat([body, body.subarray(0, 34)]))).toMatch(
      /more than 256/,
    );
    expect(await refused('tile/0/017', flipped(100))).toMatch(/tile\/0\/017 is not what the entries give/);
    expect(await refused('tile/1/000', flipped(32 * 17))).toMatch(
      /tile\/1\/000 is not what the entries give/,
    );
    expect(await refused('tile/2/000.p/1', flipped(0))).toMatch(/is not what the entries give/);
    expect(await check(verifierKeyText(newLogKey(testOrigin).verifier))).toMatchObject({ code: 1 });

    const file = await writeProofs(size);
    const proofs = JSON.parse(readFileSync(file, 'utf8'));
    const withProofs = () => verify('-log', copy, '-key', key, '-every', '4999', '-proofs', file);
    expect(await withProofs()).toMatchObject({ code: 0 });
    for (const change of [
      (given: typeof proofs) => given.inclusion[3].hashes.reverse(),
      (given: typeof proofs) => given.inclusion[3].hashes.pop(),
      (given: typeof proofs) => (given.inclusion[2].leafIndex += 1),
      (given: typeof proofs) => (given.consistency[1].from.root = given.consistency[2].from.root),
      (given: typeof proofs) => given.consistency[3].hashes.pop(),
    ]) {
      const given = structuredClone(proofs);
      change(given);
      writeFileSync(file, JSON.stringify(given));
      expect(await withProofs()).toMatchObject({ code: 1 });
    }
  }, 600_000);
});
