/** SHA-256: 32 bytes. The domain is pure, so whoever calls brings it: `node:crypto`, or what a browser has. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** SHA-512: 64 bytes. */
export type Sha512 = (bytes: Uint8Array) => Uint8Array;

/** Whether this is the Ed25519 signature (RFC 8032) of the message under the key of 32 bytes. */
export type VerifyEd25519 = (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean | Promise<boolean>;

export const hashBytes = 32;
