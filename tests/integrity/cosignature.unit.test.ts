import * as E from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../domain/integrity/bytes.ts';
import { checkpointText, parseCheckpoint } from '../../domain/integrity/checkpoint.ts';
import {
  cosignatureBytes,
  cosignedMessage,
  parseCosignature,
  verifyNoteSignature,
} from '../../domain/integrity/cosignature.ts';
import {
  noteText,
  openNote,
  parseNote,
  parseVerifierKey,
  verifierKeyOf,
} from '../../domain/integrity/signedNote.ts';
import { hashing, verifyEd25519 } from '../../infra/system/hashing.ts';
import { cosigner, logSigner, right } from './signers.ts';

const verify = verifyNoteSignature(verifyEd25519);
const text = checkpointText({ origin: 'log.example', size: 7, root: hashing.sha256(utf8('x')) });

// The examples of c2sp.org/signed-note (head of 2026-07-22) and c2sp.org/tlog-cosignature v1.0.1.
const noteExample =
  'This is an example message.\n\n' +
  '— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';
const noteExampleKey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const cosignatureExample =
  'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n' +
  '— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n' +
  '— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n';

describe('cosignatures', () => {
  test('the note of the specification verifies under its key', async () => {
    const key = right(parseVerifierKey(hashing.sha256, noteExampleKey));
    expect(await openNote(right(parseNote(noteExample)), [key], verify)).toEqual(E.right([key]));
  });

  test('the cosigned checkpoint of the specification is read; its time is that of the signed message', () => {
    const note = right(parseNote(cosignatureExample));
    expect(noteText(note)).toBe(cosignatureExample);
    expect(right(parseCheckpoint(note.text))).toMatchObject({
      origin: 'example.com/behind-the-sofa',
      size: 20852163,
    });
    const parsed = parseCosignature(note.signatures[1]?.signature ?? new Uint8Array(0));
    expect(parsed).toMatchObject({ _tag: 'Some', value: { time: 1679315147n } });
    expect(new TextDecoder().decode(cosignedMessage(1679315147n, note.text))).toBe(
      'cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n',
    );
    // The log's own line has no time.
    expect(parseCosignature(note.signatures[0]?.signature ?? new Uint8Array(0))).toMatchObject({
      _tag: 'None',
    });
  });

  test('log and witness verify side by side; text, extension lines and time are what was signed', async () => {
    const log = logSigner('log.example');
    const witness = cosigner('witness.example');
    for (const body of [text, `${text}an extension\n`]) {
      const signed = {
        text: body,
        signatures: [log.signature(body), witness.cosignature(body, 1700000000n)],
      };
      const read = right(parseNote(noteText(signed)));
      expect(await openNote(read, [log.key, witness.key], verify)).toEqual(E.right([log.key, witness.key]));
    }
    const other = { text: `${text}an extension\n`, signatures: [witness.cosignature(text, 1700000000n)] };
    expect(await openNote(other, [witness.key], verify)).toMatchObject({ left: { kind: 'BAD_SIGNATURE' } });
    const { signature, ...line } = witness.cosignature(text, 1700000000n);
    const later = signature.slice();
    later[7] = (later[7] ?? 0) + 1;
    expect(
      await openNote({ text, signatures: [{ ...line, signature: later }] }, [witness.key], verify),
    ).toMatchObject({ left: { kind: 'BAD_SIGNATURE' } });
  });

  test('a plain signature is no cosignature and the reverse, even by the same key', async () => {
    const witness = cosigner('witness.example');
    const asLog = verifierKeyOf(hashing.sha256, witness.key.name, 0x01, witness.key.publicKey);
    expect(asLog.keyId).not.toEqual(witness.key.keyId);
    const { signature } = witness.cosignature(text, 1n);
    const log = logSigner('witness.example');
    expect(await verify({ ...log.key, type: 0x04 }, text, log.signature(text).signature)).toBe(false);
    expect(await verify(asLog, text, signature)).toBe(false);
    expect(await verify(asLog, text, signature.slice(8))).toBe(false);
    expect(await verify(witness.key, text, signature)).toBe(true);
  });

  test('a key of a type that is not known verifies nothing', async () => {
    const mlDsa = verifierKeyOf(hashing.sha256, 'w', 0x06, new Uint8Array(1312));
    expect(await verify(mlDsa, text, new Uint8Array(2428))).toBe(false);
  });

  test('lengths and times that are none are refused; the last time there is is read', () => {
    const signature = new Uint8Array(64);
    const last = 2n ** 63n - 1n;
    expect(parseCosignature(cosignatureBytes({ time: last, signature }))).toMatchObject({
      value: { time: last },
    });
    for (const bytes of [
      cosignatureBytes({ time: last + 1n, signature }),
      cosignatureBytes({ time: 1n, signature: new Uint8Array(63) }),
      cosignatureBytes({ time: 1n, signature: new Uint8Array(65) }),
      new Uint8Array(0),
    ])
      expect(parseCosignature(bytes)).toMatchObject({ _tag: 'None' });
  });
});
