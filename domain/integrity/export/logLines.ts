import * as O from 'fp-ts/lib/Option.js';
import type { StoredEvent } from '../../ports/eventStore.ts';
import { canonicalJson } from '../../shared/canonicalJson.ts';
import { equalBytes, fromHex, toHex, utf8 } from '../bytes.ts';
import type { Sha256 } from '../hashing.ts';
import { type LeafHashing, leafOf } from '../leaf.ts';

/**
 * A whole log as a file of lines (docs/proof-bundle.md, "A whole log"): a header, then every stored event in the order of
 * the log with the leaf hash it got, and between them signed checkpoints, each behind the events that it counts.
 */
export const exportFormat = 'firearm-ledger/log-export';
export const exportVersion = 1;

export type LogHeader = { readonly origin: string; readonly policy: string };

/** What no leaf binds has a digest of its own, so that damage shows. */
const withDigest = (sha256: Sha256, members: Readonly<Record<string, string | number>>): string =>
  canonicalJson({ ...members, digest: toHex(sha256(utf8(canonicalJson(members)))) });

export const headerLine = (sha256: Sha256, { origin, policy }: LogHeader): string =>
  withDigest(sha256, { format: exportFormat, origin, policy, version: exportVersion });

export const checkpointLine = (sha256: Sha256, note: string): string =>
  withDigest(sha256, { checkpoint: note });

type LineEvent = Omit<StoredEvent, 'position' | 'revision'> & { readonly revision: number };

const lineOf = (event: LineEvent, index: number, leaf: string, previous: string | null): string =>
  `{"eventId":${JSON.stringify(event.eventId)},"index":${index},"leaf":"${leaf}",` +
  `"metadata":${JSON.stringify(event.metadata)},"payload":${JSON.stringify(event.payload)},` +
  `"previous":${previous === null ? 'null' : `"${previous}"`},` +
  `"recordedAt":"${new Date(event.recordedAt).toISOString()}","revision":${event.revision},` +
  `"schemaVersion":${event.schemaVersion},"stream":${JSON.stringify(event.streamId)},` +
  `"type":${JSON.stringify(event.type)}}`;

/** The line of an event as it is stored, with what the tables of the log say of it. */
export const eventLine = (
  event: StoredEvent,
  index: number,
  leaf: Uint8Array,
  previous: Uint8Array | undefined,
): string =>
  lineOf(
    { ...event, revision: Number(event.revision) },
    index,
    toHex(leaf),
    previous === undefined ? null : toHex(previous),
  );

export type LogLine =
  | { readonly kind: 'HEADER'; readonly header: LogHeader }
  | { readonly kind: 'CHECKPOINT'; readonly note: string }
  | {
      readonly kind: 'EVENT';
      readonly index: number;
      readonly stream: string;
      readonly revision: number;
      readonly recordedAt: number;
      readonly leaf: Uint8Array;
      /** Leaf hash that it says to follow. */
      readonly previous: Uint8Array | undefined;
      /** Whether the event gives the leaf hash that is stated. */
      readonly fits: boolean;
    }
  | { readonly kind: 'UNREADABLE'; readonly reason: string };

const unreadable = (reason: string): LogLine => ({ kind: 'UNREADABLE', reason });

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const hashFrom = (value: unknown): Uint8Array | undefined => {
  const bytes = typeof value === 'string' && value.length === 64 ? fromHex(value) : O.none;
  return O.isSome(bytes) ? bytes.value : undefined;
};

const eventFrom = (hashing: LeafHashing, value: Readonly<Record<string, unknown>>, line: string): LogLine => {
  const { eventId, index, metadata, payload, previous, recordedAt, revision, schemaVersion } = value;
  const { leaf: stated, stream, type } = value;
  const leaf = hashFrom(stated);
  const before = previous === null ? undefined : hashFrom(previous);
  if (typeof eventId !== 'string' || typeof stream !== 'string' || typeof type !== 'string')
    return unreadable('it has no event id, stream or type');
  if (typeof metadata !== 'string' || typeof payload !== 'string')
    return unreadable('it has no payload or metadata');
  if (!isCount(index) || !isCount(revision) || !isCount(schemaVersion))
    return unreadable('index, revision or version is no number');
  if (leaf === undefined || (before === undefined && previous !== null))
    return unreadable('leaf or previous is no hash');
  const instant = typeof recordedAt === 'string' ? Date.parse(recordedAt) : Number.NaN;
  if (Number.isNaN(instant)) return unreadable('the time of recording is none');
  const event = { eventId, type, schemaVersion, payload, metadata, streamId: stream, recordedAt: instant };
  // Written otherwise, the line could be changed without a change of what it says.
  if (lineOf({ ...event, revision }, index, stated as string, previous as string | null) !== line)
    return unreadable('it is not written as such a line is');
  const made = leafOf(hashing, { ...event, revision: BigInt(revision) }, before);
  return {
    kind: 'EVENT',
    index,
    stream,
    revision,
    recordedAt: instant,
    leaf,
    previous: before,
    fits: made !== undefined && equalBytes(made.hash, leaf) && (before === undefined) === (revision === 0),
  };
};

/** Reads one line, and hashes the event in it. Total; each line stands for itself, so that several can be read at once. */
export const readLogLine = (hashing: LeafHashing, line: string): LogLine => {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return unreadable('it is no JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return unreadable('it is no object');
  const members = value as Readonly<Record<string, unknown>>;
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
