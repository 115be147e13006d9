import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

const written = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const lineOf = (cells: ReadonlyArray<string>): string => `${cells.map(written).join(',')}\n`;

/** Writes a file of `times` the records, each repetition with references and serial numbers of its own. */
export const lengthenFile = (
  from: string,
  to: string,
  times: number,
  columns: { readonly reference: string; readonly serial: string },
): void => {
  const [header = [], ...rows] = parse(readFileSync(from), { bom: true }) as string[][];
  const reference = header.indexOf(columns.reference);
  const serial = header.indexOf(columns.serial);
  writeFileSync(to, lineOf(header));
  for (let copy = 0; copy < times; copy += 1)
    appendFileSync(
      to,
      rows
        .map((row) =>
          lineOf(
            row.map((cell, column) =>
              copy === 0 || cell === ''
                ? cell
                : column === reference
                  ? `${cell}-${copy}`
                  : column === serial
                    ? `${cell}${copy}`
                    : cell,
            ),
          ),
        )
        .join(''),
    );
};
