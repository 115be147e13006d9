import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
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

async function* readNdjson(path: string): AsyncGenerator<ReadonlyArray<SourceRecord>> {
  const file = createReadStream(path, { encoding: 'utf8' });
  let number = 0;
  for await (const line of createInterface({ input: file, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue;
    number += 1;
    const bytes = file.bytesRead;
    try {
      const parsed: unknown = JSON.parse(line);
      if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
        throw new Error('not an object');
      const row = Object.fromEntries(
        Object.entries(parsed).map(([name, value]) => [
          name,
          typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value),
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
