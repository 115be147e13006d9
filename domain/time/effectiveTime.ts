import type { Instant } from './zone.ts';
import { startOfLocalDay } from './zone.ts';

export const precisions = ['MINUTE', 'DAY', 'MONTH', 'YEAR', 'UNKNOWN'] as const;
export type Precision = (typeof precisions)[number];

/**
 * When something happened in the world, as exactly as it is known (catalogue 2 and 3.1): `2017`, `2017-01`,
 * `2017-01-07`, or a date-time with offset. Day precision means the local day of `zone`. With precision UNKNOWN
 * there is no value: it happened at some time up to its recording.
 */
export type EffectiveTime =
  | { readonly precision: 'UNKNOWN'; readonly zone: string }
  | { readonly precision: Exclude<Precision, 'UNKNOWN'>; readonly value: string; readonly zone: string };

/** The period in which the moment lies: `earliest` inclusive, `latest` inclusive of its last millisecond. */
export type Bounds = { readonly earliest: Instant; readonly latest: Instant };

const form = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(T.*)?)?)?$/;
const timeForm = /^T([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,3})?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Precision that a written moment carries, or undefined if it is not a well-formed moment of an existing day. */
export const precisionOf = (value: string): Exclude<Precision, 'UNKNOWN'> | undefined => {
  const match = form.exec(value);
  if (match === null) return undefined;
  const [, year, month, day, time] = match;
  if (year === undefined || Number(year) < 1) return undefined;
  if (month === undefined) return 'YEAR';
  if (Number(month) < 1 || Number(month) > 12) return undefined;
  if (day === undefined) return 'MONTH';
  if (Number(day) < 1 || Number(day) > daysInMonth(Number(year), Number(month))) return undefined;
  if (time === undefined) return 'DAY';
  return timeForm.test(time) ? 'MINUTE' : undefined;
};

/** The effective time for a written moment (`UNKNOWN` allowed), or undefined if it is malformed. */
export const readEffectiveTime = (value: string, zone: string): EffectiveTime | undefined => {
  if (value === 'UNKNOWN') return { precision: 'UNKNOWN', zone };
  const precision = precisionOf(value);
  return precision === undefined ? undefined : { precision, value, zone };
};

/** The written form: inverse of `readEffectiveTime`. */
export const writtenMoment = (time: EffectiveTime): string =>
  time.precision === 'UNKNOWN' ? 'UNKNOWN' : time.value;

/**
 * Bounds of an effective time. UNKNOWN reaches from the beginning of time to `recordedAt`, since nothing is
 * recorded before it happens (catalogue section 8 rule 4).
 */
export const boundsOf = (time: EffectiveTime, recordedAt: Instant): Bounds => {
  if (time.precision === 'UNKNOWN') return { earliest: Number.NEGATIVE_INFINITY, latest: recordedAt };
  if (time.precision === 'MINUTE') {
    const instant = Date.parse(time.value);
    return { earliest: instant, latest: instant };
  }
  const year = Number(time.value.slice(0, 4));
  const month = time.precision === 'YEAR' ? 1 : Number(time.value.slice(5, 7));
  const day = time.precision === 'DAY' ? Number(time.value.slice(8, 10)) : 1;
  const start = startOfLocalDay(time.zone, year, month, day);
  const end =
    time.precision === 'YEAR'
      ? startOfLocalDay(time.zone, year + 1, 1, 1)
      : time.precision === 'MONTH'
        ? startOfLocalDay(time.zone, year, month + 1, 1)
        : startOfLocalDay(time.zone, year, month, day + 1);
  return { earliest: start, latest: end - 1 };
};
