import { generateKeyPairSync, sign } from 'node:crypto';
import * as E from 'fp-ts/lib/Either.js';
import { utf8 } from '../../domain/integrity/bytes.ts';
import { type Checkpoint, checkpointText } from '../../domain/integrity/checkpoint.ts';
import { cosignatureBytes, cosignedMessage } from '../../domain/integrity/cosignature.ts';
import { consistencyRanges, inclusionRanges, leafHash, rootOf } from '../../domain/integrity/merkle.ts';
import {
  type NoteSignature,
  noteText,
  signatureTypes,
  type VerifierKey,
  verifierKeyOf,
} from '../../domain/integrity/signedNote.ts';
import { hashing } from '../../infra/system/hashing.ts';

/** Keys and trees for tests of what logs and witnesses sign: real keys, made anew in each run. */

export const right = <A>(value: E.Either<unknown, A>): A => {
  if (E.isLeft(value)) throw new Error(JSON.stringify(value.left));
  return value.right;
};

const ed25519 = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')),
    sign: (message: Uint8Array) => new Uint8Array(sign(null, message, privateKey)),
  };
};

export type LogSigner = {
  readonly key: VerifierKey;
  readonly signature: (text: string) => NoteSignature;
  /** The signed note of a checkpoint. */
  readonly note: (checkpoint: Omit<Checkpoint, 'origin'>, origin?: string) => string;
};

export const logSigner = (name: string): LogSigner => {
  const pair = ed25519();
  const key = verifierKeyOf(hashing.sha256, name, signatureTypes.ed25519, pair.publicKey);
  const signature = (text: string) => ({ name, keyId: key.keyId, signature: pair.sign(utf8(text)) });
  return {
    key,
    signature,
    note: (checkpoint, origin = name) => {
      const text = checkpointText({ ...checkpoint, origin });
      return noteText({ text, signatures: [signature(text)] });
    },
  };
};

export const cosigner = (name: string) => {
  const pair = ed25519();
  const key = verifierKeyOf(hashing.sha256, name, signatureTypes.cosignature, pair.publicKey);
  return {
    key,
    cosignature: (text: string, time: bigint): NoteSignature => ({
      name,
      keyId: key.keyId,
      signature: cosignatureBytes({ time, signature: pair.sign(cosignedMessage(time, text)) }),
    }),
  };
};

/** Plain bytes, which compare equal to those that are read. */
const bytesOf = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes);

/** A log of that many entries, and what can be asked of it. `twist` makes another history of the same length. */
export const treeOf = (size: number, twist = '', from = 0) => {
  const leaves = Array.from({ length: size }, (_, index) =>
    bytesOf(leafHash(hashing.sha256, utf8(`entry ${index}${index >= from ? twist : ''}`))),
  );
  const over = ({ begin, end }: { readonly begin: number; readonly end: number }) =>
    bytesOf(rootOf(hashing.sha256, leaves.slice(begin, end)));
  return {
    leaf: (index: number): Uint8Array => leaves[index] ?? new Uint8Array(0),
    root: (to = size) => over({ begin: 0, end: to }),
    head: (to = size) => ({ size: to, root: over({ begin: 0, end: to }) }),
    inclusion: (index: number, to = size) => inclusionRanges(index, to).map(over),
    consistency: (first: number, to = size) => (first === 0 ? [] : consistencyRanges(first, to).map(over)),
  };
};
