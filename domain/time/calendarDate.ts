import { precisionOf } from './effectiveTime.ts';
import type { Instant } from './zone.ts';
import { startOfLocalDay } from './zone.ts';

/** A local calendar date `YYYY-MM-DD` without time and zone. Dates in this form sort as text. */
export type CalendarDate = string;

type Parts = { readonly year: number; readonly month: number; readonly day: number };

export const isCalendarDate = (text: string): boolean => precisionOf(text) === 'DAY';

const partsOf = (date: CalendarDate): Parts => ({
  year: Number(date.slice(0, 4)),
  month: Number(date.slice(5, 7)),
  day: Number(date.slice(8, 10)),
});

const utcOf = ({ year, month, day }: Parts): Date => {
  const utc = new Date(0);
  utc.setUTCFullYear(year, month - 1, day);
  return utc;
};

// Years beyond 9999 would not sort as text; no period of a register reaches them.
const written = (date: Date): CalendarDate =>
  `${String(date.getUTCFullYear()).padStart(4, '0')}-${String(date.getUTCMonth() + 1).padStart(2, '0')}-${String(date.getUTCDate()).padStart(2, '0')}`;

export const addDays = (date: CalendarDate, days: number): CalendarDate => {
  const parts = partsOf(date);
  return written(utcOf({ ...parts, day: parts.day + days }));
};

/** The same day so many months later; where that month has no such day, its last day (Reg. 1182/71 art. 3(2)(c)). */
export const addMonths = (date: CalendarDate, months: number): CalendarDate => {
  const { year, month, day } = partsOf(date);
  const lastDay = utcOf({ year, month: month + months + 1, day: 0 });
  return written(day >= lastDay.getUTCDate() ? lastDay : utcOf({ year, month: month + months, day }));
};

export const isWeekend = (date: CalendarDate): boolean => [0, 6].includes(utcOf(partsOf(date)).getUTCDay());

/** The instant at which the date begins in the zone. */
export const startOfDate = (date: CalendarDate, zone: string): Instant => {
  const { year, month, day } = partsOf(date);
  return startOfLocalDay(zone, year, month, day);
};

/** First day on which a written moment (`YYYY`, `YYYY-MM`, a date, a date-time, `UNKNOWN`) may lie. */
export const firstDayOf = (moment: string): CalendarDate =>
  moment === 'UNKNOWN'
    ? '0001-01-01'
    : moment.length === 4
      ? `${moment}-01-01`
      : moment.length === 7
        ? `${moment}-01`
        : moment.slice(0, 10);

/** Last day on which a written moment may lie. */
export const lastDayOf = (moment: string): CalendarDate =>
  moment === 'UNKNOWN'
    ? '9999-12-31'
    : moment.length === 4
      ? `${moment}-12-31`
      : moment.length === 7
        ? addDays(addMonths(`${moment}-01`, 1), -1)
        : moment.slice(0, 10);

export const laterDate = (one: CalendarDate, other: CalendarDate): CalendarDate =>
  one > other ? one : other;
