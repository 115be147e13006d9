import { type LogLine, readLogLine } from '../../domain/integrity/export/logLines.ts';
import { linesIn } from './linesOf.ts';
import { nodeHashing } from './nodeHashing.ts';

/**
 * Lines that were read in another thread, packed so that they cost little to hand over: what is alike of all events in
 * arrays of one type each, whatever is no event by itself.
 */
export type PackedLines = {
  readonly count: number;
  /** 64 bytes an event: leaf and previous. */
  readonly hashes: Uint8Array<ArrayBuffer>;
  /** Four an event: index, revision, time of recording, and what its flags say. */
  readonly numbers: Float64Array<ArrayBuffer>;
  /** Streams, a line each. */
  readonly streams: string;
  /** Lines that are no event, by their place among all. */
  readonly others: ReadonlyArray<readonly [number, LogLine]>;
};

const fits = 1;
const follows = 2;

export const packLines = (piece: Uint8Array): PackedLines => {
  const lines = linesIn(piece);
  const hashes = new Uint8Array(lines.length * 64);
  const numbers = new Float64Array(lines.length * 4);
  const streams: string[] = [];
  const others: (readonly [number, LogLine])[] = [];
  let events = 0;
  for (const [at, line] of lines.entries()) {
    const read = readLogLine(nodeHashing, line);
    if (read.kind !== 'EVENT' || read.stream.includes('\n')) {
      others.push([at, read]);
      continue;
    }
    hashes.set(read.leaf, events * 64);
    if (read.previous !== undefined) hashes.set(read.previous, events * 64 + 32);
    numbers.set(
      [
        read.index,
        read.revision,
        read.recordedAt,
        (read.fits ? fits : 0) + (read.previous === undefined ? 0 : follows),
      ],
      events * 4,
    );
    streams.push(read.stream);
    events += 1;
  }
  return { count: lines.length, hashes, numbers, streams: streams.join('\n'), others };
};

/** The lines again, in their order. */
export function* unpackLines({ count, hashes, numbers, streams, others }: PackedLines): Generator<LogLine> {
  const names = streams.split('\n');
  let event = 0;
  let other = 0;
  for (let at = 0; at < count; at += 1) {
    const next = others[other];
    if (next?.[0] === at) {
      other += 1;
      yield next[1];
      continue;
    }
    const flags = numbers[event * 4 + 3] ?? 0;
    yield {
      kind: 'EVENT',
      stream: names[event] ?? '',
      index: numbers[event * 4] ?? 0,
      revision: numbers[event * 4 + 1] ?? 0,
      recordedAt: numbers[event * 4 + 2] ?? 0,
      leaf: hashes.subarray(event * 64, event * 64 + 32),
      previous: flags >= follows ? hashes.subarray(event * 64 + 32, event * 64 + 64) : undefined,
      fits: flags % 2 === fits,
    };
    event += 1;
  }
}
