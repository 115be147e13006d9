import * as O from 'fp-ts/lib/Option.js';
import type { StoredEvent } from '../ports/eventStore.ts';
import { concat, fromHex, toHex, utf8, withJoined } from './bytes.ts';
import type { Sha256, Sha512 } from './hashing.ts';
import { leafHash } from './merkle.ts';

/**
 * From a stored event to its leaf in the transparency log.
 *
 * The log is public and lasts for ever, while that a firearm is reported stolen must not be read from it by its thief,
 * and who recorded something is personal too. So an entry of the log is a commitment of 32 bytes and nothing else; it is
 * opened, one event at a time, to whoever may see that event:
 *
 *     salts        = SHA-512("firearm-ledger/salts/v1\n" || the event's salt)
 *     payload salt = salts[0, 16)   metadata salt = salts[16, 32)   envelope salt = salts[32, 64)
 *     payloadHash  = SHA-256(payload salt || payload as stored)
 *     metadataHash = SHA-256(metadata salt || metadata as stored)
 *     envelope     = canonical JSON of what is known about the event, see `Envelope`
 *     entry        = SHA-256(envelope salt || envelope)
 *     leaf hash    = SHA-256(0x00 || entry)
 *
 * So every stored byte is bound. An envelope can be shown without its payload, and both without the digest of the
 * client's command, from which personal values could be guessed; the metadata salt and the event's own are never shown.
 * `previous` links the events of a stream, so that one left out in the middle shows.
 */
export type Envelope = {
  readonly v: 1;
  readonly eventId: string;
  /** As stored, without `salt`, `commandDigest` and `idempotencyKey`. */
  readonly metadata: unknown;
  readonly metadataHash: string;
  readonly payloadHash: string;
  /** Leaf hash (hex) of the event before it in its stream; null for the first. */
  readonly previous: string | null;
  /** RFC 3339 with milliseconds, in UTC. */
  readonly recordedAt: string;
  /** From 0. */
  readonly revision: number;
  readonly schemaVersion: number;
  readonly stream: string;
  readonly type: string;
};

export type Leaf = {
  /** Canonical JSON of the envelope. */
  readonly envelope: string;
  readonly envelopeSalt: Uint8Array;
  readonly payloadSalt: Uint8Array;
  /** The entry of the log: 32 bytes. */
  readonly entry: Uint8Array;
  readonly hash: Uint8Array;
};

export type LeafHashing = {
  readonly sha256: Sha256;
  readonly sha512: Sha512;
  /** The same in lower-case hexadecimal, where it can be had without the bytes. */
  readonly sha256Hex?: (bytes: Uint8Array) => string;
};

export const saltsLabel = utf8('firearm-ledger/salts/v1\n');

/** Where a member with a value that is a string stands in a JSON object, with the comma behind it. */
type Member = { readonly begin: number; readonly value: number; readonly end: number; readonly next: number };

/**
 * The member of this name of a canonical JSON object; undefined where it has none whose value is a string.
 * A quotation mark within a string is escaped, so what is looked for is found as a name and nowhere else.
 */
const memberOf = (text: string, name: string): Member | undefined => {
  const begin = text.indexOf(`"${name}":"`);
  if (begin < 0) return undefined;
  const value = begin + name.length + 4;
  let end = text.indexOf('"', value);
  // An escaped quotation mark is not the end: then each character is looked at.
  if (text[end - 1] === '\\')
    for (end = value; text[end] !== '"'; end += text[end] === '\\' ? 2 : 1)
      if (end >= text.length) return undefined;
  return end < 0 ? undefined : { begin, value, end, next: end + (text[end + 1] === ',' ? 2 : 1) };
};

const withoutMember = (text: string, { begin, end, next }: Member): string =>
  next === end + 2
    ? text.slice(0, begin) + text.slice(next)
    : text.slice(0, begin).replace(/,$/, '') + text.slice(next);

/** What an envelope shows of the stored metadata, and the event's salt in hex; undefined where it is none of ours. */
const shownMetadata = (metadata: string): { readonly shown: string; readonly salt: string } | undefined => {
  const digest = memberOf(metadata, 'commandDigest');
  const key = memberOf(metadata, 'idempotencyKey');
  const salt = memberOf(metadata, 'salt');
  if (digest === undefined || key === undefined || salt === undefined) return undefined;
  const value = metadata.slice(salt.value, salt.end);
  // In the order in which canonical JSON has them, and with others behind them, they are cut out at once.
  if (digest.next <= key.begin && key.next <= salt.begin && salt.next === salt.end + 2)
    return {
      shown:
        metadata.slice(0, digest.begin) +
        metadata.slice(digest.next, key.begin) +
        metadata.slice(key.next, salt.begin) +
        metadata.slice(salt.next),
      salt: value,
    };
  let shown = metadata;
  for (const name of ['commandDigest', 'idempotencyKey', 'salt']) {
    const member = memberOf(shown, name);
    if (member === undefined) return undefined;
    shown = withoutMember(shown, member);
  }
  return { shown, salt: value };
};

/** Entry from an envelope (canonical JSON) and its salt: what a verifier computes anew. */
export const entryOf = (sha256: Sha256, envelopeSalt: Uint8Array, envelope: string): Uint8Array =>
  withJoined(envelopeSalt, envelope, sha256);

/** `payloadHash` from a payload (canonical JSON) and its salt. */
export const payloadHashOf = (sha256: Sha256, payloadSalt: Uint8Array, payload: string): string =>
  toHex(withJoined(payloadSalt, payload, sha256));

/**
 * The leaf of a stored event, or undefined where its metadata is not what the ledger writes (then somebody else wrote
 * it). `previous` is the leaf hash of the event before it in the stream. The texts are taken as they are stored.
 */
export const leafOf = (
  { sha256, sha512 }: LeafHashing,
  event: Omit<StoredEvent, 'position'>,
  previous: Uint8Array | undefined,
): Leaf | undefined => {
  const metadata = shownMetadata(event.metadata);
  const bytes = metadata === undefined ? O.none : fromHex(metadata.salt);
  if (metadata === undefined || O.isNone(bytes)) return undefined;
  const salts = sha512(concat(saltsLabel, bytes.value));
  const payloadSalt = salts.slice(0, 16);
  const envelopeSalt = salts.slice(32, 64);
  const payloadHash = payloadHashOf(sha256, payloadSalt, event.payload);
  const metadataHash = toHex(withJoined(salts.subarray(16, 32), event.metadata, sha256));
  const envelope =
    `{"eventId":${JSON.stringify(event.eventId)},"metadata":${metadata.shown},"metadataHash":"${metadataHash}","payloadHash":"${payloadHash}",` +
    `"previous":${previous === undefined ? 'null' : `"${toHex(previous)}"`},` +
    `"recordedAt":"${new Date(event.recordedAt).toISOString()}",` +
    `"revision":${event.revision},"schemaVersion":${event.schemaVersion},"stream":${JSON.stringify(event.streamId)},` +
    `"type":${JSON.stringify(event.type)},"v":1}`;
  const entry = entryOf(sha256, envelopeSalt, envelope);
  return { envelope, envelopeSalt, payloadSalt, entry, hash: leafHash(sha256, entry) };
};
