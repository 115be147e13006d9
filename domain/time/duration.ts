import { matching } from '../shared/shape.ts';
import type { CalendarDate } from './calendarDate.ts';
import { addDays, addMonths } from './calendarDate.ts';
import type { Instant } from './zone.ts';

/** A period in calendar units. Months and days are kept apart: how long a month is depends on where it begins. */
export type Duration = { readonly months: number; readonly days: number };

/** ISO 8601 durations of whole days or longer: `P30Y`, `P18M`, `P6W`, `P90D`, `P1Y6M`. */
export const durationPattern = '^P(\\d{1,3}W|(?=\\d)(\\d{1,3}Y)?(\\d{1,4}M)?(\\d{1,5}D)?)$';
const form = /^P(?:(\d{1,3})W|(?=\d)(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,5})D)?)$/;

/** A stored duration as a field. */
export const duration = (meaning: string, example: string) =>
  matching(durationPattern, 16, `${meaning} (ISO 8601)`, example);

/** Reads an ISO 8601 duration; undefined where it is malformed or finer than a day. */
export const parseDuration = (text: string): Duration | undefined => {
  const match = form.exec(text);
  if (match === null) return undefined;
  const [, weeks, years, months, days] = match;
  return {
    months: Number(years ?? 0) * 12 + Number(months ?? 0),
    days: Number(weeks ?? 0) * 7 + Number(days ?? 0),
  };
};

/** The date a period later: months first, by the end-of-month rule of Reg. 1182/71 art. 3(2)(c), then days. */
export const addDuration = (date: CalendarDate, { months, days }: Duration): CalendarDate =>
  addDays(addMonths(date, months), days);

/** The same time of day (UTC) a period later, for windows that run from the server's clock. */
export const addDurationToInstant = (instant: Instant, period: Duration): Instant => {
  const date = new Date(instant).toISOString().slice(0, 10);
  const timeOfDay = instant - Date.parse(`${date}T00:00:00Z`);
  return Date.parse(`${addDuration(date, period)}T00:00:00Z`) + timeOfDay;
};

/**
 * A duration that data of a validated policy states. Throws on a malformed one: a policy passes its shape before it is
 * used, so that is a fault of the program.
 */
export const durationOf = (text: string): Duration => {
  const parsed = parseDuration(text);
  if (parsed === undefined) throw new Error(`not a duration of whole days: ${text}`);
  return parsed;
};
