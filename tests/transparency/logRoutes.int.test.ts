import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { concat, equalBytes, fromBase64, toBase64 } from '../../domain/integrity/bytes.ts';
import { parseCheckpoint } from '../../domain/integrity/checkpoint.ts';
import { isConsistent, isIncluded, leafHash } from '../../domain/integrity/merkle.ts';
import { openNote, parseNote, parseVerifierKey, plainSignature } from '../../domain/integrity/signedNote.ts';
import { emptyEdge, growTree, rootOfEdge } from '../../domain/integrity/tiles.ts';
import { hashing, verifyEd25519 } from '../../infra/system/hashing.ts';
import { onPaper, party, registered } from '../harness/bodies.ts';
import { createPublisher } from '../harness/publishLog.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';
import { appendSmall } from './treeOf.ts';

let ledger: TestLedger;
let publisher: ReturnType<typeof createPublisher>;
let firearmId: string;
let eventId: string;
beforeAll(async () => {
  ledger = await createTestLedger();
  publisher = createPublisher(ledger.followed, ledger.database.runtime);
  expect((await ledger.app.inject({ url: '/log/checkpoint' })).statusCode).toBe(404);
  const made = await ledger.post(
    'CLK',
    undefined,
    onPaper(registered('2026-01-05', party('P', 'holder'), 'A 1')),
  );
  expect(made.statusCode).toBe(201);
  ({ firearmId } = made.json());
  eventId = made.json().events[0].eventId;
  await appendSmall(ledger.store, 0, 600, 'trace');
  await publisher.publish();
});
afterAll(async () => {
  publisher.close();
  await ledger.close();
});

const open = (url: string, headers: Record<string, string> = {}) => ledger.app.inject({ url, headers });
const bytes = (text: string): Uint8Array => {
  const read = fromBase64(text);
  if (O.isNone(read)) throw new Error('not base64');
  return read.value;
};
const audit = async (url: string) =>
  ledger.get(url, { authorization: await ledger.bearer('AUD'), 'ledger-purpose': 'AUDIT' });
/** The published head, its signature checked with the published key. */
const head = async () => {
  const note = parseNote((await open('/log/checkpoint')).body);
  const [vkey = ''] = ((await open('/log/keys')).body.split('\n')[1] ?? '').split(' ');
  const key = parseVerifierKey(hashing.sha256, vkey);
  if (E.isLeft(note) || E.isLeft(key)) throw new Error('not readable');
  expect(E.isRight(await openNote(note.right, [key.right], plainSignature(verifyEd25519)))).toBe(true);
  const parsed = parseCheckpoint(note.right.text);
  if (E.isLeft(parsed)) throw new Error(parsed.left.reason);
  return parsed.right;
};

describe('the files of the log, without a token', () => {
  test('entries give the leaves, leaves the tiles, and both the signed root', async () => {
    const { size, root } = await head();
    expect(size).toBeGreaterThan(600);
    const entries: Uint8Array[] = [];
    for (const name of ['000', '001', `002.p/${size - 512}`]) {
      const answer = await open(`/log/tile/entries/${name}`);
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['content-type']).toBe('application/octet-stream');
      expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
      const bundle = new Uint8Array(answer.rawPayload);
      for (let at = 0; at < bundle.length; at += 34) {
        expect(bundle.subarray(at, at + 2)).toEqual(new Uint8Array([0, 32]));
        entries.push(bundle.subarray(at + 2, at + 34));
      }
    }
    const grown = growTree(
      hashing.sha256,
      emptyEdge,
      entries.map((entry) => leafHash(hashing.sha256, entry)),
    );
    expect(toBase64(rootOfEdge(hashing.sha256, grown.edge))).toBe(toBase64(root));
    for (const [name, level, index] of [
      ['0/000', 0, 0],
      [`0/002.p/${size - 512}`, 0, 2],
      ['1/000.p/2', 1, 0],
    ] as const) {
      const tile = grown.tiles.find((each) => each.level === level && each.index === index);
      const answer = await open(`/log/tile/${name}`);
      expect(equalBytes(new Uint8Array(answer.rawPayload), tile?.hashes ?? new Uint8Array()), name).toBe(
        true,
      );
    }
    // Fewer hashes than are there by now are what an older head asked for.
    expect((await open('/log/tile/0/000.p/7')).rawPayload.length).toBe(7 * 32);
  });

  test('nothing beyond the signed head is shown, and no other way of writing a path is taken', async () => {
    await appendSmall(ledger.store, 600, 30, 'trace');
    const { size } = await head();
    for (const beyond of [
      '0/003',
      '0/002',
      `0/002.p/${size - 511}`,
      '1/000',
      '1/000.p/3',
      '2/000.p/1',
      'entries/002',
      '63/000.p/1',
      '0/x999/999',
    ])
      expect((await open(`/log/tile/${beyond}`)).json(), beyond).toMatchObject({
        status: 404,
        code: 'BEYOND_THE_LOG',
      });
    for (const wrong of [
      '0/0',
      '0/00',
      '0/0000',
      '00/000',
      '64/000',
      '-1/000',
      '0/000.p/0',
      '0/000.p/256',
      '0/000.p/07',
      '0/x000/001',
      '0/001/001',
      '0/x00',
      '0/%30%30%30',
      '0/000/',
      '0//000',
      '0/x001%2F000',
      '0/..%2f..%2fhealth',
      '0/000.p',
      'entries',
      'data/000',
      '0/x9999999/999',
      `0/${'x999/'.repeat(40)}999`,
    ])
      expect((await open(`/log/tile/${wrong}`)).statusCode, wrong).toBe(404);
    expect((await open('/log/tile/0/000')).statusCode).toBe(200);
    await publisher.publish();
    expect((await head()).size).toBe(size + 30);
  });

  test('caches ask again with a tag and are told that nothing changed', async () => {
    for (const url of ['/log/checkpoint', '/log/keys', '/log/tile/0/000']) {
      const first = await open(url);
      const again = await open(url, { 'if-none-match': String(first.headers['etag']) });
      expect([again.statusCode, again.body], url).toEqual([304, '']);
      expect((await open(url, { 'if-none-match': '"other"' })).statusCode).toBe(200);
    }
    expect((await open('/log/checkpoint')).headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-cache',
    });
  });
});

