import { type CalendarDate, startOfDate } from './calendarDate.ts';
import type { Instant } from './zone.ts';

/**
 * The moment at which a duty arose, whose policy says until when it is to be done: when it happened, and where that is
 * not known to the day, the begin of the last possible day, from which its period runs.
 */
export const aroseAt = (since: Instant, from: CalendarDate, zone: string): Instant =>
  Math.max(since, startOfDate(from, zone));
