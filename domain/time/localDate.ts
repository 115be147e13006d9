import { addDays, type CalendarDate, startOfDate } from './calendarDate.ts';
import type { Instant } from './zone.ts';

/** The local date of an instant in a zone. */
export const localDate = (instant: Instant, zone: string): CalendarDate => {
  const utc = new Date(instant).toISOString().slice(0, 10);
  const next = addDays(utc, 1);
  // A zone is at most a day ahead of or behind UTC.
  if (startOfDate(next, zone) <= instant) return next;
  return startOfDate(utc, zone) <= instant ? utc : addDays(utc, -1);
};
