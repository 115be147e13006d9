import { csvCell } from '../book/bookCsv.ts';
import { type AuditDeps, type AuditList, cellOf, columnsOf, wholeList } from './auditList.ts';

const line = (cells: ReadonlyArray<string>): string => `${cells.map(csvCell).join(',')}\r\n`;

/** A whole list as text/csv, header first. */
export async function* auditCsv(
  list: AuditList,
  deps: AuditDeps,
  query: Readonly<Record<string, string | undefined>>,
): AsyncGenerator<string> {
  const columns = columnsOf(list);
  yield line(columns);
  for await (const rows of wholeList(list, deps, query))
    yield rows.map((row) => line(columns.map((column) => cellOf(row[column])))).join('');
}
