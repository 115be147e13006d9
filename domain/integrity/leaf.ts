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

export type LeafHashing = { readonly sha256: Sha256; readonly sha512: Sha512 };

const saltsLabel = utf8('firearm-ledger/salts/v1\n');

/**
 * A canonical JSON object without the member of this name, whose value is a string; undefined where it has none.
 * A quotation mark within a string is escaped, so what is looked for is found as a name and nowhere else.
 */
const without = (
  text: string,
  name: string,
): { readonly value: string; readonly rest: string } | undefined => {
  const start = text.indexOf(`"${name}":"`);
  if (start < 0) return undefined;
  const from = start + name.length + 4;
  let end = from;
  while (text[end] !== '"') {
    if (end >= text.length) return undefined;
    end += text[end] === '\\' ? 2 : 1;
  }
  const isLast = text[end + 1] !== ',';
  const rest = isLast
    ? text.slice(0, start).replace(/,$/, '') + text.slice(end + 1)
    : text.slice(0, start) + text.slice(end + 2);
  return { value: text.slice(from, end), rest };
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
  const digest = without(event.metadata, 'commandDigest');
  const key = digest && without(digest.rest, 'idempotencyKey');
  const salt = key && without(key.rest, 'salt');
  const bytes = salt === undefined ? O.none : fromHex(salt.value);
  if (salt === undefined || O.isNone(bytes)) return undefined;
  const salts = sha512(concat(saltsLabel, bytes.value));
  const payloadSalt = salts.slice(0, 16);
  const envelopeSalt = salts.slice(32, 64);
  const payloadHash = payloadHashOf(sha256, payloadSalt, event.payload);
  const metadataHash = toHex(withJoined(salts.subarray(16, 32), event.metadata, sha256));
  const envelope =
    `{"eventId":${JSON.stringify(event.eventId)},"metadata":${salt.rest},"metadataHash":"${metadataHash}","payloadHash":"${payloadHash}",` +
    `"previous":${previous === undefined ? 'null' : `"${toHex(previous)}"`},` +
    `"recordedAt":"${new Date(event.recordedAt).toISOString()}",` +
    `"revision":${event.revision},"schemaVersion":${event.schemaVersion},"stream":${JSON.stringify(event.streamId)},` +
    `"type":${JSON.stringify(event.type)},"v":1}`;
  const entry = entryOf(sha256, envelopeSalt, envelope);
  return { envelope, envelopeSalt, payloadSalt, entry, hash: leafHash(sha256, entry) };
};
