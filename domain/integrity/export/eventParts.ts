import { utf8 } from '../bytes.ts';

/**
 * Where the parts of an event's line stand in its bytes. One object serves for all lines: a log has millions of them.
 * Each range goes from `…Begin` up to, not including, `…End`.
 */
export type EventParts = {
  index: number;
  /** The 64 digits of the leaf hash. */
  leafBegin: number;
  /** Behind the closing quotation mark of the event's id. */
  idEnd: number;
  metadataBegin: number;
  metadataEnd: number;
  payloadBegin: number;
  /** Where `,"previous"` begins, with which the rest of the line is as it stands in the envelope. */
  payloadEnd: number;
  /** The 64 digits of the leaf hash before it in its stream; -1 where the line says null. */
  previousBegin: number;
  recordedAt: number;
  revision: number;
  schemaVersion: number;
  streamBegin: number;
  streamEnd: number;
  typeBegin: number;
  typeEnd: number;
  /** Where in the metadata the members that no envelope shows begin; -1 where they are not as the ledger writes them. */
  digestBegin: number;
  digestNext: number;
  keyBegin: number;
  keyNext: number;
  saltBegin: number;
  saltEnd: number;
};

export const createEventParts = (): EventParts => ({
  index: 0,
  leafBegin: 0,
  idEnd: 0,
  metadataBegin: 0,
  metadataEnd: 0,
  payloadBegin: 0,
  payloadEnd: 0,
  previousBegin: 0,
  recordedAt: 0,
  revision: 0,
  schemaVersion: 0,
  streamBegin: 0,
  streamEnd: 0,
  typeBegin: 0,
  typeEnd: 0,
  digestBegin: 0,
  digestNext: 0,
  keyBegin: 0,
  keyNext: 0,
  saltBegin: 0,
  saltEnd: 0,
});

const lineBegin = utf8('{"eventId":"');
const [afterId, afterIndex, afterLeaf] = [utf8('","index":'), utf8(',"leaf":"'), utf8('","metadata":')];
const beforePayload = utf8('"payload":');
const [digestName, keyName] = [utf8('"commandDigest":"'), utf8('"idempotencyKey":"')];
/** What stands before the event's salt. */
export const saltMember = utf8('"salt":"');
const [beforePrevious, beforePreviousHash] = [utf8(',"previous":null'), utf8(',"previous":"')];
const [beforeTime, beforeRevision] = [utf8(',"recordedAt":"'), utf8('","revision":')];
const [beforeVersion, beforeStream] = [utf8(',"schemaVersion":'), utf8(',"stream":"')];
const [beforeType, lineEnd] = [utf8('","type":"'), utf8('"}')];
const [quote, backslash, comma, brace, space, zero, nine] = [34, 92, 44, 123, 32, 48, 57] as const;
const hashDigits = 64;
const timeDigits = 24;
/** Numbers of more digits are none of a log. */
const digitsMost = 15;

const standsAt = (bytes: Uint8Array, at: number, text: Uint8Array): boolean => {
  for (let index = 0; index < text.length; index += 1) if (bytes[at + index] !== text[index]) return false;
  return true;
};
const endsAt = (bytes: Uint8Array, end: number, text: Uint8Array): boolean =>
  standsAt(bytes, end - text.length, text);

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= zero && byte <= nine;

/** A whole number as JSON writes it, -1 for any other digits. */
const numberIn = (bytes: Uint8Array, begin: number, end: number): number => {
  if (end === begin || end - begin > digitsMost || (bytes[begin] === zero && end - begin > 1)) return -1;
  let value = 0;
  for (let at = begin; at < end; at += 1) value = value * 10 + (bytes[at] ?? 0) - zero;
  return value;
};
const beginOfDigits = (bytes: Uint8Array, end: number): number => {
  let at = end;
  while (isDigit(bytes[at - 1])) at -= 1;
  return at;
};
const endOfDigits = (bytes: Uint8Array, begin: number): number => {
  let at = begin;
  while (isDigit(bytes[at])) at += 1;
  return at;
};

