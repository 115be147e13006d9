import { assertNever } from '../shared/assertNever.ts';
import type { CalendarDate } from './calendarDate.ts';
import type { Duration } from './duration.ts';
import { durationOf } from './duration.ts';
import type { RetentionEnd, RetentionRules } from './retention.ts';
import { endOfPeriod, laterEnd, retentionClock } from './retention.ts';

export const recordClasses = ['MANUFACTURE', 'TRADE', 'DEACTIVATION_CERTIFICATE', 'OTHER'] as const;
/** `TRADE`: authorisations and records of export, import and transit. */
export type RecordClass = (typeof recordClasses)[number];

/** How long at least a record of the class is kept, whatever becomes of the firearm. */
export const minimumPeriod = (recordClass: RecordClass): Duration => {
  switch (recordClass) {
    case 'MANUFACTURE':
      return durationOf('P30Y'); // ITI 12(a), REQ-TRC-02
    case 'TRADE': // 258/2012 art. 12, REQ-IMP-03
    case 'DEACTIVATION_CERTIFICATE': // 2015/2403 art. 3(6), REQ-DEA-04
    case 'OTHER': // ITI 12(b), REQ-TRC-02
      return durationOf('P20Y');
    default:
      return assertNever(recordClass);
  }
};

/**
 * Until when a record is kept: the longer of its class and the 30 years from destruction. Undefined while the firearm
 * is not destroyed: a licence older than 20 years is then kept (REQ-IMP-03). `recordDate` is the last day of what is
 * recorded, for a licence its expiry.
 */
export const recordKeptUntil = (
  recordClass: RecordClass,
  recordDate: CalendarDate,
  destroyedOn: CalendarDate | undefined,
  rules: RetentionRules,
): RetentionEnd | undefined => {
  const clock = retentionClock(destroyedOn, rules);
  return clock === undefined
    ? undefined
    : laterEnd(clock, endOfPeriod(recordDate, minimumPeriod(recordClass), rules));
};
