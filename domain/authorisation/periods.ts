import { type Refusal, refusal } from '../shared/refusal.ts';
import { addDays, addMonths, type CalendarDate, startOfDate } from '../time/calendarDate.ts';
import type { Period } from './state.ts';

/** From the begin of the first day to the end of the last day, in the zone of the event that states them. */
export const periodOf = (from: CalendarDate, to: CalendarDate | undefined, zone: string): Period => ({
  from: startOfDate(from, zone),
  ...(to === undefined ? {} : { until: startOfDate(addDays(to, 1), zone) }),
});

/** Refuses a period that ends before it begins or is longer than so many years (REQ-TRF-04, REQ-PAS-01, REQ-CAT-05). */
export const checkPeriod = (
  from: CalendarDate,
  to: CalendarDate | undefined,
  years: number | undefined,
  pointer: string,
): Refusal | undefined => {
  if (to !== undefined && to < from)
    return refusal('PERIOD_TOO_LONG', 'It ends before it begins. Give a later last day.', { pointer });
  if (years === undefined) return undefined;
  const last = addMonths(from, years * 12);
  return to === undefined || to > last
    ? refusal('PERIOD_TOO_LONG', `It may last ${years} years at most: until ${last}.`, { pointer })
    : undefined;
};
