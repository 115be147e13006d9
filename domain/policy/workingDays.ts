import { list, oneOf, record } from '../shared/shape.ts';
import type { Holidays } from '../time/holidays.ts';
import { holidayRule, holidaysOf } from '../time/holidays.ts';
import type { Instant } from '../time/zone.ts';
import type { Policy } from './policy.ts';
import { deadlineTerms, type Term } from './terms.ts';

/** Which days are no working days, and which deadlines heed that; the end of retention has a switch of its own. */
export const workingDays = record(
  {
    holidays: list(holidayRule, 0, 150, 'public holidays beside Saturdays and Sundays'),
    movedDeadlines: list(
      oneOf(deadlineTerms, 'deadline'),
      0,
      deadlineTerms.length,
      'deadlines whose last day moves to the next working day (Reg. 1182/71 art. 3(4))',
    ),
  },
  'working days',
);

// An import asks for every event, a list for every row.
const calendars = new WeakMap<Policy['workingDays'], Holidays>();

/** The public holidays of a policy. */
export const holidaysIn = ({ workingDays: stated }: Pick<Policy, 'workingDays'>): Holidays => {
  const known = calendars.get(stated) ?? holidaysOf(stated.holidays);
  calendars.set(stated, known);
  return known;
};

/** Whether the last day of a deadline moves to a working day. */
export const moves = (
  term: Term,
  { workingDays: { movedDeadlines } }: Pick<Policy, 'workingDays'>,
): boolean => movedDeadlines.some((each) => each === term);

/**
 * The public holidays as the policies have them, each day by the version that holds on it: a law of next year says which
 * days of that year are free, also for a period that began before it.
 */
export const holidaysBy = (policyAt: (at: Instant) => Pick<Policy, 'workingDays'>): Holidays => ({
  has: (day) => holidaysIn(policyAt(Date.parse(`${day}T12:00:00Z`))).has(day),
});
