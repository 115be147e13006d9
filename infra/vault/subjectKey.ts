import {
  createHash,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
  randomUUID,
} from 'node:crypto';
import type { Opened, Sealed, SealItem } from '../../domain/ports/vault.ts';
import { canonicalJson, type Json } from '../../domain/shared/canonicalJson.ts';
import { crockfordOf } from '../../domain/shared/ids.ts';
import { decrypt, type Encrypted, encrypt } from './authenticated.ts';
import { damaged } from './failure.ts';

/** One subject's secret: a half that encrypts its values, a half that makes their salts. */
export type SubjectKey = {
  readonly keyId: string;
  readonly encryption: KeyObject;
  readonly salts: KeyObject;
};

const half = 32;
const saltBytes = 32;

export const subjectKeyOf = (keyId: string, bytes: Buffer): SubjectKey => ({
  keyId,
  encryption: createSecretKey(bytes.subarray(0, half)),
  salts: createSecretKey(bytes.subarray(half)),
});

/** A fresh key as bytes, to be wrapped. */
export const newSubjectKey = (): { readonly keyId: string; readonly bytes: Buffer } => ({
  keyId: randomUUID(),
  bytes: randomBytes(2 * half),
});

const commitmentOf = (salt: Buffer, text: string): string =>
  createHash('sha256').update(salt).update(text).digest('hex');

const vaultRefOf = (ref: string, commitment: string): string =>
  `V-${crockfordOf(
    createHash('sha256')
      .update(JSON.stringify([ref, commitment]))
      .digest()
      .subarray(0, 16),
  )}`;

/** What an item is bound to: moved to another row or subject it cannot be opened. */
const contextOf = (vaultRef: string, subjectId: string) => ['value', vaultRef, subjectId];

/**
 * Seals one value. The salt is HMAC-SHA256 of `ref` under the subject's own secret: a retry finds it again without
 * reading, two writers at once agree on it, and the destruction of the key destroys every copy of it.
 */
export const sealValue = (
  key: SubjectKey,
  { ref, subjectId, value }: SealItem,
): { readonly sealed: Sealed; readonly encrypted: () => Encrypted } => {
  const salt = createHmac('sha256', key.salts).update(ref).digest();
  const text = canonicalJson(value);
  const commitment = commitmentOf(salt, text);
  const vaultRef = vaultRefOf(ref, commitment);
  return {
    sealed: { vaultRef, commitment },
    encrypted: () =>
      encrypt(key.encryption, Buffer.concat([salt, Buffer.from(text)]), contextOf(vaultRef, subjectId)),
  };
};

/** The value behind a reference; throws `VAULT_DAMAGED` when the row is not what was sealed under it. */
export const openValue = (
  key: SubjectKey,
  vaultRef: string,
  subjectId: string,
  encrypted: Encrypted,
): Opened => {
  const plaintext = decrypt(key.encryption, encrypted, contextOf(vaultRef, subjectId));
  if (plaintext === undefined) throw damaged(vaultRef, 'the stored value is not the one that was sealed');
  const salt = plaintext.subarray(0, saltBytes);
  const text = plaintext.toString('utf8', saltBytes);
  return {
    kind: 'VALUE',
    value: JSON.parse(text) as Json,
    salt: salt.toString('hex'),
    commitment: commitmentOf(salt, text),
  };
};
