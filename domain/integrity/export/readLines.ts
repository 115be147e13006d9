import type { LeafHashing } from '../leaf.ts';
import { leafOf } from '../leaf.ts';
import { createEventHasher, readHex } from './eventHash.ts';
import { createEventParts, cutEvent } from './eventParts.ts';
import {
  eventHashBytes,
  type LogEvent,
  previousOffset,
  streamKey,
  streamKeyBytes,
  streamKeyOffset,
} from './logEvent.ts';
import { type OtherLine, type PlainLine, readOtherLine, unreadable } from './otherLines.ts';

/**
 * What the lines of a piece of a log say. Events, of which there are millions, stand in columns: they cost little to make,
 * to hand over between threads, and to go through.
 */
export type LogLines = {
  /** The piece that was read; the names of streams stand in it. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Lines, of which events that are written as nearly all are. */
  readonly count: number;
  readonly events: number;
  readonly hashes: Uint8Array<ArrayBuffer>;
  readonly numbers: Float64Array<ArrayBuffer>;
  /** All other lines, by their place among the lines. */
  readonly others: ReadonlyArray<readonly [number, OtherLine]>;
};

/** Memory that the columns of an earlier piece took. */
export type LineRoom = Pick<LogLines, 'hashes' | 'numbers'>;

/** Numbers of an event: index, revision, time of recording, flags, and where the name of its stream begins and ends. */
const numbersOfEvent = 6;
const [fits, follows] = [1, 2];
/** No line of an event is shorter. */
const eventBytesLeast = 200;
const lineFeed = 10;

const roomFor = (events: number, earlier: LineRoom | undefined): LineRoom =>
  earlier !== undefined && earlier.numbers.length >= events * numbersOfEvent
    ? earlier
    : {
        hashes: new Uint8Array(events * eventHashBytes),
        numbers: new Float64Array(events * numbersOfEvent),
      };

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const decoded = (bytes: Uint8Array): string | undefined => {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
};

/**
 * Reads lines, and hashes the events in them, from bytes up to `end`, which is behind the last line without its line feed.
 * Total; each line stands for itself, so that several pieces can be read at once.
 */
