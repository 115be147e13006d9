import { generateKeyPairSync, sign } from 'node:crypto';
import * as E from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { fromBase64, toBase64, utf8 } from '../../domain/integrity/bytes.ts';
import { checkpointText, parseCheckpoint } from '../../domain/integrity/checkpoint.ts';
import {
  noteText,
  openNote,
  parseNote,
  parseVerifierKey,
  plainSignature,
  signatureTypes,
  verifierKeyOf,
  verifierKeyText,
} from '../../domain/integrity/signedNote.ts';
import { hashing, verifyEd25519 } from '../../infra/system/hashing.ts';

const verify = plainSignature(verifyEd25519);
const right = <A>(value: E.Either<unknown, A>): A => {
  if (E.isLeft(value)) throw new Error(JSON.stringify(value.left));
  return value.right;
};
const keyPair = (name: string) => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const x = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const key = verifierKeyOf(hashing.sha256, name, signatureTypes.ed25519, new Uint8Array(x));
  const signed = (text: string) => ({
    name,
    keyId: key.keyId,
    signature: new Uint8Array(sign(null, utf8(text), privateKey)),
  });
  return { key, signed };
};

describe('signed notes', () => {
  // The example of c2sp.org/signed-note, which the Go checksum database published first.
  const vkey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
  const note =
    'If you think cryptography is the answer to your problem,\n' +
    "then you don't know what your problem is.\n\n" +
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

  test('the example of the specification verifies under its key', async () => {
    const key = right(parseVerifierKey(hashing.sha256, vkey));
    expect(verifierKeyText(key)).toBe(vkey);
    const parsed = right(parseNote(note));
    expect(noteText(parsed)).toBe(note);
    expect(await openNote(parsed, [key], verify)).toEqual(E.right([key]));
  });

  test('a changed text is rejected, an unknown key is no signature', async () => {
    const key = right(parseVerifierKey(hashing.sha256, vkey));
    const changed = right(parseNote(note.replace('think', 'thing')));
    expect(await openNote(changed, [key], verify)).toEqual(
      E.left({ kind: 'BAD_SIGNATURE', name: 'PeterNeumann' }),
    );
    expect(await openNote(right(parseNote(note)), [keyPair('other').key], verify)).toEqual(
      E.left({ kind: 'NO_KNOWN_SIGNATURE' }),
    );
  });

  test('unknown signatures beside a good one are ignored; a bad one of a known key rejects the note', async () => {
    const log = keyPair('log.example');
    const other = keyPair('other.example');
    const text = 'hello\n';
    const both = { text, signatures: [other.signed(text), log.signed(text)] };
    expect(await openNote(both, [log.key], verify)).toEqual(E.right([log.key]));
    const spoilt = { text, signatures: [log.signed(text), other.signed('something else\n')] };
    expect(await openNote(spoilt, [log.key, other.key], verify)).toEqual(
      E.left({ kind: 'BAD_SIGNATURE', name: 'other.example' }),
    );
  });

  test.each([
    ['no signature', 'text\n'],
    ['no line behind the empty one', 'text\n\n'],
    ['a last line without its end', `${note}— x AAAAAAA=`],
    ['a hyphen for the dash', note.replace('—', '-')],
    ['base64 without padding', note.replace('JnAM=', 'JnAM')],
    ['bits left over in base64', note.replace('JnAM=', 'JnAN=')],
    ['a control character', note.replace('think', 'thi\u0007nk')],
    ['a carriage return', note.replaceAll('\n', '\r\n')],
    ['a key id without signature', 'text\n\n— name AAAAAA==\n'],
  ])('what is no note is refused: %s', (_, text) => {
    expect(parseNote(text)).toMatchObject({ _tag: 'Left', left: { kind: 'MALFORMED' } });
  });

  test.each([
    ['another id', vkey.replace('c74f20a3', 'c74f20a4')],
    ['upper case', vkey.replace('c74f20a3', 'C74F20A3')],
    ['no key', 'PeterNeumann+c74f20a3+'],
    ['another name', vkey.replace('Peter', 'Petra')],
  ])('what is no verifier key is refused: %s', (_, text) => {
    expect(parseVerifierKey(hashing.sha256, text)).toMatchObject({ _tag: 'Left' });
  });
});

describe('checkpoints', () => {
  const root = toBase64(hashing.sha256(utf8('x')));

  test('what is written is read again', () => {
    const checkpoint = {
      origin: 'ledger.example/log',
      size: 15,
      root: new Uint8Array(hashing.sha256(utf8('x'))),
    };
    expect(checkpointText(checkpoint)).toBe(`ledger.example/log\n15\n${root}\n`);
    expect(right(parseCheckpoint(checkpointText(checkpoint)))).toEqual(checkpoint);
    expect(right(parseCheckpoint(`${checkpointText(checkpoint)}an extension\n`))).toEqual(checkpoint);
  });

  test.each([
    ['no origin', `\n15\n${root}\n`],
    ['a leading zero', `o\n015\n${root}\n`],
    ['a negative size', `o\n-1\n${root}\n`],
    ['a size beyond what is counted', `o\n9007199254740993\n${root}\n`],
    ['a short root', 'o\n15\nAAAA\n'],
    ['an empty extension', `o\n15\n${root}\n\n`],
    ['no end', `o\n15\n${root}`],
  ])('what is no checkpoint is refused: %s', (_, text) => {
    expect(parseCheckpoint(text)).toMatchObject({ _tag: 'Left' });
  });
});

test('base64 is read as it is written, for every length', () => {
  for (let length = 0; length < 70; length += 1) {
    const bytes = hashing.sha256(utf8(`${length}`)).slice(0, length % 33);
    const text = toBase64(bytes);
    expect(text).toBe(Buffer.from(bytes).toString('base64'));
    expect(fromBase64(text)).toMatchObject({ _tag: 'Some', value: new Uint8Array(bytes) });
  }
});
