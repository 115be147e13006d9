import type { Purpose } from '../access/policy.ts';
import { assertNever } from '../shared/assertNever.ts';
import type { CalendarDate } from './calendarDate.ts';
import { addDays, startOfDate } from './calendarDate.ts';
import type { Duration } from './duration.ts';
import { addDuration, durationOf } from './duration.ts';
import { recordPeriod } from './retention.ts';
import type { Instant } from './zone.ts';

const licensingPeriod = durationOf('P10Y');

/** Undefined: no end of its own. A data protection officer works on what is due for erasure. */
const periodOf = (purpose: Purpose): Duration | undefined => {
  switch (purpose) {
    case 'LICENSING':
    case 'OWN_RECORDS':
    case 'CUSTOMS':
      return licensingPeriod;
    case 'TRACING':
    case 'INVESTIGATION':
    // The law names no term for audit and statistics; theirs is that of the record.
    case 'AUDIT':
    case 'STATISTICS':
      return recordPeriod;
    case 'DATA_PROTECTION':
      return undefined;
    default:
      return assertNever(purpose);
  }
};

/**
 * Whether the record of a destroyed firearm or component may be read for the purpose at that moment: licensing and
 * customs until 10 years after destruction, police and prosecution until 30 (Dir. 4(5) subpara 3; REQ-REC-09, -10).
 * Not shifted to a working day: access ends by the reading that protects the person, erasure comes by the one that
 * protects the record.
 */
export const mayAccess = (
  purpose: Purpose,
  destroyedOn: CalendarDate | undefined,
  at: Instant,
  zone: string,
): boolean => {
  const period = periodOf(purpose);
  return (
    destroyedOn === undefined ||
    period === undefined ||
    at < startOfDate(addDays(addDuration(destroyedOn, period), 1), zone)
  );
};

/**
 * The earliest day of destruction whose records may still be read for the purpose on a day; undefined where there is no
 * end. The same rule as `mayAccess`, for lists.
 */
export const accessibleFrom = (purpose: Purpose, today: CalendarDate): CalendarDate | undefined => {
  const period = periodOf(purpose);
  if (period === undefined) return undefined;
  let day = addDuration(today, { months: -period.months, days: -period.days });
  // The end of February: the day that lies a period back may end before today, or one before it may not.
  while (addDuration(day, period) >= today) day = addDays(day, -1);
  while (addDuration(day, period) < today) day = addDays(day, 1);
  return day;
};
