import type { CalendarDate } from '../time/calendarDate.ts';

/** First day on which the law of the Union applied, and the last one where it no longer does. */
const membership: Readonly<Record<string, readonly [from: CalendarDate, to?: CalendarDate]>> = {
  BE: ['1958-01-01'],
  DE: ['1958-01-01'],
  FR: ['1958-01-01'],
  IT: ['1958-01-01'],
  LU: ['1958-01-01'],
  NL: ['1958-01-01'],
  DK: ['1973-01-01'],
  IE: ['1973-01-01'],
  // To the end of the transition period (Withdrawal Agreement art. 126, 127).
  GB: ['1973-01-01', '2020-12-31'],
  GR: ['1981-01-01'],
  ES: ['1986-01-01'],
  PT: ['1986-01-01'],
  AT: ['1995-01-01'],
  FI: ['1995-01-01'],
  SE: ['1995-01-01'],
  CY: ['2004-05-01'],
  CZ: ['2004-05-01'],
  EE: ['2004-05-01'],
  HU: ['2004-05-01'],
  LT: ['2004-05-01'],
  LV: ['2004-05-01'],
  MT: ['2004-05-01'],
  PL: ['2004-05-01'],
  SI: ['2004-05-01'],
  SK: ['2004-05-01'],
  BG: ['2007-01-01'],
  RO: ['2007-01-01'],
  HR: ['2013-07-01'],
};

/** Whether a country (ISO 3166-1 alpha-2) was a Member State of the Union on a day. */
export const isMemberState = (country: string, on: CalendarDate): boolean => {
  const period = Object.hasOwn(membership, country) ? membership[country] : undefined;
  return period !== undefined && period[0] <= on && (period[1] === undefined || on <= period[1]);
};
