import * as O from 'fp-ts/lib/Option.js';

/**
 * Bytes and their texts, for code that runs in Node and in a browser alike: the standard `Uint8Array.fromBase64` is too
 * young for the oldest Node that the verifier has to run on. Reading is strict: one text for one value.
 */

const encoder = new TextEncoder();
let joint = new Uint8Array(4096);

export const utf8 = (text: string): Uint8Array => encoder.encode(text);

/**
 * Calls with these bytes and then those of the text, joined in memory that the next call uses again: hashing millions of
 * short texts spares an allocation each. The bytes must not be kept.
 */
export const withJoined = <A>(bytes: Uint8Array, text: string, use: (joined: Uint8Array) => A): A => {
  // A UTF-16 unit has three bytes of UTF-8 at most.
  const most = bytes.length + 3 * text.length;
  if (most > joint.length) joint = new Uint8Array(most * 2);
  joint.set(bytes);
  const { written } = encoder.encodeInto(text, joint.subarray(bytes.length));
  return use(joint.subarray(0, bytes.length + written));
};

export const concat = (...parts: ReadonlyArray<Uint8Array>): Uint8Array => {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
};

export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false;
  return true;
};

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower-case hexadecimal. */
export const toHex = (bytes: Uint8Array): string => {
  // Built into younger engines, and several times as fast.
  const { toHex: own } = bytes as { readonly toHex?: () => string };
  if (own !== undefined) return own.call(bytes);
  let text = '';
  for (const byte of bytes) text += hexOfByte[byte];
  return text;
};

/** Value of each lower-case hexadecimal digit by its code; 16 for everything else. */
const valueOfHexDigit = new Uint8Array(128).fill(16);
for (let value = 0; value < 16; value += 1) valueOfHexDigit[value.toString(16).charCodeAt(0)] = value;

/** Reads lower-case hexadecimal; none for anything else. */
export const fromHex = (text: string): O.Option<Uint8Array> => {
  if (text.length % 2 !== 0) return O.none;
  const bytes = new Uint8Array(text.length / 2);
  for (let index = 0; index < bytes.length; index += 1) {
    const high = valueOfHexDigit[text.charCodeAt(index * 2)] ?? 16;
    const low = valueOfHexDigit[text.charCodeAt(index * 2 + 1)] ?? 16;
    if (high > 15 || low > 15) return O.none;
    bytes[index] = high * 16 + low;
  }
  return O.some(bytes);
};

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const valueOfDigit = new Map([...alphabet].map((character, value) => [character, value]));

/** Base64 of RFC 4648 section 4, with padding. */
export const toBase64 = (bytes: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
    const left = bytes.length - at;
    text += alphabet.charAt(a >> 2) + alphabet.charAt(((a & 3) << 4) | (b >> 4));
    text += left > 1 ? alphabet.charAt(((b & 15) << 2) | (c >> 6)) : '=';
    text += left > 2 ? alphabet.charAt(c & 63) : '=';
  }
  return text;
};

/** Reads base64 of RFC 4648 section 4; none without its padding, with other characters or with bits left over. */
export const fromBase64 = (text: string): O.Option<Uint8Array> => {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return O.none;
  const digits = text.replace(/=+$/, '');
  const bytes = new Uint8Array(Math.floor((digits.length * 6) / 8));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const digit of digits) {
    held = ((held << 6) | (valueOfDigit.get(digit) ?? 0)) & 0xfff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at] = (held >> bits) & 0xff;
    at += 1;
  }
  return (held & ((1 << bits) - 1)) === 0 ? O.some(bytes) : O.none;
};
