import { bookCsv } from '../../api/book/bookCsv.ts';
import { linesOfBook } from '../../api/book/readBook.ts';
import type { BookOptions } from '../../api/cli/bookProgram.ts';
import { asJson, type Output, table } from '../../api/cli/output.ts';
import { destroyedSince } from '../../api/http/accessibleRecord.ts';
import { bookQueryOf, latenessIn } from '../../api/http/dealerBook.ts';
import { shownLine } from '../../api/http/dealerRoutes.ts';
import { type BookRow, bookBalance } from '../../projections/dealerRegister/queries.ts';
import type { Ledger } from '../composition.ts';
import { asReadModelsKnow } from './known.ts';
import { logged } from './readCommands.ts';

const header = [
  'DATE',
  'IN/OUT',
  'MOVEMENT',
  'FIREARM',
  'MAKE',
  'MODEL',
  'CALIBRE',
  'SERIAL',
  'OTHER SIDE',
  'REMARKS',
];

/** Prints the book of a dealer as the register has it: the same lines, totals and bytes as over HTTP (REQ-DLR-02). */
export const bookCommand = async (
  ledger: Ledger,
  dealer: string,
  options: BookOptions,
  output: Output,
): Promise<void> => {
  await logged(ledger, 'dealer register', dealer, options.purpose);
  const deps = { zone: ledger.config.zone, record: ledger.record };
  const query = {
    ...bookQueryOf(
      deps,
      dealer,
      'REGISTER',
      { ...options, view: options.struck ? 'both' : 'corrected' },
      await asReadModelsKnow(ledger),
    ),
    destroyedSince: destroyedSince(deps, options.purpose),
  };
  if (options.csv) {
    // Printing ends each line itself; the bytes are those of text/csv, which end with CR LF.
    for await (const chunk of bookCsv(ledger.pool, query)) output.print(chunk.replace(/\n$/, ''));
    return;
  }
  const isLate = await latenessIn(ledger, query.knownAt);
  const balance = await bookBalance(ledger.pool, query);
  const rows: BookRow[] = [];
  for await (const page of linesOfBook(ledger.pool, query)) rows.push(...page);
  if (options.json) {
    output.print(
      asJson({
        dealerId: dealer,
        from: query.from === '-infinity' ? null : query.from,
        to: query.to,
        knownAt: query.knownAt,
        ...balance,
        // Who the parties are is opened for a person with a purpose, not for the operator of the machine.
        lines: rows.map(shownLine(isLate, () => ({}))),
      }),
    );
    return;
  }
  output.print(`${dealer}, ${options.from ?? 'beginning'} to ${query.to}, as known at ${query.knownAt}`);
  output.print(
    `opening ${balance.opening}, received ${balance.received}, disposed of ${balance.disposedOf}, closing ${balance.closing}`,
  );
  const { opening, received, disposedOf, closing } = balance.components;
  if (opening + received > 0)
    output.print(
      `loose parts: opening ${opening}, received ${received}, disposed of ${disposedOf}, closing ${closing}`,
    );
  output.print(
    table(
      header,
      rows.map((row) => [
        row.effectiveAt,
        row.direction,
        row.movement,
        row.withheld ? '-' : row.firearmId,
        row.make ?? '-',
        row.model ?? '-',
        row.calibre ?? '-',
        row.serialRaw ?? '-',
        row.counterparty ?? row.counterpartyAbsent ?? '-',
        [
          ...(row.struckAt === null ? [] : ['struck']),
          ...(row.corrected ? ['corrected'] : []),
          ...(isLate(row) ? ['late'] : []),
          ...row.disputes,
        ].join(' '),
      ]),
    ),
  );
};
