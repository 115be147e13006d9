import { createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import * as E from 'fp-ts/lib/Either.js';
import { utf8 } from '../../../domain/integrity/bytes.ts';
import { cosignatureBytes, cosignedMessage } from '../../../domain/integrity/cosignature.ts';
import {
  type NoteSignature,
  parseVerifierKey,
  signatureTypes,
  type VerifierKey,
  verifierKeyOf,
  verifierKeyText,
} from '../../../domain/integrity/signedNote.ts';
import { createFile } from '../../system/durableFile.ts';
import { hashing } from '../../system/hashing.ts';

/** Why a witness does not begin; the sentence names the way out. */
export class WitnessFault extends Error {}

export type WitnessKey = {
  readonly key: VerifierKey;
  readonly vkey: string;
  /** The cosignature's line of a checkpoint's text, at this time in seconds. */
  readonly cosign: (text: string, time: bigint) => NoteSignature;
};

const seedBytes = 32;
/** What stands before the seed in PKCS #8 (RFC 8410). */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');

const witnessKeyOf = (name: string, seed: Buffer): WitnessKey => {
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' });
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  const publicKey = new Uint8Array(Buffer.from(x, 'base64url'));
  const key = verifierKeyOf(hashing.sha256, name, signatureTypes.cosignature, publicKey);
  return {
    key,
    vkey: verifierKeyText(key),
    cosign: (text, time) => ({
      name,
      keyId: key.keyId,
      signature: cosignatureBytes({
        time,
        signature: new Uint8Array(sign(null, cosignedMessage(time, text), privateKey)),
      }),
    }),
  };
};

/** The form in which the Go checksum database and other witnesses keep keys of signers. */
const keyText = ({ key }: WitnessKey, seed: Buffer): string => {
  const id = Buffer.from(key.keyId).toString('hex');
  const material = Buffer.concat([Buffer.from([signatureTypes.cosignature]), seed]).toString('base64');
  return `PRIVATE+KEY+${key.name}+${id}+${material}\n`;
};

/** Makes a key and its file, which only the owner may read; an existing file is never replaced. */
export const createWitnessKey = (file: string, name: string): WitnessKey => {
  const seed = randomBytes(seedBytes);
  const key = witnessKeyOf(name, seed);
  if (E.isLeft(parseVerifierKey(hashing.sha256, key.vkey)))
    throw new WitnessFault('A name of a key has no white space and no plus sign, as witness.example.org/1.');
  if (!createFile(file, keyText(key, seed)))
    throw new WitnessFault(`${file} exists. A key is never replaced: name another file.`);
  return key;
};

export const readWitnessKey = (file: string): WitnessKey => {
  let text: string;
  try {
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
      throw new WitnessFault(`${file} can be read by others than its owner: chmod 600 it.`);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof WitnessFault) throw error;
    throw new WitnessFault(
      `The key ${file} cannot be read (${(error as NodeJS.ErrnoException).code}). \`ledger witness key\` makes one.`,
    );
  }
  const [, name = '', id = '', encoded = ''] =
    /^PRIVATE\+KEY\+([^+\s]+)\+([0-9a-f]{8})\+(\S+)\n?$/.exec(text) ?? [];
  const material = Buffer.from(encoded, 'base64');
  if (material.length !== 1 + seedBytes || material[0] !== signatureTypes.cosignature)
    throw new WitnessFault(`${file} holds no key of a witness. \`ledger witness key\` makes one.`);
  const key = witnessKeyOf(name, material.subarray(1));
  if (Buffer.from(key.key.keyId).toString('hex') !== id)
    throw new WitnessFault(`${file} is damaged: the id of the key is not that of its name and key.`);
  return key;
};

/** Reads the verifier key of a log that is to be witnessed. */
export const readLogKey = (text: string): VerifierKey => {
  const key = parseVerifierKey(hashing.sha256, text);
  if (E.isLeft(key)) throw new WitnessFault(`--log ${text}: ${key.left.reason}.`);
  if (key.right.type !== signatureTypes.ed25519 || key.right.publicKey.length !== seedBytes)
    throw new WitnessFault(`--log ${text}: the key of a log is an Ed25519 key (type 0x01).`);
  return key.right;
};

/** The origin's name in paths (c2sp.org/tlog-witness, monitoring prefix). */
export const originHash = (origin: string): string =>
  Buffer.from(hashing.sha256(utf8(origin))).toString('hex');
