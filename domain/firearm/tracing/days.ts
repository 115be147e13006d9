import type { CalendarDate } from '../../time/calendarDate.ts';
import { firstDayOf, lastDayOf } from '../../time/calendarDate.ts';
import type { Boundary } from '../../time/unsettled.ts';

/** The days between which something happened. Without `first` no lower bound is known. */
export type Days = { readonly first?: CalendarDate; readonly last: CalendarDate };

/** Local days of a boundary; with no date at all it happened at some time up to its recording. */
export const daysOf = ({ time, bounds }: Boundary): Days =>
  time.precision === 'UNKNOWN'
    ? { last: new Date(bounds.latest).toISOString().slice(0, 10) }
    : { first: firstDayOf(time.value), last: lastDayOf(time.value) };

export const wholeDays = (from: CalendarDate, to: CalendarDate): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
