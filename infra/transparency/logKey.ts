import { createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import * as O from 'fp-ts/lib/Option.js';
import { concat, fromBase64, toBase64, toHex, utf8 } from '../../domain/integrity/bytes.ts';
import {
  type NoteSignature,
  signatureTypes,
  type VerifierKey,
  verifierKeyOf,
} from '../../domain/integrity/signedNote.ts';
import { hashing } from '../system/hashing.ts';

/**
 * A key that signs checkpoints, as a line of the key file: the form of golang.org/x/mod/sumdb/note,
 * `PRIVATE+KEY+<name>+<hex key id>+<base64(0x01 || seed)>`, and behind a blank until when it signs, if not for ever.
 */
export type LogKey = {
  readonly verifier: VerifierKey;
  readonly privateKey: KeyObject;
  readonly seed: Uint8Array;
  /** Milliseconds; after it the key signs nothing more. */
  readonly until?: number;
};

const seedBytes = 32;
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const typeByte = new Uint8Array([signatureTypes.ed25519]);

const keyOf = (name: string, seed: Uint8Array, until?: number): LogKey => {
  const privateKey = createPrivateKey({
    key: Buffer.concat([pkcs8Prefix, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  const publicKey = new Uint8Array(Buffer.from(x ?? '', 'base64url'));
  return {
    verifier: verifierKeyOf(hashing.sha256, name, signatureTypes.ed25519, publicKey),
    privateKey,
    seed,
    ...(until === undefined ? {} : { until }),
  };
};

export const newLogKey = (name: string): LogKey => keyOf(name, new Uint8Array(randomBytes(seedBytes)));

export const logKeyLine = ({ verifier, seed, until }: LogKey): string =>
  `PRIVATE+KEY+${verifier.name}+${toHex(verifier.keyId)}+${toBase64(concat(typeByte, seed))}${until === undefined ? '' : ` ${new Date(until).toISOString()}`}`;

/** Reads a line of a key file; none for anything else. Its text is never repeated: it is secret. */
export const parseLogKey = (line: string): O.Option<LogKey> => {
  const [, name = '', id = '', encoded = '', until] =
    /^PRIVATE\+KEY\+([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)(?: (\S+))?$/.exec(line) ?? [];
  const material = fromBase64(encoded);
  if (name === '' || O.isNone(material) || material.value.length !== seedBytes + 1) return O.none;
  const end = until === undefined ? undefined : Date.parse(until);
  if (material.value[0] !== signatureTypes.ed25519 || Number.isNaN(end)) return O.none;
  const key = keyOf(name, material.value.slice(1), end);
  return toHex(key.verifier.keyId) === id ? O.some(key) : O.none;
};

/** The key's signature over the text of a note. */
export const signText = ({ verifier, privateKey }: LogKey, text: string): NoteSignature => ({
  name: verifier.name,
  keyId: verifier.keyId,
  signature: new Uint8Array(sign(null, utf8(text), privateKey)),
});
