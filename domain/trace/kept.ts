import type { RecordedEvent } from '../event/envelope.ts';
import { type CalendarDate, laterDate } from '../time/calendarDate.ts';
import { dayOf } from '../time/eventDay.ts';
import { minimumPeriod } from '../time/recordClass.ts';
import { endOfPeriod, type RetentionEnd, type RetentionRules } from '../time/retention.ts';

/** The day of the last that was recorded of a trace request; deadlines use effective time (catalogue section 8 rule 5). */
export const lastDayOfTrace = (events: ReadonlyArray<RecordedEvent>): CalendarDate | undefined =>
  events
    .map(dayOf)
    .reduce<CalendarDate | undefined>(
      (last, day) => (last === undefined ? day : laterDate(last, day)),
      undefined,
    );

/**
 * Until when a trace request is kept at least: twenty years after its last event (ITI 12(b), REQ-TRC-02). One that was
 * never answered ends alike: nobody asked for it in all that time. The firearms that it names keep it longer.
 */
export const traceKeptUntil = (lastDay: CalendarDate, rules: RetentionRules): RetentionEnd =>
  endOfPeriod(lastDay, minimumPeriod('OTHER'), rules);
