import { type Mapping, mappedColumns } from './mapping.ts';
import { readCsv } from './readCsv.ts';
import { readNdjson } from './readNdjson.ts';
import type { SourceRecord } from './sourceRecord.ts';

/**
 * Streams the records of a CSV or NDJSON file as they become ready; memory does not grow with its length. Throws
 * `SourceUnfit` before the first record where the file as a whole does not fit the mapping.
 */
export const readSource = (path: string, mapping: Mapping): AsyncGenerator<ReadonlyArray<SourceRecord>> =>
  mapping.format === 'csv' ? readCsv(path, mapping, mappedColumns(mapping)) : readNdjson(path);
