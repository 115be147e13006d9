import {
  type BookKey,
  type BookQuery,
  type BookRow,
  bookPage,
} from '../../projections/dealerRegister/queries.ts';
import type { SqlClient } from '../../projections/engine/sql.ts';

const pageLines = 1000;

/** Text of an instant as a key: what the driver gives for infinities is a number. */
export const instantKey = (value: Date | number): string =>
  value instanceof Date ? value.toISOString() : value < 0 ? '-infinity' : 'infinity';

/** Whether a line is of a loose part; its place in the book is then that of the part. */
export const isPart = ({ firearmId }: Pick<BookRow, 'firearmId'>): boolean => firearmId.startsWith('T-');

/** The place of a line in the order of the book. */
export const keyOfLine = (row: BookRow): BookKey => ({
  validFrom: instantKey(row.validFrom),
  firearmId: row.firearmId,
  no: row.no,
  knownFrom: instantKey(row.knownFrom),
});

/** Every line of a book, page by page: a book of many years is never in memory as a whole. */
export async function* linesOfBook(sql: SqlClient, query: BookQuery): AsyncGenerator<ReadonlyArray<BookRow>> {
  let after: BookKey | undefined;
  for (;;) {
    const rows = await bookPage(sql, query, after, pageLines);
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageLines) return;
    after = keyOfLine(last);
  }
}
