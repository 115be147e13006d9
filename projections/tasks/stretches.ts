import type { KindInForce } from '../../domain/access/taskAccess.ts';
import { moves } from '../../domain/policy/workingDays.ts';
import type { PolicyPeriod } from '../../domain/system/policyInForce.ts';
import { periodOf, type Term, terms } from '../../domain/tasks/due.ts';
import { addDays, addMonths, type CalendarDate } from '../../domain/time/calendarDate.ts';
import { addDuration, durationOf } from '../../domain/time/duration.ts';
import { type Holidays, workingDayFrom } from '../../domain/time/holidays.ts';
import type { Instant } from '../../domain/time/zone.ts';

/** How tasks of one kind and term are measured that arose in a stretch of time. */
export type Stretch = {
  readonly from: Instant;
  readonly until: Instant;
  /** As ISO 8601; absent where a task states its last day itself. */
  readonly period?: string;
  /** Whether the last day moves to a working day. */
  readonly moves: boolean;
};

const isTerm = (text: string): text is Term => terms.some((term) => term === text);

/**
 * The stretches of a kind and term over the versions of the policy, for as long as the kind is shown. Versions that agree
 * in what matters here are one stretch, so that a change of another deadline costs a list nothing.
 */
export const stretchesOf = (
  kind: string,
  term: string,
  shown: ReadonlyArray<KindInForce>,
  policies: ReadonlyArray<PolicyPeriod>,
): ReadonlyArray<Stretch> => {
  const stretches: Stretch[] = [];
  for (const { policy, from, until } of policies) {
    if (!shown.some((each) => each.kind === kind && each.from === from)) continue;
    const measure = isTerm(term)
      ? { period: periodOf(term, policy), moves: moves(term, policy) }
      : { moves: false };
    const last = stretches.at(-1);
    if (last?.until === from && last.period === measure.period && last.moves === measure.moves)
      stretches[stretches.length - 1] = { ...last, until };
    else stretches.push({ from, until, ...measure });
  }
  return stretches;
};

/** Further than any row of holidays moves a day. */
const margin = 40;
/** Years beyond 9999 do not sort as text; no term is counted from so late a day, and none ends there. */
const endOfTime = '9990-01-01';

/**
 * The first day from which a term that is counted falls due on a day or later. A later day never falls due earlier, as
 * months end where they end and a working day follows: so all before it fall due before the day, and none after it.
 */
export const firstDayDueFrom = (
  day: CalendarDate,
  { period, moves: moved }: Pick<Stretch, 'period' | 'moves'>,
  holidays: Holidays,
): CalendarDate => {
  if (period === undefined || day >= endOfTime) return day;
  const duration = durationOf(period);
  const isDueFrom = (from: CalendarDate): boolean => {
    const nominal = addDuration(from, duration);
    return (moved ? workingDayFrom(nominal, holidays) : nominal) >= day;
  };
  let early = addDays(addMonths(day, -duration.months), -duration.days - margin);
  while (isDueFrom(early)) early = addDays(early, -margin);
  let apart = 2 * margin;
  while (!isDueFrom(addDays(early, apart))) apart *= 2;
  let tooEarly = 0;
  while (apart - tooEarly > 1) {
    const middle = Math.floor((tooEarly + apart) / 2);
    if (isDueFrom(addDays(early, middle))) apart = middle;
    else tooEarly = middle;
  }
  return addDays(early, apart);
};
