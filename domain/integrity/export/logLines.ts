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

const afterMetadata = ',"payload":';

/** Whether a stored text can stand in a line as the JSON that it is: then the line is readable, and quick to take apart. */
const standsAsJson = (text: string): boolean => {
  try {
    return text.startsWith('{') && !text.includes(afterMetadata) && canonicalJson(JSON.parse(text)) === text;
  } catch {
    return false;
  }
};

const lineWith = (
  event: LineEvent,
  index: number,
  leaf: string,
  previous: string | null,
  texts: { readonly metadata: string; readonly payload: string },
): string =>
  `{"eventId":${JSON.stringify(event.eventId)},"index":${index},"leaf":"${leaf}",` +
  `"metadata":${texts.metadata},"payload":${texts.payload},` +
  `"previous":${previous === null ? 'null' : `"${previous}"`},` +
  `"recordedAt":"${new Date(event.recordedAt).toISOString()}","revision":${event.revision},` +
  `"schemaVersion":${event.schemaVersion},"stream":${JSON.stringify(event.streamId)},` +
  `"type":${JSON.stringify(event.type)}}`;

/** Payload and metadata stand as the JSON that they are; if one of them is none, as texts. */
const lineOf = (event: LineEvent, index: number, leaf: string, previous: string | null): string => {
  const { metadata, payload } = event;
  return lineWith(
    event,
    index,
    leaf,
    previous,
    standsAsJson(metadata) && standsAsJson(payload)
      ? { metadata, payload }
      : { metadata: JSON.stringify(metadata), payload: JSON.stringify(payload) },
  );
};

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

type Parts = {
  readonly eventId: string;
  readonly index: number;
  readonly leaf: string;
  readonly metadata: string;
  readonly payload: string;
  readonly previous: string | null;
  readonly recordedAt: string;
  readonly revision: number;
  readonly schemaVersion: number;
  readonly stream: string;
  readonly type: string;
};

const eventFrom = (hashing: LeafHashing, parts: Parts): LogLine => {
  const { eventId, type, schemaVersion, payload, metadata, stream, revision } = parts;
  const leaf = hashFrom(parts.leaf);
  const previous = parts.previous === null ? undefined : hashFrom(parts.previous);
  if (leaf === undefined || (previous === undefined && parts.previous !== null))
    return unreadable('leaf or previous is no hash');
  const recordedAt = Date.parse(parts.recordedAt);
  if (Number.isNaN(recordedAt) || new Date(recordedAt).toISOString() !== parts.recordedAt)
    return unreadable('the time of recording is none');
  const made = leafOf(
    hashing,
    {
      eventId,
      type,
      schemaVersion,
      payload,
      metadata,
      streamId: stream,
      revision: BigInt(revision),
      recordedAt,
    },
    previous,
  );
  return {
    kind: 'EVENT',
    index: parts.index,
    stream,
    revision,
    recordedAt,
    leaf,
    previous,
    fits: made !== undefined && equalBytes(made.hash, leaf) && (previous === undefined) === (revision === 0),
  };
};

const head = /^\{"eventId":"([^"\\]*)","index":(0|[1-9]\d{0,14}),"leaf":"([0-9a-f]{64})","metadata":(?=\{)/;
const tail =
  /,"previous":(?:null|"([0-9a-f]{64})"),"recordedAt":"([^"\\]{24})","revision":(0|[1-9]\d{0,14}),"schemaVersion":(0|[1-9]\d{0,14}),"stream":"([^"\\]*)","type":"([^"\\]*)"\}$/;
/** Longest end of a line that `tail` looks at. */
const tailMax = 600;

/**
 * The parts of an event's line that is written as nearly all are: its beginning and its end have one form, and what lies
 * between is metadata and payload as they are stored. Cut apart elsewhere they would not give the leaf hash.
 */
const cutOut = (line: string): Parts | undefined => {
  const first = head.exec(line);
  const begin = Math.max(0, line.length - tailMax);
  const last = tail.exec(line.slice(begin));
  if (first === null || last === null) return undefined;
  const from = first[0].length;
  const to = begin + last.index;
  const middle = line.indexOf(afterMetadata, from);
  if (middle < 0 || middle > to || line[middle + afterMetadata.length] !== '{') return undefined;
  return {
    eventId: first[1] ?? '',
    index: Number(first[2]),
    leaf: first[3] ?? '',
    metadata: line.slice(from, middle),
    payload: line.slice(middle + afterMetadata.length, to),
    previous: last[1] ?? null,
    recordedAt: last[2] ?? '',
    revision: Number(last[3]),
    schemaVersion: Number(last[4]),
    stream: last[5] ?? '',
    type: last[6] ?? '',
  };
};

/** The parts of any other line of an event, read as JSON and compared with how it has to be written. */
const partsOf = (members: Readonly<Record<string, unknown>>, line: string): Parts | string => {
  const { eventId, index, leaf, previous, recordedAt, revision, schemaVersion, stream, type } = members;
  const { metadata, payload } = members;
  if (typeof eventId !== 'string' || typeof stream !== 'string' || typeof type !== 'string')
    return 'it has no event id, stream or type';
  if (typeof metadata !== 'string' || typeof payload !== 'string')
    return 'its payload or metadata is not written as in such a line';
  if (!isCount(index) || !isCount(revision) || !isCount(schemaVersion))
    return 'index, revision or version is no number';
  if (typeof leaf !== 'string' || (previous !== null && typeof previous !== 'string'))
    return 'leaf or previous is no hash';
  if (typeof recordedAt !== 'string' || Number.isNaN(Date.parse(recordedAt)))
    return 'the time of recording is none';
  const parts = { eventId, index, leaf, metadata, payload, previous, recordedAt, revision, schemaVersion };
  const event = { ...parts, streamId: stream, type, recordedAt: Date.parse(recordedAt) };
  // Written otherwise, the line could be changed without a change of what it says.
  return lineOf(event, index, leaf, previous) === line
    ? { ...parts, stream, type }
    : 'it is not written as such a line is';
};

/** Reads one line, and hashes the event in it. Total; each line stands for itself, so that several can be read at once. */
export const readLogLine = (hashing: LeafHashing, line: string): LogLine => {
  const cut = cutOut(line);
  if (cut !== undefined) return eventFrom(hashing, cut);
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return unreadable('it is no JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return unreadable('it is no object');
  const members = value as Readonly<Record<string, unknown>>;
  if ('eventId' in members) {
    const parts = partsOf(members, line);
    return typeof parts === 'string' ? unreadable(parts) : eventFrom(hashing, parts);
  }
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
