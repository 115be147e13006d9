import type { BookBalance, BookQuery, BookRow } from '../../projections/dealerRegister/queries.ts';
import type { SqlClient } from '../../projections/engine/sql.ts';
import { escaped } from '../print/html.ts';
import { linesOfBook } from './readBook.ts';

const style = `
body{font:11px/1.35 system-ui,sans-serif;margin:1.5em}
h1{font-size:16px}
table{border-collapse:collapse;width:100%}
th,td{border:1px solid #777;padding:2px 4px;text-align:left;vertical-align:top}
thead{display:table-header-group}
tr{break-inside:avoid}
.struck td{text-decoration:line-through;color:#555}
dl{display:grid;grid-template-columns:max-content auto;gap:0 1em}
@page{size:A4 landscape;margin:12mm}`;

const headings = [
  'Date',
  'In / out',
  'Movement',
  'Type',
  'Make',
  'Model',
  'Calibre',
  'Serial number',
  'Supplier / acquirer',
  'Firearm or part',
  'Recorded',
  'Remarks',
];

export type PrintedBook = {
  readonly query: BookQuery;
  readonly period: string;
  readonly balance: BookBalance;
  readonly isLate: (row: BookRow) => boolean;
  /** Name and address of the other side, for the lines of one page. */
  readonly counterparties: (rows: ReadonlyArray<BookRow>) => Promise<(row: BookRow) => ReadonlyArray<string>>;
};

const row = (
  line: BookRow,
  isLate: (row: BookRow) => boolean,
  counterparty: ReadonlyArray<string>,
): string => {
  const remarks = [
    ...(line.struckAt === null ? [] : [`struck ${line.struckAt.toISOString()}`]),
    ...(line.corrected ? ['corrected'] : []),
    ...(isLate(line) ? ['reported late'] : []),
    ...line.disputes,
  ];
  const cells = [
    line.effectiveAt,
    line.direction,
    line.movement,
    line.type ?? '',
    line.make ?? '',
    line.model ?? '',
    line.calibre ?? '',
    line.serialRaw ?? '',
    [
      line.counterparty ?? (line.counterpartyAbsent === null ? '' : `(${line.counterpartyAbsent})`),
      ...counterparty,
    ].join(', '),
    line.withheld ? '' : line.firearmId,
    line.recordedAt.toISOString(),
    remarks.join('; '),
  ];
  return `<tr${line.struckAt === null ? '' : ' class="struck"'}>${cells
    .map((cell) => `<td>${escaped(cell)}</td>`)
    .join('')}</tr>\n`;
};

/** The book as a page to print: what it is, as known when, its totals and its lines. No scripts, nothing loaded. */
export async function* bookHtml(
  sql: SqlClient,
  { query, period, balance, isLate, counterparties }: PrintedBook,
): AsyncGenerator<string> {
  const { opening, received, disposedOf, closing, components } = balance;
  yield `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Acquisition and disposal book</title><style>${style}</style></head>
<body><h1>Acquisition and disposal book</h1>
<dl><dt>Dealer</dt><dd>${escaped(query.party)}</dd><dt>Period</dt><dd>${escaped(period)}</dd>
<dt>As known at</dt><dd>${escaped(query.knownAt)}</dd>
<dt>Opening stock</dt><dd>${opening}</dd><dt>Received</dt><dd>${received}</dd>
<dt>Disposed of</dt><dd>${disposedOf}</dd><dt>Closing stock</dt><dd>${closing}</dd>
<dt>Loose parts</dt><dd>opening ${components.opening}, received ${components.received}, disposed of ${components.disposedOf}, closing ${components.closing}</dd></dl>
<table><thead><tr>${headings.map((heading) => `<th scope="col">${heading}</th>`).join('')}</tr></thead><tbody>
`;
  for await (const rows of linesOfBook(sql, query)) {
    const other = await counterparties(rows);
    yield rows.map((line) => row(line, isLate, other(line))).join('');
  }
  yield `</tbody></table></body></html>\n`;
}
