import { toHex, utf8 } from '../bytes.ts';
import { hashBytes } from '../hashing.ts';
import { type LeafHashing, saltsLabel } from '../leaf.ts';
import { type EventParts, saltMember } from './eventParts.ts';

const [metadataName, metadataHashName] = [utf8(',"metadata":'), utf8(',"metadataHash":"')];
const [payloadHashName, afterHash, envelopeEnd] = [utf8('","payloadHash":"'), utf8('"'), utf8(',"v":1}')];
/** More than an envelope has beside what stands in its line, and a salt. */
const room = 1024;
/** The ledger's own salts have 16 bytes. */
const saltBytesMost = 64;

const digits = utf8('0123456789abcdef');
const valueOfDigit = new Uint8Array(256).fill(16);
for (const [value, digit] of digits.entries()) valueOfDigit[digit] = value;

/** Reads so many bytes written in lower-case hexadecimal; false where they are not. */
export const readHex = (
  from: Uint8Array,
  begin: number,
  to: Uint8Array,
  at: number,
  count: number,
): boolean => {
  for (let index = 0; index < count; index += 1) {
    const high = valueOfDigit[from[begin + index * 2] ?? 0] ?? 16;
    const low = valueOfDigit[from[begin + index * 2 + 1] ?? 0] ?? 16;
    if (high > 15 || low > 15) return false;
    to[at + index] = high * 16 + low;
  }
  return true;
};

/**
 * Makes the leaf hash from the bytes of an event's line as they stand there: the same that `leafOf` (integrity/leaf.ts)
 * makes of the event, without a text of any part of it. An envelope is what stands in the line, with some of it left out
 * and the two hashes put in.
 */
export const createEventHasher = ({ sha256, sha512, sha256Hex }: LeafHashing) => {
  const hexOf = sha256Hex ?? ((bytes: Uint8Array): string => toHex(sha256(bytes)));
  /** The line, and behind it what is hashed. */
  let work = new Uint8Array(4 * room);
  let end = 0;
  const saltsOf = new Uint8Array(saltsLabel.length + saltBytesMost);
  saltsOf.set(saltsLabel);
  const entryBehindZero = new Uint8Array(1 + hashBytes);

  const put = (bytes: Uint8Array): void => {
    work.set(bytes, end);
    end += bytes.length;
  };
  const putSalt = (salts: Uint8Array, from: number, to: number): void => {
    for (let at = from; at < to; at += 1) {
      work[end] = salts[at] ?? 0;
      end += 1;
    }
  };
  const putDigits = (text: string): void => {
    for (let at = 0; at < text.length; at += 1) work[end + at] = text.charCodeAt(at);
    end += text.length;
  };
  const putPart = (from: number, to: number): void => {
    work.copyWithin(end, from, to);
    end += to - from;
  };

  /** Undefined where the metadata are not written as the ledger writes them: they may be the ledger's all the same. */
  return (line: Uint8Array, begin: number, parts: EventParts): Uint8Array | undefined => {
    const saltBegin = parts.saltBegin + saltMember.length;
    const saltBytes = (parts.saltEnd - saltBegin) / 2;
    if (parts.digestBegin < 0 || !Number.isInteger(saltBytes) || saltBytes > saltBytesMost) return undefined;
    if (!readHex(line, saltBegin, saltsOf, saltsLabel.length, saltBytes)) return undefined;
    const salts = sha512(saltsOf.subarray(0, saltsLabel.length + saltBytes));
    const length = parts.typeEnd + 1 - begin;
    if (work.length < 2 * length + room) work = new Uint8Array(4 * length + room);
    work.set(line.subarray(begin, begin + length));
    end = length;
    putSalt(salts, 0, 16);
    putPart(parts.payloadBegin - begin, parts.payloadEnd - begin);
    const payloadHash = hexOf(work.subarray(length, end));

    end = length;
    putSalt(salts, 16, 32);
    putPart(parts.metadataBegin - begin, parts.metadataEnd - begin);
    const metadataHash = hexOf(work.subarray(length, end));

    end = length;
    putSalt(salts, 32, 64);
    putPart(0, parts.idEnd - begin);
    put(metadataName);
    putPart(parts.metadataBegin - begin, parts.digestBegin - begin);
    putPart(parts.digestNext - begin, parts.keyBegin - begin);
    putPart(parts.keyNext - begin, parts.saltBegin - begin);
    putPart(parts.saltEnd + 2 - begin, parts.metadataEnd - begin);
    put(metadataHashName);
    putDigits(metadataHash);
    put(payloadHashName);
    putDigits(payloadHash);
    put(afterHash);
    putPart(parts.payloadEnd - begin, length);
    put(envelopeEnd);
    entryBehindZero.set(sha256(work.subarray(length, end)), 1);
    return sha256(entryBehindZero);
  };
};
