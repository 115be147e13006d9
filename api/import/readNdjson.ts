import { repeatedName } from '../../domain/shared/repeatedName.ts';
import { linesOf } from './linesOf.ts';
import type { SourceRow } from './readRow.ts';
import { openSource } from './sourceBytes.ts';
import { recordBytesMax, type SourceRecord } from './sourceRecord.ts';

const rowOf = (text: string): SourceRow => {
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new Error('not an object');
  const repeated = repeatedName(text);
  if (repeated !== undefined)
    throw new Error(`the name "${repeated.slice(0, 60)}" stands twice in one object`);
  return Object.fromEntries(
    Object.entries(parsed).map(([name, value]) => [
      name,
      typeof value === 'string' || (typeof value === 'object' && value !== null)
        ? value
        : value === null
          ? ''
          : JSON.stringify(value),
    ]),
  );
};

/** The objects of a file with one in each line (JSON is UTF-8, RFC 8259 section 8.1), as they become ready. */
export async function* readNdjson(path: string): AsyncGenerator<ReadonlyArray<SourceRecord>> {
  const { chunks, textOf, bytesRead } = await openSource(path, 'utf-8');
  let number = 0;
  for await (const lines of linesOf(chunks)) {
    const bytes = bytesRead();
    const records: SourceRecord[] = [];
    for (const line of lines) {
      if (line?.every((byte) => byte === 32 || byte === 9 || byte === 13)) continue;
      number += 1;
      try {
        if (line === undefined) throw new Error(`longer than ${recordBytesMax} bytes`);
        const text = textOf(line);
        if (text === undefined) throw new Error('not UTF-8');
        records.push({ number, row: rowOf(text), bytes });
      } catch (error) {
        records.push({ number, bytes, unreadable: error instanceof Error ? error.message : 'not JSON' });
      }
    }
    yield records;
  }
}
