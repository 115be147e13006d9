import type { RecategorisationLine } from './recategorise.ts';

/** Firearms and holders that a summary names. */
const examplesMax = 10;
const holdersMax = 1000;

export type RecategorisationSummary = {
  readonly firearms: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly reasons: Readonly<Record<string, number>>;
  readonly examples: ReadonlyArray<RecategorisationLine>;
  /** Parties that have a right to the category of before and none to the new one; `listed` may be fewer than `count`. */
  readonly holdersWithoutRight: { readonly count: number; readonly listed: ReadonlyArray<string> };
};

/** Counts lines as they come; memory grows with the parties concerned, not with the firearms. */
export const createRecategorisationSummary = () => {
  const outcomes = new Map<string, number>();
  const reasons = new Map<string, number>();
  const holders = new Set<string>();
  const examples: RecategorisationLine[] = [];
  let firearms = 0;
  const count = (map: Map<string, number>, key: string): void => {
    map.set(key, (map.get(key) ?? 0) + 1);
  };
  return {
    add: (lines: ReadonlyArray<RecategorisationLine>): void => {
      firearms += lines.length;
      for (const line of lines) {
        count(outcomes, line.outcome);
        if (line.because !== undefined) count(reasons, line.because);
        for (const name of line.missing ?? []) count(reasons, `not recorded: ${name}`);
        if (line.holderLosesRight === true && line.holder !== undefined) holders.add(line.holder);
        if (examples.length < examplesMax) examples.push(line);
      }
    },
    summary: (): RecategorisationSummary => ({
      firearms,
      outcomes: Object.fromEntries(outcomes),
      reasons: Object.fromEntries(reasons),
      examples,
      holdersWithoutRight: { count: holders.size, listed: [...holders].slice(0, holdersMax) },
    }),
  };
};
