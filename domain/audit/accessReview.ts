/** What is known of one reader within a period. */
export type Reading = {
  readonly reads: number;
  readonly busiestSubjects: number;
  readonly usualSubjects: number;
  readonly outOfHours: number;
  readonly repeatedDays: number;
  readonly ownLookUps: number;
};
export type ReadingSignal = {
  readonly kind: 'OWN_LOOK_UP' | 'UNUSUAL_VOLUME' | 'SAME_SUBJECT' | 'OUT_OF_HOURS';
  readonly value: number;
  /** What it is measured against. */
  readonly usual: number;
  /** Weight in the ranking. */
  readonly weight: number;
};

/** Below these numbers nothing is said: few reads are never unusual. */
const least = { subjects: 20, timesUsual: 5, days: 5, outOfHours: 10 } as const;

const rounded = (value: number): number => Math.round(value * 100) / 100;

/**
 * What an auditor should look at first. One's own record weighs more than anything else; the others by how far they are
 * beyond what is usual. Signals are reasons to ask, not findings against a person.
 */
export const readingSignals = (reading: Reading): ReadonlyArray<ReadingSignal> => {
  const { reads, busiestSubjects, usualSubjects, outOfHours, repeatedDays, ownLookUps } = reading;
  const usual = Math.max(1, usualSubjects);
  const signals: ReadingSignal[] = [];
  if (ownLookUps > 0)
    signals.push({ kind: 'OWN_LOOK_UP', value: ownLookUps, usual: 0, weight: 100 + ownLookUps });
  if (busiestSubjects >= least.subjects && busiestSubjects >= least.timesUsual * usual)
    signals.push({
      kind: 'UNUSUAL_VOLUME',
      value: busiestSubjects,
      usual: usualSubjects,
      weight: rounded(busiestSubjects / usual),
    });
  if (repeatedDays >= least.days)
    signals.push({ kind: 'SAME_SUBJECT', value: repeatedDays, usual: least.days, weight: repeatedDays });
  if (outOfHours >= least.outOfHours)
    signals.push({
      kind: 'OUT_OF_HOURS',
      value: outOfHours,
      usual: reads,
      weight: rounded((10 * outOfHours) / Math.max(1, reads)),
    });
  return signals;
};

export const weightOf = (signals: ReadonlyArray<ReadingSignal>): number =>
  rounded(signals.reduce((sum, { weight }) => sum + weight, 0));
