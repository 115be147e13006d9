import type { CalendarDate } from './calendarDate.ts';
import { addDays, laterDate, startOfDate } from './calendarDate.ts';
import type { Duration } from './duration.ts';
import { addDuration, durationOf } from './duration.ts';
import type { Holidays } from './holidays.ts';
import { workingDayFrom } from './holidays.ts';
import type { Instant } from './zone.ts';

/** How the end of a period is counted where the register is kept. */
export type RetentionRules = {
  /** Reg. 1182/71 art. 3(4): a last day that is no working day moves to the next working day. */
  readonly workingDayShift: boolean;
  readonly holidays: Holidays;
};

export type RetentionEnd = {
  /** The date on which the period ends by count alone. */
  readonly nominalEnd: CalendarDate;
  /** Last day on which the record must be there. */
  readonly lastDay: CalendarDate;
  /** From the beginning of this local day it may be erased. */
  readonly erasableFrom: CalendarDate;
};

/** Dir. 4(5) subpara 2: records are kept so long after destruction of the firearm or component. */
export const recordPeriod: Duration = durationOf('P30Y');

/**
 * End of a period that runs from a day, by Reg. 1182/71 art. 3: that day does not count, and the period ends with
 * the same date, or with the last day of the month where there is no such date. The shift only ever lengthens, so a
 * shifted end is not earlier than either reading of art. 3(4) (REQ-REC-08).
 */
export const endOfPeriod = (from: CalendarDate, period: Duration, rules: RetentionRules): RetentionEnd => {
  const nominalEnd = addDuration(from, period);
  const lastDay = rules.workingDayShift ? workingDayFrom(nominalEnd, rules.holidays) : nominalEnd;
  return { nominalEnd, lastDay, erasableFrom: addDays(lastDay, 1) };
};

/** The later of two ends: a record under two duties is kept for both. */
export const laterEnd = (one: RetentionEnd, other: RetentionEnd): RetentionEnd =>
  laterDate(one.lastDay, other.lastDay) === one.lastDay ? one : other;

/**
 * The clock of a firearm or of a component, each by its own destruction (REQ-REC-08, REQ-CMP-04). Without
 * destruction there is no clock.
 */
export const retentionClock = (
  destroyedOn: CalendarDate | undefined,
  rules: RetentionRules,
): RetentionEnd | undefined =>
  destroyedOn === undefined ? undefined : endOfPeriod(destroyedOn, recordPeriod, rules);

/** The instant from which erasure is lawful where the register is kept. */
export const erasableAt = (end: RetentionEnd, zone: string): Instant => startOfDate(end.erasableFrom, zone);
