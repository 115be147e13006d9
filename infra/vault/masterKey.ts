import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { decrypt, type Encrypted, encrypt } from './authenticated.ts';
import { damaged, VaultError } from './failure.ts';
import { type SubjectKey, subjectKeyOf } from './subjectKey.ts';

/** The id is derived from the key, so that a wrong key is recognised before it is used. A KeyObject never prints itself. */
export type MasterKey = { readonly id: string; readonly key: KeyObject };

/** `current` wraps; `previous` is kept beside it until a rotation is done. */
export type Keyring = { readonly current: MasterKey; readonly previous?: MasterKey };

export type WrappedKey = {
  readonly keyId: string;
  readonly subjectId: string;
  readonly masterKeyId: string;
  readonly encrypted: Encrypted;
};

export const masterKeyBytes = 32;

export const masterKeyOf = (key: KeyObject): MasterKey => ({
  id: createHmac('sha256', key).update('firearm-ledger vault master key').digest('hex').slice(0, 16),
  key,
});

/** A master key from text in base64, or undefined when it is not one of 32 bytes. */
export const masterKeyFrom = (base64: string): MasterKey | undefined => {
  const text = base64.trim();
  if (!/^[A-Za-z0-9+/]{43}=$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === masterKeyBytes ? masterKeyOf(createSecretKey(bytes)) : undefined;
};

const contextOf = (masterKeyId: string, keyId: string, subjectId: string) => [
  'key',
  masterKeyId,
  keyId,
  subjectId,
];

/** Wraps a subject's key (AES-256-GCM), bound to its id and its subject. */
export const wrap = (master: MasterKey, keyId: string, subjectId: string, bytes: Buffer): WrappedKey => ({
  keyId,
  subjectId,
  masterKeyId: master.id,
  encrypted: encrypt(master.key, bytes, contextOf(master.id, keyId, subjectId)),
});

const unwrapBytes = (keyring: Keyring, { keyId, subjectId, masterKeyId, encrypted }: WrappedKey): Buffer => {
  const master = [keyring.current, keyring.previous].find((each) => each?.id === masterKeyId);
  if (master === undefined) throw new VaultError({ kind: 'WRONG_MASTER_KEY', masterKeyId });
  const bytes = decrypt(master.key, encrypted, contextOf(masterKeyId, keyId, subjectId));
  if (bytes === undefined) throw damaged(keyId, 'the stored key is not the one that was wrapped');
  return bytes;
};

/** The subject's key; throws for a master key that is not at hand and for a wrap that was altered or moved. */
export const unwrap = (keyring: Keyring, wrapped: WrappedKey): SubjectKey =>
  subjectKeyOf(wrapped.keyId, unwrapBytes(keyring, wrapped));

/** The same subject key under the current master key. */
export const rewrap = (keyring: Keyring, wrapped: WrappedKey): WrappedKey =>
  wrap(keyring.current, wrapped.keyId, wrapped.subjectId, unwrapBytes(keyring, wrapped));
