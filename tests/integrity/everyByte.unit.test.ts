import fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../domain/integrity/bytes.ts';
import { verifyNoteSignature } from '../../domain/integrity/cosignature.ts';
import { parsePolicy } from '../../domain/integrity/policyFile.ts';
import { noteText, parseNote, verifierKeyText } from '../../domain/integrity/signedNote.ts';
import { parseTlogProof, tlogProofText, verifyTlogProof } from '../../domain/integrity/tlogProof.ts';
import { addCheckpointText, parseAddCheckpoint } from '../../domain/integrity/witnessRequest.ts';
import { hashing, verifyEd25519 } from '../../infra/system/hashing.ts';
import { readTimestamp } from '../../infra/transparency/timestamps/token.ts';
import { cosigner, logSigner, right, treeOf } from './signers.ts';

const log = logSigner('log.example/1');
const witness = cosigner('witness.example');
const tree = treeOf(21);
const note = (() => {
  const { text, signatures } = right(parseNote(log.note(tree.head())));
  return noteText({ text, signatures: [...signatures, witness.cosignature(text, 1700000000n)] });
})();
const policyText = `log ${verifierKeyText(log.key)}\nwitness w ${verifierKeyText(witness.key)}\nquorum w\n`;
const policy = right(parsePolicy(hashing.sha256, utf8(policyText)));
const proof = tlogProofText({ index: 13, hashes: tree.inclusion(13), checkpoint: note });
const verdict = async (text: string) => {
  const parsed = parseTlogProof(text);
  return E.isLeft(parsed)
    ? parsed
    : verifyTlogProof(
        hashing.sha256,
        verifyNoteSignature(verifyEd25519),
        policy,
        tree.leaf(13),
        parsed.right,
      );
};

describe('every byte of a proof counts', () => {
  test('as it is, it verifies', async () => {
    expect(await verdict(proof)).toMatchObject({ _tag: 'Right' });
  });
  test('with any character changed, left out, or doubled, it does not', async () => {
    for (let at = 0; at < proof.length; at += 1) {
      const code = proof.charCodeAt(at);
      const [before, after] = [proof.slice(0, at), proof.slice(at + 1)];
      for (const other of [String.fromCharCode(code ^ 1), 'A', '\n', '', proof.charAt(at).repeat(2)]) {
        if (other === proof.charAt(at)) continue;
        expect(E.isLeft(await verdict(before + other + after)), `${at} ${JSON.stringify(other)}`).toBe(true);
      }
    }
  });
  test('with two lines exchanged, it does not, unless they are the two signatures', async () => {
    const lines = proof.split('\n');
    const signatures = lines.flatMap((line, at) => (line.startsWith('—') ? [at] : []));
    for (let one = 0; one < lines.length; one += 1)
      for (let two = one + 1; two < lines.length; two += 1) {
        const exchanged = [...lines];
        [exchanged[one], exchanged[two]] = [lines[two] ?? '', lines[one] ?? ''];
        const harmless = lines[one] === lines[two] || (signatures.includes(one) && signatures.includes(two));
        expect(E.isRight(await verdict(exchanged.join('\n'))), `${one} ${two}`).toBe(harmless);
      }
  });
});

/** A text with a piece of it replaced by another. */
const spoilt = (text: string): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.nat({ max: text.length }),
      fc.nat({ max: 40 }),
      fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\n', '\n\n', ' ', '\t', '+', '=', '— x y\n')),
    )
    .map(([at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut));

describe('whatever comes from outside is read or refused, never thrown at', () => {
  test.each([
    ['a policy', policyText, (text: string) => parsePolicy(hashing.sha256, utf8(text))],
    ['a proof', proof, parseTlogProof],
    ['a request', addCheckpointText(7, tree.consistency(7), note), parseAddCheckpoint],
  ])('%s', (_, valid, read: (text: string) => E.Either<unknown, unknown>) => {
    expect(E.isRight(read(valid))).toBe(true);
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), spoilt(valid)), (text) => {
        expect(['Left', 'Right']).toContain(read(text)._tag);
      }),
      { numRuns: 500 },
    );
  });
  test('octets as a policy, and as an answer of a time-stamping authority', () => {
    const request = { imprint: new Uint8Array(32), nonce: 1n };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
        expect(['Left', 'Right']).toContain(parsePolicy(hashing.sha256, octets)._tag);
        expect(readTimestamp(octets, request)._tag).toBe('Left');
      }),
      { numRuns: 500 },
    );
  });
});
