import * as E from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { toBase64, utf8 } from '../../domain/integrity/bytes.ts';
import { verifyNoteSignature } from '../../domain/integrity/cosignature.ts';
import { parsePolicy } from '../../domain/integrity/policyFile.ts';
import { noteText, parseNote, verifierKeyText } from '../../domain/integrity/signedNote.ts';
import { parseTlogProof, tlogProofText, verifyTlogProof } from '../../domain/integrity/tlogProof.ts';
import { hashing, verifyEd25519 } from '../../infra/system/hashing.ts';
import { cosigner, logSigner, right, treeOf } from './signers.ts';

const verify = verifyNoteSignature(verifyEd25519);
const log = logSigner('log.example/1');
const witness = cosigner('witness.example');
const tree = treeOf(11);
const policy = (quorum: string) =>
  right(
    parsePolicy(
      hashing.sha256,
      utf8(`log ${verifierKeyText(log.key)}\nwitness w ${verifierKeyText(witness.key)}\nquorum ${quorum}\n`),
    ),
  );
const plain = log.note(tree.head());
const cosigned = (() => {
  const note = right(parseNote(plain));
  return noteText({ ...note, signatures: [...note.signatures, witness.cosignature(note.text, 1700000000n)] });
})();
const proof = { index: 4, hashes: tree.inclusion(4), checkpoint: cosigned };
const check = (given: Parameters<typeof verifyTlogProof>[4], quorum = 'w', leaf = tree.leaf(4)) =>
  verifyTlogProof(hashing.sha256, verify, policy(quorum), leaf, given);

describe('files of proofs', () => {
  test.each([
    ['without extra data', proof, `c2sp.org/tlog-proof@v1\nindex 4\n`],
    [
      'with extra data',
      { ...proof, extra: utf8('more') },
      'c2sp.org/tlog-proof@v1\nextra bW9yZQ==\nindex 4\n',
    ],
    [
      'with extra data of no length',
      { ...proof, extra: utf8('') },
      'c2sp.org/tlog-proof@v1\nextra \nindex 4\n',
    ],
  ])('are written and read again: %s', (_, given, beginning) => {
    const text = tlogProofText(given);
    expect(text).toBe(
      `${beginning}${given.hashes.map((hash) => `${toBase64(hash)}\n`).join('')}\n${cosigned}`,
    );
    expect(right(parseTlogProof(text))).toEqual(given);
  });

  test('a tree of one leaf needs no hashes', async () => {
    const one = treeOf(1);
    const given = { index: 0, hashes: [], checkpoint: log.note(one.head()) };
    expect(tlogProofText(given)).toBe(`c2sp.org/tlog-proof@v1\nindex 0\n\n${given.checkpoint}`);
    expect(right(parseTlogProof(tlogProofText(given)))).toEqual(given);
    expect(await check(given, 'none', one.leaf(0))).toMatchObject({ _tag: 'Right' });
  });

  const hash = toBase64(tree.leaf(0));
  const head = 'c2sp.org/tlog-proof@v1\n';
  // The cases are those of the parser's tests in github.com/transparency-dev/formats, and more.
  test.each([
    ['another first line', `wrong-header\nindex 0\n\n${plain}`, 'first line'],
    ['a later version', `c2sp.org/tlog-proof@v2\nindex 0\n\n${plain}`, 'first line'],
    ['extra data that are no base64', `${head}extra !!notbase64!!\nindex 0\n\n${plain}`, 'extra'],
    ['extra data without padding', `${head}extra bW9yZQ\nindex 0\n\n${plain}`, 'extra'],
    ['extra data behind the index', `${head}index 0\nextra bW9yZQ==\n\n${plain}`, 'hash 1'],
    ['no index', `${head}\n\n${plain}`, 'index'],
    ['extra data alone', `${head}extra bW9yZQ==\n\n${plain}`, 'index'],
    ['an index that is no number', `${head}index notanumber\n\n${plain}`, 'index'],
    ['a negative index', `${head}index -5\n\n${plain}`, 'index'],
    ['an index with a zero before it', `${head}index 05\n\n${plain}`, 'index'],
    ['an index that nobody counts to', `${head}index 9007199254740992\n\n${plain}`, 'index'],
    ['a hash that is no base64', `${head}index 0\n!!notbase64!!\n\n${plain}`, 'hash 1'],
    ['a hash of 64 bytes', `${head}index 0\n${toBase64(new Uint8Array(64))}\n\n${plain}`, 'hash 1'],
    ['a second hash that is short', `${head}index 0\n${hash}\n${hash.slice(4)}\n\n${plain}`, 'hash 2'],
    ['a line that is too long', `${head}index 0\n${'a'.repeat(65 * 1024)}\n\n${plain}`, 'hash 1'],
    ['more hashes than a tree is high', `${head}index 0\n${`${hash}\n`.repeat(64)}\n${plain}`, 'high'],
    ['no checkpoint', `${head}index 0\n${hash}\n`, 'empty line'],
    ['nothing where the checkpoint is', `${head}index 0\n${hash}\n\n`, 'empty line'],
    ['a checkpoint that nobody signed', `${head}index 0\n\n${right(parseNote(plain)).text}`, 'empty line'],
    ['carriage returns', tlogProofText(proof).replaceAll('\n', '\r\n'), 'empty line'],
    ['a line behind the checkpoint', `${tlogProofText(proof)}more`, 'line of a signature'],
  ])('what is none is refused: %s', (_, text, part) => {
    const parsed = parseTlogProof(text);
    expect(parsed).toMatchObject({ _tag: 'Left', left: { kind: 'MALFORMED' } });
    expect(E.isLeft(parsed) ? parsed.left.reason : '').toContain(part);
  });
});

