import type { CalendarDate } from '../time/calendarDate.ts';
import { minimumPeriod } from '../time/recordClass.ts';
import { endOfPeriod, type RetentionEnd, type RetentionRules } from '../time/retention.ts';

/**
 * Until when a trace request is kept at least: twenty years after its last record (ITI 12(b), REQ-TRC-02). One that was
 * never answered ends alike: nobody asked for it in all that time. The firearms that it names keep it longer.
 */
export const traceKeptUntil = (lastRecordedOn: CalendarDate, rules: RetentionRules): RetentionEnd =>
  endOfPeriod(lastRecordedOn, minimumPeriod('OTHER'), rules);