/** Whether a byte stands for itself in a JSON string. */
const isPlain = new Uint8Array(256).fill(1, space);
isPlain[quote] = 0;
isPlain[backslash] = 0;
const endOfString = (bytes: Uint8Array, begin: number): number => {
  let at = begin;
  while (at < bytes.length && isPlain[bytes[at] ?? 0] === 1) at += 1;
  return at;
};
const beginOfString = (bytes: Uint8Array, end: number): number => {
  let at = end;
  while (at > 0 && isPlain[bytes[at - 1] ?? 0] === 1) at -= 1;
  return at;
};

const timeForm = utf8('0000-00-00T00:00:00.000Z');
const twoDigits = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) - zero) * 10 + (bytes[at + 1] ?? 0) - zero;
const daysOf = (year: number, month: number): number =>
  month === 2
    ? (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
      ? 29
      : 28
    : month === 4 || month === 6 || month === 9 || month === 11
      ? 30
      : 31;

const daysOf400Years = 146_097;

/** An instant as `toISOString` writes it, in milliseconds; NaN for anything else. */
const instantAt = (bytes: Uint8Array, begin: number): number => {
  for (let index = 0; index < timeDigits; index += 1)
    if (timeForm[index] === zero ? !isDigit(bytes[begin + index]) : bytes[begin + index] !== timeForm[index])
      return Number.NaN;
  const year = twoDigits(bytes, begin) * 100 + twoDigits(bytes, begin + 2);
  const [month, day] = [twoDigits(bytes, begin + 5), twoDigits(bytes, begin + 8)];
  const [hour, minute] = [twoDigits(bytes, begin + 11), twoDigits(bytes, begin + 14)];
  const second = twoDigits(bytes, begin + 17);
  const millisecond = twoDigits(bytes, begin + 20) * 10 + (bytes[begin + 22] ?? 0) - zero;
  return month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysOf(year, month) &&
    hour < 24 &&
    minute < 60 &&
    second < 60
    ? // `Date.UTC` takes a year below 100 for one of the last century; the calendar repeats itself after 400.
      Date.UTC(year + 400, month - 1, day, hour, minute, second, millisecond) - daysOf400Years * 86_400_000
    : Number.NaN;
};

/** The line from its end backwards, up to the payload. */
const cutTail = (bytes: Uint8Array, end: number, parts: EventParts): boolean => {
  if (!endsAt(bytes, end, lineEnd)) return false;
  parts.typeEnd = end - lineEnd.length;
  parts.typeBegin = beginOfString(bytes, parts.typeEnd);
  if (!endsAt(bytes, parts.typeBegin, beforeType)) return false;
  parts.streamEnd = parts.typeBegin - beforeType.length;
  parts.streamBegin = beginOfString(bytes, parts.streamEnd);
  if (!endsAt(bytes, parts.streamBegin, beforeStream)) return false;
  const versionEnd = parts.streamBegin - beforeStream.length;
  const versionBegin = beginOfDigits(bytes, versionEnd);
  parts.schemaVersion = numberIn(bytes, versionBegin, versionEnd);
  if (parts.schemaVersion < 0 || !endsAt(bytes, versionBegin, beforeVersion)) return false;
  const revisionEnd = versionBegin - beforeVersion.length;
  const revisionBegin = beginOfDigits(bytes, revisionEnd);
  parts.revision = numberIn(bytes, revisionBegin, revisionEnd);
  if (parts.revision < 0 || !endsAt(bytes, revisionBegin, beforeRevision)) return false;
  const timeBegin = revisionBegin - beforeRevision.length - timeDigits;
  parts.recordedAt = instantAt(bytes, timeBegin);
  if (Number.isNaN(parts.recordedAt) || !endsAt(bytes, timeBegin, beforeTime)) return false;
  const previousEnd = timeBegin - beforeTime.length;
  if (endsAt(bytes, previousEnd, beforePrevious)) {
    parts.previousBegin = -1;
    parts.payloadEnd = previousEnd - beforePrevious.length;
    return true;
  }
  parts.previousBegin = previousEnd - 1 - hashDigits;
  parts.payloadEnd = parts.previousBegin - beforePreviousHash.length;
  return bytes[previousEnd - 1] === quote && endsAt(bytes, parts.previousBegin, beforePreviousHash);
};

const [letterC, letterI, letterP, letterS] = [99, 105, 112, 115] as const;

/** Behind a member whose value ends at this quotation mark, with the comma that follows. */
const nextMember = (bytes: Uint8Array, end: number): number => end + (bytes[end + 1] === comma ? 2 : 1);

/**
 * The members that no envelope shows, each where it stands first, and the first `,"payload":`, with which the metadata
 * end. A quotation mark within a string is escaped, so what is looked for is found as a name and nowhere else.
 */
const cutMetadata = (bytes: Uint8Array, parts: EventParts): boolean => {
  parts.digestBegin = -1;
  parts.keyBegin = -1;
  parts.saltBegin = -1;
  let isPlainly = true;
  for (let at = parts.metadataBegin; at < parts.payloadEnd; at += 1) {
    if (bytes[at] !== quote) continue;
    const letter = bytes[at + 1];
    if (letter === letterP && bytes[at - 1] === comma && standsAt(bytes, at, beforePayload)) {
      parts.metadataEnd = at - 1;
      parts.payloadBegin = at + beforePayload.length;
      const isUsual =
        isPlainly &&
        parts.digestBegin >= 0 &&
        parts.keyBegin >= parts.digestNext &&
        parts.saltBegin >= parts.keyNext &&
        bytes[parts.saltEnd + 1] === comma &&
        parts.saltEnd + 2 <= parts.metadataEnd;
      if (!isUsual) parts.digestBegin = -1;
      return parts.payloadBegin < parts.payloadEnd && bytes[parts.payloadBegin] === brace;
    }
    let end = -1;
    if (letter === letterC && parts.digestBegin < 0 && standsAt(bytes, at, digestName)) {
      end = endOfString(bytes, at + digestName.length);
      parts.digestBegin = at;
      parts.digestNext = nextMember(bytes, end);
    } else if (letter === letterI && parts.keyBegin < 0 && standsAt(bytes, at, keyName)) {
      end = endOfString(bytes, at + keyName.length);
      parts.keyBegin = at;
      parts.keyNext = nextMember(bytes, end);
    } else if (letter === letterS && parts.saltBegin < 0 && standsAt(bytes, at, saltMember)) {
      end = endOfString(bytes, at + saltMember.length);
      parts.saltBegin = at;
      parts.saltEnd = end;
    }
    if (end < 0) continue;
    if (bytes[end] !== quote) isPlainly = false;
    // The next look is at the end of the value.
    at = end - 1;
  }
  return false;
};

/**
 * Finds the parts of an event's line that is written as nearly all are; false for any other line. Its beginning and its
 * end have one form; what lies between is metadata and payload as they are stored: cut apart elsewhere they would not
 * give the leaf hash. The bytes are valid UTF-8.
 */
export const cutEvent = (bytes: Uint8Array, begin: number, end: number, parts: EventParts): boolean => {
  if (!standsAt(bytes, begin, lineBegin)) return false;
  const idEnd = endOfString(bytes, begin + lineBegin.length);
  if (!standsAt(bytes, idEnd, afterId)) return false;
  const indexBegin = idEnd + afterId.length;
  const indexEnd = endOfDigits(bytes, indexBegin);
  parts.idEnd = idEnd + 1;
  parts.index = numberIn(bytes, indexBegin, indexEnd);
  if (parts.index < 0 || !standsAt(bytes, indexEnd, afterIndex)) return false;
  parts.leafBegin = indexEnd + afterIndex.length;
  parts.metadataBegin = parts.leafBegin + hashDigits + afterLeaf.length;
  return (
    standsAt(bytes, parts.leafBegin + hashDigits, afterLeaf) &&
    bytes[parts.metadataBegin] === brace &&
    cutTail(bytes, end, parts) &&
    cutMetadata(bytes, parts)
  );
};