export const createLineReader = (
  hashing: LeafHashing,
  isUtf8: (bytes: Uint8Array) => boolean = (bytes) => decoded(bytes) !== undefined,
) => {
  const parts = createEventParts();
  const hashOf = createEventHasher(hashing);

  const textOf = (bytes: Uint8Array, begin: number, end: number): string =>
    strict.decode(bytes.subarray(begin, end));
  /** By way of texts, for metadata in an unusual order. */
  const hashOfTexts = (bytes: Uint8Array, begin: number, previous: Uint8Array): Uint8Array | undefined =>
    leafOf(
      hashing,
      {
        eventId: textOf(bytes, begin + '{"eventId":"'.length, parts.idEnd - 1),
        type: textOf(bytes, parts.typeBegin, parts.typeEnd),
        schemaVersion: parts.schemaVersion,
        payload: textOf(bytes, parts.payloadBegin, parts.payloadEnd),
        metadata: textOf(bytes, parts.metadataBegin, parts.metadataEnd),
        streamId: textOf(bytes, parts.streamBegin, parts.streamEnd),
        revision: BigInt(parts.revision),
        recordedAt: parts.recordedAt,
      },
      parts.previousBegin < 0 ? undefined : previous,
    )?.hash;

  const isStreamBefore = (bytes: Uint8Array, first: number, numbers: Float64Array): boolean => {
    const [begin, end] = [numbers[first + 4] ?? 0, numbers[first + 5] ?? 0];
    if (end - begin !== parts.streamEnd - parts.streamBegin) return false;
    for (let index = 0; index < end - begin; index += 1)
      if (bytes[begin + index] !== bytes[parts.streamBegin + index]) return false;
    return true;
  };

  /** Writes an event into the columns; false where the line is none that is written as nearly all are. */
  const readEvent = (
    bytes: Uint8Array,
    begin: number,
    end: number,
    { hashes, numbers }: LineRoom,
    event: number,
  ): boolean => {
    if (!cutEvent(bytes, begin, end, parts)) return false;
    const at = event * eventHashBytes;
    const isFirst = parts.previousBegin < 0;
    if (!readHex(bytes, parts.leafBegin, hashes, at, previousOffset)) return false;
    if (!isFirst && !readHex(bytes, parts.previousBegin, hashes, at + previousOffset, previousOffset))
      return false;
    // What was recorded in one go often stands together: then it is the stream of the event before.
    if (event > 0 && isStreamBefore(bytes, (event - 1) * numbersOfEvent, numbers))
      hashes.copyWithin(at + streamKeyOffset, at - streamKeyBytes, at);
    else
      hashes.set(
        streamKey(hashing.sha256, bytes.subarray(parts.streamBegin, parts.streamEnd)),
        at + streamKeyOffset,
      );
    const made =
      hashOf(bytes, begin, parts) ??
      hashOfTexts(bytes, begin, hashes.slice(at + previousOffset, at + streamKeyOffset));
    let isSame = made !== undefined;
    for (let index = 0; isSame && index < previousOffset; index += 1)
      isSame = made?.[index] === hashes[at + index];
    const first = event * numbersOfEvent;
    numbers[first] = parts.index;
    numbers[first + 1] = parts.revision;
    numbers[first + 2] = parts.recordedAt;
    numbers[first + 3] = (isSame && isFirst === (parts.revision === 0) ? fits : 0) + (isFirst ? 0 : follows);
    numbers[first + 4] = parts.streamBegin;
    numbers[first + 5] = parts.streamEnd;
    return true;
  };

  return (bytes: Uint8Array<ArrayBuffer>, end: number = bytes.length, earlier?: LineRoom): LogLines => {
    const room = roomFor(Math.floor(end / eventBytesLeast) + 1, earlier);
    const isText = isUtf8(bytes.subarray(0, end));
    const others: (readonly [number, OtherLine])[] = [];
    let count = 0;
    let events = 0;
    for (let begin = 0; begin <= end; count += 1) {
      const found = bytes.indexOf(lineFeed, begin);
      const to = found < 0 || found > end ? end : found;
      // A line that is not UTF-8 is none, whatever it would read like.
      const isLineText = isText || isUtf8(bytes.subarray(begin, to));
      if (isLineText && readEvent(bytes, begin, to, room, events)) events += 1;
      else {
        const text = isLineText ? decoded(bytes.subarray(begin, to)) : undefined;
        others.push([
          count,
          text === undefined ? unreadable('it is no UTF-8') : readOtherLine(hashing, text),
        ]);
      }
      begin = to + 1;
    }
    return { bytes, count, events, hashes: room.hashes, numbers: room.numbers, others };
  };
};

/** Goes through the lines in their order. The event is the same object each time. */
export const eachLine = (
  { bytes, count, hashes, numbers, others }: LogLines,
  take: { readonly event: (event: LogEvent) => void; readonly other: (line: PlainLine) => void },
): void => {
  const event: LogEvent = {
    ...{ index: 0, revision: 0, recordedAt: 0, fits: false, follows: false },
    ...{ hashes, at: 0, names: bytes, streamBegin: 0, streamEnd: 0 },
  };
  let other = 0;
  let first = 0;
  for (let line = 0; line < count; line += 1) {
    const next = others[other];
    if (next?.[0] === line) {
      other += 1;
      if (next[1].kind === 'EVENT') take.event(next[1].event);
      else take.other(next[1]);
      continue;
    }
    const flags = numbers[first + 3] ?? 0;
    event.index = numbers[first] ?? 0;
    event.revision = numbers[first + 1] ?? 0;
    event.recordedAt = numbers[first + 2] ?? 0;
    event.fits = flags % 2 === fits;
    event.follows = flags >= follows;
    event.streamBegin = numbers[first + 4] ?? 0;
    event.streamEnd = numbers[first + 5] ?? 0;
    take.event(event);
    first += numbersOfEvent;
    event.at += eventHashBytes;
  }
};
