import * as O from 'fp-ts/lib/Option.js';
import { concat, equalBytes, fromHex, utf8 } from '../bytes.ts';
import { hashBytes } from '../hashing.ts';
import { type LeafHashing, leafOf } from '../leaf.ts';
import { type LogEvent, streamKey } from './logEvent.ts';
import {
  checkpointLine,
  exportFormat,
  exportVersion,
  headerLine,
  type LineEvent,
  type LogHeader,
  lineOf,
} from './logLines.ts';

/** A line that is no event's. */
export type PlainLine =
  | { readonly kind: 'HEADER'; readonly header: LogHeader }
  | { readonly kind: 'CHECKPOINT'; readonly note: string }
  | { readonly kind: 'UNREADABLE'; readonly reason: string };

/** A line that is no event's, or an event's that is not written as nearly all are. */
export type OtherLine = PlainLine | { readonly kind: 'EVENT'; readonly event: LogEvent };

export const unreadable = (reason: string): OtherLine => ({ kind: 'UNREADABLE', reason });

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const hashFrom = (value: unknown): Uint8Array | undefined => {
  const bytes = typeof value === 'string' && value.length === 2 * hashBytes ? fromHex(value) : O.none;
  return O.isSome(bytes) ? bytes.value : undefined;
};

const instantFrom = (text: unknown): number | undefined => {
  const instant = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(instant) && new Date(instant).toISOString() === text ? instant : undefined;
};

type Members = Readonly<Record<string, unknown>>;

/** The event of a line in which payload and metadata stand as texts, compared with how it has to be written. */
const eventFrom = (hashing: LeafHashing, members: Members, line: string): OtherLine => {
  const { eventId, index, leaf, metadata, payload, previous, revision, schemaVersion, stream, type } =
    members;
  if (typeof eventId !== 'string' || typeof stream !== 'string' || typeof type !== 'string')
    return unreadable('it has no event id, stream or type');
  if (!isCount(index) || !isCount(revision) || !isCount(schemaVersion))
    return unreadable('index, revision or version is no number');
  const hash = hashFrom(leaf);
  const before = previous === null ? undefined : hashFrom(previous);
  if (hash === undefined || (before === undefined && previous !== null))
    return unreadable('leaf or previous is no hash');
  const recordedAt = instantFrom(members['recordedAt']);
  if (recordedAt === undefined) return unreadable('the time of recording is none');
  if (typeof metadata !== 'string' || typeof payload !== 'string')
    return unreadable('it is not written as such a line is');
  const event: LineEvent = {
    ...{ eventId, type, schemaVersion, payload, metadata, streamId: stream, revision },
    recordedAt,
  };
  // Written otherwise, the line could be changed without a change of what it says.
  if (lineOf(event, index, String(leaf), previous === null ? null : String(previous)) !== line)
    return unreadable('it is not written as such a line is');
  const made = leafOf(hashing, { ...event, revision: BigInt(revision) }, before);
  const name = utf8(stream);
  return {
    kind: 'EVENT',
    event: {
      ...{ index, revision, recordedAt, follows: before !== undefined },
      fits: made !== undefined && equalBytes(made.hash, hash) && (before === undefined) === (revision === 0),
      hashes: concat(hash, before ?? new Uint8Array(hashBytes), streamKey(hashing.sha256, name)),
      at: 0,
      names: name,
      streamBegin: 0,
      streamEnd: name.length,
    },
  };
};

/** Reads any line but an event's as nearly all are written. Total. */
export const readOtherLine = (hashing: LeafHashing, line: string): OtherLine => {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return unreadable('it is no JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return unreadable('it is no object');
  const members = value as Members;
  if ('eventId' in members) return eventFrom(hashing, members, line);
  const { checkpoint, format, origin, policy, version } = members;
  if (typeof checkpoint === 'string')
    return checkpointLine(hashing.sha256, checkpoint) === line
      ? { kind: 'CHECKPOINT', note: checkpoint }
      : unreadable('it is not written as such a line is');
  if (format !== exportFormat) return unreadable('it is none of a log');
  if (version !== exportVersion) return unreadable('this verifier does not know its version');
  if (
    typeof origin !== 'string' ||
    typeof policy !== 'string' ||
    headerLine(hashing.sha256, { origin, policy }) !== line
  )
    return unreadable('it is not written as such a line is');
  return { kind: 'HEADER', header: { origin, policy } };
};
