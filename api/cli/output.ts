/** Where a command writes: results to standard output, everything else to standard error. */
export type Output = {
  readonly print: (text: string) => void;
  readonly note: (text: string) => void;
  /** A line that is rewritten in place on a terminal and left out elsewhere. */
  readonly progress: (text: string) => void;
};

/** Exit codes that scripts can rely on. */
export const exitCode = {
  ok: 0,
  refused: 1,
  usage: 2,
  unverified: 2,
  unavailable: 69,
  internal: 70,
} as const;

/** A failure that a person can act on: the text is shown without a stack, the code is the exit code. */
export class CommandFailed extends Error {
  readonly exitCode: number;
  constructor(message: string, code: number = exitCode.refused) {
    super(message);
    this.exitCode = code;
  }
}

const aligned = (rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

/** A plain text table with a header. */
export const table = (header: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): string =>
  aligned([header, ...rows]);

/** JSON for scripts: bigints as decimal strings. */
export const asJson = (value: unknown): string =>
  JSON.stringify(
    value,
    (_key, each) =>
      typeof each === 'bigint' ? String(each) : each instanceof Map ? Object.fromEntries(each) : each,
    2,
  );
