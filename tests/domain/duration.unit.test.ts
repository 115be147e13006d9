import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, addMonths, firstDayOf, isCalendarDate, lastDayOf } from '../../domain/time/calendarDate.ts';
import {
  addDuration,
  addDurationToInstant,
  durationOf,
  durationPattern,
  parseDuration,
} from '../../domain/time/duration.ts';

const date = fc
  .date({ min: new Date('1800-01-01'), max: new Date('2200-12-31'), noInvalidDate: true })
  .map((each) => each.toISOString().slice(0, 10));

describe('durations', () => {
  test.each([
    ['2020-05-10', 'P30Y', '2050-05-10'],
    ['2024-02-29', 'P30Y', '2054-02-28'],
    ['2024-02-29', 'P4Y', '2028-02-29'],
    ['2025-08-31', 'P6M', '2026-02-28'],
    ['2025-01-31', 'P1M', '2025-02-28'],
    ['2025-01-31', 'P18M', '2026-07-31'],
    ['2025-12-31', 'P1D', '2026-01-01'],
    ['2025-01-31', 'P1M1D', '2025-03-01'],
    ['2025-01-01', 'P2W', '2025-01-15'],
    ['2025-01-01', 'P0D', '2025-01-01'],
  ])('%s + %s = %s', (from, period, to) => {
    expect(addDuration(from, durationOf(period))).toBe(to);
  });
  test.each(['', 'P', '30Y', 'P1', 'PT24H', 'P1.5Y', 'P-1D', 'P1D1Y', 'P1W1D', 'p1d', ' P1D'])(
    'refuses %j',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
      expect(new RegExp(durationPattern).test(text)).toBe(false);
      expect(() => durationOf(text)).toThrow();
    },
  );
  test('the field and the parser accept the same texts', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^P\d{0,4}[YMWD]?\d{0,3}[MD]?$/), (text) => {
        expect(parseDuration(text) !== undefined).toBe(new RegExp(durationPattern).test(text));
      }),
    );
  });
  test('an instant keeps its time of day', () => {
    expect(addDurationToInstant(Date.UTC(2025, 0, 31, 13, 5, 7, 9), durationOf('P1M'))).toBe(
      Date.UTC(2025, 1, 28, 13, 5, 7, 9),
    );
    expect(addDurationToInstant(-1, durationOf('P1D'))).toBe(24 * 3600 * 1000 - 1);
  });
});

describe('calendar dates', () => {
  test('sums are existing dates and never before the start', () => {
    fc.assert(
      fc.property(date, fc.nat(1200), fc.nat(4000), (from, months, days) => {
        const sum = addDuration(from, { months, days });
        expect(isCalendarDate(sum)).toBe(true);
        expect(sum >= from).toBe(true);
      }),
    );
  });
  test('months keep the day of the month or end the month', () => {
    fc.assert(
      fc.property(date, fc.nat(1200), (from, months) => {
        const sum = addMonths(from, months);
        expect(sum.slice(8) === from.slice(8) || addDays(sum, 1).endsWith('-01')).toBe(true);
      }),
    );
  });
  test('a coarse moment lies between its first and last day', () => {
    expect([firstDayOf('2024'), lastDayOf('2024')]).toEqual(['2024-01-01', '2024-12-31']);
    expect([firstDayOf('2024-02'), lastDayOf('2024-02')]).toEqual(['2024-02-01', '2024-02-29']);
    expect([firstDayOf('UNKNOWN'), lastDayOf('UNKNOWN')]).toEqual(['0001-01-01', '9999-12-31']);
    expect(lastDayOf('2024-02-10')).toBe('2024-02-10');
    expect(lastDayOf('2024-02-10T23:30:00+02:00')).toBe('2024-02-10');
  });
});
