import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import type { SourceRow } from './readRow.ts';

/** A record of the source with its number (the first is 1), or why it could not be read. */
export type SourceRecord =
  | { readonly number: number; readonly row: SourceRow; readonly bytes: number }
  | { readonly number: number; readonly unreadable: string; readonly bytes: number };

/** Longest record that is read: a file that is no table must not fill the memory. */
const recordBytesMax = 1_000_000;

async function* readCsv(path: string, delimiter: string): AsyncGenerator<ReadonlyArray<SourceRecord>> {
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  const parser = file.pipe(
    parse({
      columns: true,
      bom: true,
      delimiter,
      max_record_size: recordBytesMax,
      relax_column_count: true,
      skip_empty_lines: true,
    }),
  );
  file.on('error', (error) => parser.destroy(error));
  let number = 0;
  for await (const first of parser as AsyncIterable<SourceRow>) {
    const records: SourceRecord[] = [];
    // What the parser holds already is taken at once: waiting for each row alone costs more than reading it.
    for (let row: SourceRow | null = first; row !== null; row = parser.read() as SourceRow | null) {
      number += 1;
      records.push({ number, row, bytes: file.bytesRead });
    }
    yield records;
  }
}

/**
 * The lines of a file as bytes, split at the line feed alone: U+2028 and others are text within a JSON string.
 * A line that is too long is passed over and stands as undefined.
 */
async function* linesOf(path: string): AsyncGenerator<{ readonly line?: Buffer; readonly bytes: number }> {
  let kept: Buffer[] = [];
  let length = 0;
  let bytes = 0;
  const taken = (): { readonly line?: Buffer; readonly bytes: number } => {
    const line = length > recordBytesMax ? { bytes } : { line: Buffer.concat(kept), bytes };
    kept = [];
    length = 0;
    return line;
  };
  const keep = (part: Buffer): void => {
    length += part.length;
    if (length > recordBytesMax) kept = [];
    else kept.push(part);
  };
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    let begin = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, begin)) {
      keep(chunk.subarray(begin, end));
      bytes += end + 1 - begin;
      begin = end + 1;
      yield taken();
    }
    keep(chunk.subarray(begin));
    bytes += chunk.length - begin;
  }
  if (length > 0) yield taken();
}

async function* readNdjson(path: string): AsyncGenerator<ReadonlyArray<SourceRecord>> {
  // Bytes that are no UTF-8 are refused: replaced by U+FFFD they would be recorded as evidence.
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let number = 0;
  for await (const { line, bytes } of linesOf(path)) {
    if (line?.every((byte) => byte === 32 || byte === 9 || byte === 13)) continue;
    number += 1;
    try {
      if (line === undefined) throw new Error(`longer than ${recordBytesMax} bytes`);
      const parsed: unknown = JSON.parse(decoder.decode(line));
      if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
        throw new Error('not an object');
      const row = Object.fromEntries(
        Object.entries(parsed).map(([name, value]) => [
          name,
          typeof value === 'string' || (typeof value === 'object' && value !== null)
            ? value
            : value === null
              ? ''
              : JSON.stringify(value),
        ]),
      );
      yield [{ number, row, bytes }];
    } catch (error) {
      yield [{ number, bytes, unreadable: error instanceof Error ? error.message : 'not JSON' }];
    }
  }
}

/** Streams the records of a CSV or NDJSON file as they become ready; memory does not grow with its length. */
export const readSource = (
  path: string,
  format: 'csv' | 'ndjson',
  delimiter = ',',
): AsyncGenerator<ReadonlyArray<SourceRecord>> =>
  format === 'csv' ? readCsv(path, delimiter) : readNdjson(path);
