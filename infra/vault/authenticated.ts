import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';

/** A nonce and what was encrypted with it, the tag at its end. */
export type Encrypted = { readonly nonce: Buffer; readonly ciphertext: Buffer };

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

// Written as JSON, so that no choice of parts can imitate others.
const bound = (context: ReadonlyArray<string>): Buffer => Buffer.from(JSON.stringify(context));

/**
 * AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce, bound to a context that must be given again to decrypt.
 * Its limit of 2^32 values a key is out of reach: a key serves one subject, or wraps one key a subject.
 */
export const encrypt = (key: KeyObject, plaintext: Buffer, context: ReadonlyArray<string>): Encrypted => {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(bound(context));
  return {
    nonce,
    ciphertext: Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]),
  };
};

/** The plaintext, or undefined when key, nonce, context or a single byte is not the one of the encryption. */
export const decrypt = (
  key: KeyObject,
  { nonce, ciphertext }: Encrypted,
  context: ReadonlyArray<string>,
): Buffer | undefined => {
  if (nonce.length !== nonceBytes || ciphertext.length < tagBytes) return undefined;
  const end = ciphertext.length - tagBytes;
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(bound(context));
  decipher.setAuthTag(ciphertext.subarray(end));
  const plaintext = decipher.update(ciphertext.subarray(0, end));
  try {
    return Buffer.concat([plaintext, decipher.final()]);
  } catch {
    return undefined;
  }
};
