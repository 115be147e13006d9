import type { RecordedEvent } from '../event/envelope.ts';
import type { CalendarDate } from './calendarDate.ts';
import { lastDayOf } from './calendarDate.ts';
import { writtenMoment } from './effectiveTime.ts';

/** The day of an event from which its deadlines run: where the day is not known exactly, the last possible one. */
export const dayOf = ({ metadata: { effectiveAt }, recordedAt }: RecordedEvent): CalendarDate => {
  const recorded = new Date(recordedAt).toISOString().slice(0, 10);
  if (effectiveAt.precision === 'UNKNOWN') return recorded;
  const day = lastDayOf(writtenMoment(effectiveAt));
  // A year that is not over yet cannot reach beyond the report; a local day may be ahead of the day in UTC.
  return effectiveAt.precision === 'YEAR' || effectiveAt.precision === 'MONTH'
    ? day < recorded
      ? day
      : recorded
    : day;
};