describe('a proof is verified', () => {
  test('with log, witness and place, for every leaf of the tree', async () => {
    for (let index = 0; index < 11; index += 1)
      expect(
        await check({ index, hashes: tree.inclusion(index), checkpoint: cosigned }, 'w', tree.leaf(index)),
      ).toMatchObject({
        _tag: 'Right',
        right: { checkpoint: { size: 11 }, witnessed: [{ time: 1700000000n }], quorum: true },
      });
  });

  test.each([
    ['another leaf', proof, tree.leaf(5), 'NOT_INCLUDED'],
    ['another index', { ...proof, index: 5 }, tree.leaf(4), 'NOT_INCLUDED'],
    ['an index behind the end', { ...proof, index: 11 }, tree.leaf(4), 'NOT_INCLUDED'],
    [
      'hashes in another order',
      { ...proof, hashes: [...proof.hashes].reverse() },
      tree.leaf(4),
      'NOT_INCLUDED',
    ],
    ['a hash less', { ...proof, hashes: proof.hashes.slice(1) }, tree.leaf(4), 'NOT_INCLUDED'],
    [
      'a changed size',
      { ...proof, checkpoint: cosigned.replace('\n11\n', '\n12\n') },
      tree.leaf(4),
      'BAD_SIGNATURE',
    ],
    [
      'the checkpoint of another',
      { ...proof, checkpoint: logSigner('log.example/1').note(tree.head()) },
      tree.leaf(4),
      'NO_LOG_SIGNATURE',
    ],
    ['no witness', { ...proof, checkpoint: plain }, tree.leaf(4), 'QUORUM_NOT_REACHED'],
    [
      'a note that is no checkpoint',
      { ...proof, checkpoint: 'x\n\n— a AAAAAAAA\n' },
      tree.leaf(4),
      'MALFORMED',
    ],
  ])('and refused, by its kind: %s', async (_, given, leaf, kind) => {
    expect(await check(given, 'w', leaf)).toMatchObject({ _tag: 'Left', left: { kind } });
  });

  test('without a witness, where the policy wants none', async () => {
    expect(await check({ ...proof, checkpoint: plain }, 'none')).toMatchObject({ _tag: 'Right' });
  });
});
