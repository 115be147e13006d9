import type { SourceRow } from './readRow.ts';

/** A record of the source with its number (the first is 1), or why it could not be read. */
export type SourceRecord =
  | { readonly number: number; readonly row: SourceRow; readonly bytes: number }
  | { readonly number: number; readonly unreadable: string; readonly bytes: number };

/** Longest record that is read: a file that is no table must not fill the memory. */
export const recordBytesMax = 1_000_000;

/** The file does not fit the mapping as a whole: nothing of it is recorded. */
export class SourceUnfit extends Error {}
