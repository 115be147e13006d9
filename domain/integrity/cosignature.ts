import * as O from 'fp-ts/lib/Option.js';
import { concat, utf8 } from './bytes.ts';
import type { VerifyEd25519 } from './hashing.ts';
import { plainSignature, signatureTypes, type VerifierKey, type VerifySignature } from './signedNote.ts';

/**
 * Cosignatures of witnesses (c2sp.org/tlog-cosignature v1.0.1): that as of this time the checkpoint is the largest
 * consistent one which the witness has seen of this log. Type 0x04: eight bytes of time, then Ed25519 over
 * `cosignature/v1`, a line of the time, and the body of the checkpoint with its extension lines.
 */
export type Cosignature = {
  /** Seconds since the epoch, up to 2^63 - 1. */
  readonly time: bigint;
  readonly signature: Uint8Array;
};

const timeBytes = 8;
const ed25519Bytes = 64;
const timeMax = 2n ** 63n - 1n;

/** The bytes that a witness signs. */
export const cosignedMessage = (time: bigint, text: string): Uint8Array =>
  utf8(`cosignature/v1\ntime ${time}\n${text}`);

/** What stands behind the key id in a cosignature's line. */
export const cosignatureBytes = ({ time, signature }: Cosignature): Uint8Array => {
  const bytes = new Uint8Array(timeBytes);
  new DataView(bytes.buffer).setBigUint64(0, time);
  return concat(bytes, signature);
};

/** Reads what stands behind the key id; none for another length and for a time that is none. */
export const parseCosignature = (bytes: Uint8Array): O.Option<Cosignature> => {
  if (bytes.length !== timeBytes + ed25519Bytes) return O.none;
  const time = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0);
  return time > timeMax ? O.none : O.some({ time, signature: bytes.slice(timeBytes) });
};

const cosignature =
  (verify: VerifyEd25519): VerifySignature =>
  (key, text, bytes) => {
    const parsed = parseCosignature(bytes);
    return (
      O.isSome(parsed) &&
      verify(key.publicKey, cosignedMessage(parsed.value.time, text), parsed.value.signature)
    );
  };

const ed25519KeyBytes = 32;

/**
 * Whether signatures of this key can be checked here. A key of another type, as ML-DSA-44 (0x06), is one that is not
 * known: what it signed is ignored, and neither counts nor spoils a note.
 */
export const isVerifiable = ({ type, publicKey }: VerifierKey): boolean =>
  (type === signatureTypes.ed25519 || type === signatureTypes.cosignature) &&
  publicKey.length === ed25519KeyBytes;

/** Verifies what logs sign (0x01) and what witnesses do (0x04), each under a key of its own type only. */
export const verifyNoteSignature = (verify: VerifyEd25519): VerifySignature => {
  const plain = plainSignature(verify);
  const timed = cosignature(verify);
  return (key, text, signature) =>
    isVerifiable(key) && (key.type === signatureTypes.cosignature ? timed : plain)(key, text, signature);
};
