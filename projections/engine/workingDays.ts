import { holidaysBy } from '../../domain/policy/workingDays.ts';
import { type PolicyPeriod, periodAt } from '../../domain/system/policyInForce.ts';
import { addDays } from '../../domain/time/calendarDate.ts';
import { firstHolidayYear, noHolidays, workingDayFrom } from '../../domain/time/holidays.ts';

/** Days that a holiday moves further than the weekend does, and the working days they move to. */
type MovedDays = readonly [days: ReadonlyArray<string>, to: ReadonlyArray<string>];

/** No period of a register that begins by now ends later. */
const yearsAhead = 40;

const movedDays = (policies: ReadonlyArray<PolicyPeriod>, last: number): MovedDays => {
  const holidays = holidaysBy((at) => periodAt(policies, at).policy);
  const days: string[] = [];
  const to: string[] = [];
  for (let day = `${firstHolidayYear}-01-01`; day <= `${last}-12-31`; day = addDays(day, 1)) {
    const moved = workingDayFrom(day, holidays);
    if (moved === workingDayFrom(day, noHolidays)) continue;
    days.push(day);
    to.push(moved);
  }
  return [days, to];
};

// The policies are read from the log for every query, so what was worked out is found by what they say.
const known = new Map<string, MovedDays>();
const keptCalendars = 8;

/**
 * What a query needs to move days to working days as the policies say, as two parameters: a day, and the day it moves to.
 * Days that only the weekend moves are left to `workingDaySql`.
 */
export const movedDayParameters = (policies: ReadonlyArray<PolicyPeriod>, now: number): MovedDays => {
  if (policies.every(({ policy }) => policy.workingDays.holidays.length === 0)) return [[], []];
  const last = new Date(now).getUTCFullYear() + yearsAhead;
  const key = JSON.stringify([last, policies.map(({ from, policy }) => [from, policy.workingDays.holidays])]);
  const days = known.get(key) ?? movedDays(policies, last);
  known.delete(key);
  known.set(key, days);
  for (const oldest of known.keys()) {
    if (known.size <= keptCalendars) break;
    known.delete(oldest);
  }
  return days;
};

/** The working day that a date moves to, where `movedTo` is what a holiday makes of it, or null. */
export const workingDaySql = (date: string, movedTo: string): string =>
  `coalesce(${movedTo}, ${date} + case extract(isodow from ${date})::integer when 6 then 2 when 7 then 1 else 0 end)`;
