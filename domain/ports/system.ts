import type { Instant } from '../time/zone.ts';

/** The server's clock; clients never set the time of recording. */
export type Clock = { readonly now: () => Instant };

/** Randomness for salts: 16 bytes in lower-case hex. */
export type Randomness = { readonly salt: () => string };

/** SHA-256 in lower-case hex of UTF-8 text. */
export type Digest = (text: string) => string;
