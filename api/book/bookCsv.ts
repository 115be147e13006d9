import { createHash } from 'node:crypto';
import type { BookQuery, BookRow } from '../../projections/dealerRegister/queries.ts';
import type { SqlClient } from '../../projections/engine/sql.ts';
import { isPart, linesOfBook } from './readBook.ts';

/**
 * The columns of the exported book. Frozen: the hash of a hand-over is made over these bytes (REQ-DLR-03). Whether a
 * report was late is not among them: that depends on the policy of the reader's day, the times to judge it are here.
 */
const columns: ReadonlyArray<readonly [string, (row: BookRow) => string]> = [
  ['date', (row) => row.effectiveAt],
  ['precision', (row) => row.precision],
  ['direction', (row) => row.direction],
  ['movement', (row) => row.movement],
  ['firearmId', (row) => (isPart(row) || row.withheld ? '' : row.firearmId)],
  ['componentId', (row) => (isPart(row) && !row.withheld ? row.firearmId : '')],
  ['type', (row) => row.type ?? ''],
  ['make', (row) => row.make ?? ''],
  ['model', (row) => row.model ?? ''],
  ['calibre', (row) => row.calibre ?? ''],
  ['serialNumber', (row) => row.serialRaw ?? ''],
  [
    'counterparty',
    (row) => row.counterparty ?? (row.counterpartyAbsent === null ? '' : `(${row.counterpartyAbsent})`),
  ],
  ['basis', (row) => row.basisType],
  ['basisEventId', (row) => row.basisEventId],
  ['recordedAt', (row) => row.recordedAt.toISOString()],
  ['flags', (row) => row.disputes.join(' ')],
  ['struckAt', (row) => row.struckAt?.toISOString() ?? ''],
];

const formula = /^[=+\-@\t\r]/;
const quoted = /[",\r\n]/;

/** A cell by RFC 4180. Text that a spreadsheet would run as a formula gets an apostrophe in front. */
export const csvCell = (value: string): string => {
  const safe = formula.test(value) ? `'${value}` : value;
  return quoted.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
const csvRow = (cells: ReadonlyArray<string>): string => `${cells.map(csvCell).join(',')}\r\n`;

/** The book as text/csv, header first. The same query gives the same bytes at any later time. */
export async function* bookCsv(sql: SqlClient, query: BookQuery): AsyncGenerator<string> {
  yield csvRow(columns.map(([name]) => name));
  for await (const rows of linesOfBook(sql, query))
    yield rows.map((row) => csvRow(columns.map(([, cell]) => cell(row)))).join('');
}

/** Hash and number of lines of the exported book. */
export const bookDigest = async (
  sql: SqlClient,
  query: BookQuery,
): Promise<{ readonly sha256: string; readonly count: number }> => {
  const hash = createHash('sha256');
  let chunks = 0;
  let lines = 0;
  for await (const chunk of bookCsv(sql, query)) {
    hash.update(chunk);
    // No cell has a line break: every value of the book is one line of text.
    lines += chunks === 0 ? 0 : chunk.split('\r\n').length - 1;
    chunks += 1;
  }
  return { sha256: hash.digest('hex'), count: lines };
};
