import type { DerivedIds } from '../shared/ids.ts';
import { addDays, type CalendarDate } from '../time/calendarDate.ts';

/** What is simulated: the same plan gives the same lives, so that a run that was killed goes on and a second adds nothing. */
export type Plan = {
  readonly seed: number;
  readonly firearms: number;
  /** First day on which a life may begin. */
  readonly from: CalendarDate;
  /** Last day on which anything happens or is recorded; what the lives hold beyond it is left out. */
  readonly until: CalendarDate;
  readonly zone: string;
  /** State whose register it is. */
  readonly territory: string;
  readonly ids: DerivedIds;
};

/** Firearms of one district. Lives of a district know its parties only, so that memory does not grow with the register. */
export const firearmsOfDistrict = 1000;

/**
 * Lives begin before this day. It follows the year of `until` only, so that a run that goes on the next day tells the
 * same lives and adds what that day brought.
 */
export const horizonOf = ({ from, until }: Pick<Plan, 'from' | 'until'>): CalendarDate => {
  const newYear = `${until.slice(0, 4)}-01-01`;
  const atLeast = addDays(from, 365);
  return newYear > atLeast ? newYear : atLeast;
};

/** What all keys and labels of a plan begin with; the number of firearms is no part of it, so more may be added. */
export const nameOfPlan = (plan: Pick<Plan, 'seed' | 'from' | 'until'>): string =>
  `simulation ${plan.seed} ${plan.from} ${horizonOf(plan)}`;

const dayMs = 86_400_000;
/** Days from one date to another. */
export const daysBetween = (from: CalendarDate, to: CalendarDate): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