describe('proofs for those who may read', () => {
  test('an event is shown to be in the signed log', async () => {
    const { size, root } = await head();
    const proof = (await audit(`/v1/log/inclusion?eventId=${eventId}`)).json();
    expect(proof).toMatchObject({ eventId, leafIndex: 0, size, root: toBase64(root) });
    expect(
      isIncluded(
        hashing.sha256,
        { index: proof.leafIndex, hash: bytes(proof.leafHash) },
        { size, root },
        proof.hashes.map(bytes),
      ),
    ).toBe(true);
    expect(toBase64(leafHash(hashing.sha256, bytes(proof.entry)))).toBe(proof.leafHash);
    expect(proof.checkpoint).toBe((await open('/log/checkpoint')).body);
  });

  test('the log of one size is shown to begin with that of an earlier one', async () => {
    const { size, root } = await head();
    for (const from of [1, 2, 256, 257, 512, 600, size]) {
      const proof = (await audit(`/v1/log/consistency?from=${from}`)).json();
      expect(proof.to).toEqual({ size, root: toBase64(root) });
      const first = { size: from, root: bytes(proof.from.root) };
      expect(isConsistent(hashing.sha256, first, { size, root }, proof.hashes.map(bytes)), String(from)).toBe(
        true,
      );
      const other = { size: from, root: concat(first.root.subarray(1), new Uint8Array([1])) };
      expect(isConsistent(hashing.sha256, other, { size, root }, proof.hashes.map(bytes))).toBe(false);
    }
    expect((await audit('/v1/log/consistency?from=0&to=0')).json()).toMatchObject({ hashes: [] });
    expect((await audit('/v1/log/consistency?from=5&to=4')).statusCode).toBe(400);
    expect((await audit('/v1/log/consistency?from=1&to=99999')).json()).toMatchObject({
      status: 404,
      code: 'NOT_YET_SIGNED',
    });
  });

  test('what is not yet signed is said so, and what does not exist is unknown', async () => {
    const made = await ledger.post(
      'CLK',
      undefined,
      onPaper(registered('2026-01-05', party('P', 'x'), 'A 2')),
    );
    const later = made.json().events[0].eventId;
    expect((await audit(`/v1/log/inclusion?eventId=${later}`)).json()).toMatchObject({
      code: 'NOT_YET_SIGNED',
    });
    expect(
      (await audit('/v1/log/inclusion?eventId=00000000-0000-4000-9000-000000000000')).json(),
    ).toMatchObject({ code: 'R00' });
  });

  test('a dealer gets no proof of another’s firearm, and the access log names the firearm', async () => {
    const refused = await ledger.get(`/v1/log/inclusion?eventId=${eventId}`, {
      authorization: await ledger.bearer('DLR', party('F', 'dealer')),
      'ledger-purpose': 'OWN_RECORDS',
    });
    expect(refused.statusCode).toBe(403);
    expect((await open(`/v1/log/inclusion?eventId=${eventId}`)).statusCode).toBe(401);
    const { rows } = await ledger.database.owner.query(
      "select distinct subject from ledger.access where operation = 'log inclusion' and subject is not null",
    );
    expect(rows).toContainEqual({ subject: firearmId });
  });
});

test('readiness and the document tell of the log', async () => {
  const ready = (await open('/health/ready')).json();
  expect(ready.transparencyLog).toMatchObject({
    origin: 'log.test/firearms',
    sequencer: 'RUNNING',
    warnings: [],
  });
  expect(ready.transparencyLog.signedSize).toBeGreaterThan(600);
  const { paths } = (await open('/openapi.json')).json();
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining([
      '/log/checkpoint',
      '/log/keys',
      '/log/tile/{level}/{index}',
      '/v1/log/consistency',
      '/v1/log/inclusion',
    ]),
  );
  expect(paths['/log/tile/{level}/{index}'].get.parameters.map(({ name }: { name: string }) => name)).toEqual(
    ['level', 'index'],
  );
});
