import { accessReview } from '../../api/audit/accessReview.ts';
import { auditCsv } from '../../api/audit/auditCsv.ts';
import { type AuditDeps, type AuditList, cellOf, columnsOf } from '../../api/audit/auditList.ts';
import { auditLists } from '../../api/audit/catalogue.ts';
import { auditOverview } from '../../api/audit/overview.ts';
import type { AuditOptions } from '../../api/cli/auditProgram.ts';
import { asJson, CommandFailed, exitCode, type Output, table } from '../../api/cli/output.ts';
import type { Ledger } from '../composition.ts';
import { asReadModelsKnow } from './known.ts';
import { logged } from './readCommands.ts';

const printTable = (
  output: Output,
  columns: ReadonlyArray<string>,
  rows: ReadonlyArray<Readonly<Record<string, unknown>>>,
): void =>
  output.print(
    rows.length === 0
      ? 'Nothing is listed.'
      : table(
          columns.map((column) => column.replace(/([A-Z])/g, ' $1').toUpperCase()),
          rows.map((row) => columns.map((column) => cellOf(row[column]) || '-')),
        ),
  );

const printList = async (
  deps: AuditDeps,
  list: AuditList,
  { csv, json, limit, from, to }: AuditOptions,
  output: Output,
): Promise<void> => {
  const period = { from, to };
  if ((from !== undefined || to !== undefined) && !('from' in list.query))
    throw new CommandFailed(`The list ${list.name} is of what stands now: it has no period.`, exitCode.usage);
  if (csv) {
    // Printing ends each line itself; the bytes are those of text/csv, which end with CR LF.
    for await (const chunk of auditCsv(list, deps, period))
      if (chunk !== '') output.print(chunk.replace(/\n$/, ''));
    return;
  }
  const rows = await list.page(deps, period, { limit });
  if (json) output.print(asJson({ [list.member]: rows, complete: rows.length < limit }));
  else printTable(output, columnsOf(list), rows);
  if (!json && rows.length === limit) output.note('There may be more; --limit shows them, --csv writes all.');
};

const readerColumns = ['rank', 'weight', 'actorId', 'role', 'organisationId', 'reads', 'subjects', 'signal'];
const overviewColumns = ['section', 'name', 'count', 'overdue', 'meaning'];

/** The lists of the auditor on the command line, the same as over HTTP. */
export const auditCommand = async (
  ledger: Ledger,
  name: string,
  options: AuditOptions,
  output: Output,
): Promise<void> => {
  const { record, eventStore, codec, pool, config } = ledger;
  const deps: AuditDeps = {
    sql: pool,
    zone: config.zone,
    record,
    eventStore,
    codec,
    known: await asReadModelsKnow(ledger),
  };
  const { from, to, json, csv, limit } = options;
  const list = auditLists.find((each) => each.name === name);
  if (list === undefined && csv)
    throw new CommandFailed(`${name} is no list that is written as CSV; use --json.`, exitCode.usage);
  await logged(ledger, `audit ${name}`);
  if (list !== undefined) return printList(deps, list, options, output);
  if (name === 'access-review') {
    const readers = await accessReview(deps, { from, to, own: [], limit });
    if (json) output.print(asJson({ readers }));
    else
      printTable(
        output,
        readerColumns,
        readers.map((reader) => ({ ...reader, signal: reader.signals.map(({ kind }) => kind) })),
      );
    return;
  }
  const lines = await auditOverview(deps, { from, to });
  if (json) output.print(asJson({ lines }));
  else printTable(output, overviewColumns, lines);
};
