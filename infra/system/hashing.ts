import { createPublicKey, hash, verify } from 'node:crypto';
import type { VerifyEd25519 } from '../../domain/integrity/hashing.ts';
import type { LeafHashing } from '../../domain/integrity/leaf.ts';

/** The hash functions of the transparency log. */
export const hashing: LeafHashing = {
  sha256: (bytes) => hash('sha256', bytes, 'buffer'),
  sha512: (bytes) => hash('sha512', bytes, 'buffer'),
};

export const verifyEd25519: VerifyEd25519 = (publicKey, message, signature) => {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const x = Buffer.from(publicKey).toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, message, key, signature);
};
