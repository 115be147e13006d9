import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { policyFaults } from '../../domain/policy/policyFaults.ts';
import { policyFrom } from '../../domain/policy/policyFrom.ts';
import { euMember } from '../../domain/policy/profiles.ts';
import { holidaysBy, holidaysIn } from '../../domain/policy/workingDays.ts';
import { dueOn } from '../../domain/tasks/due.ts';
import { addDays, isCalendarDate, isWeekend } from '../../domain/time/calendarDate.ts';
import { orthodoxEaster, westernEaster } from '../../domain/time/easter.ts';
import { type HolidayRule, holidaysOf, noHolidays, workingDayFrom } from '../../domain/time/holidays.ts';
import { retentionClock } from '../../domain/time/retention.ts';
import { readProfile } from '../../infra/profile.ts';

const weekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();
const year = fc.integer({ min: 1950, max: 2199 });
const daysBetween = (a: string, b: string): number => (Date.parse(b) - Date.parse(a)) / 86_400_000;

describe('Easter', () => {
  // Published tables: Western and Orthodox, both as Gregorian dates.
  test.each([
    [1954, '1954-04-18', '1954-04-25'],
    [1961, '1961-04-02', '1961-04-09'],
    [2000, '2000-04-23', '2000-04-30'],
    [2008, '2008-03-23', '2008-04-27'],
    [2011, '2011-04-24', '2011-04-24'],
    [2016, '2016-03-27', '2016-05-01'],
    [2024, '2024-03-31', '2024-05-05'],
    [2025, '2025-04-20', '2025-04-20'],
    [2026, '2026-04-05', '2026-04-12'],
    [2027, '2027-03-28', '2027-05-02'],
    [2038, '2038-04-25', '2038-04-25'],
    [2049, '2049-04-18', '2049-04-25'],
  ])('%i', (of, western, orthodox) => {
    expect([westernEaster(of), orthodoxEaster(of)]).toEqual([western, orthodox]);
  });

  test('is a Sunday within its bounds, and the Orthodox one is the same or 1, 4 or 5 weeks later', () => {
    const weeks = new Set<number>();
    fc.assert(
      fc.property(year, (of) => {
        const [western, orthodox] = [westernEaster(of), orthodoxEaster(of)];
        expect([weekday(western), weekday(orthodox)]).toEqual([0, 0]);
        expect(western >= `${of}-03-22` && western <= `${of}-04-25`, western).toBe(true);
        // The bounds of the Julian calendar, 22 March to 25 April, told in the Gregorian of that century.
        const [first, last] = of < 2100 ? [`${of}-04-04`, `${of}-05-08`] : [`${of}-04-05`, `${of}-05-09`];
        expect(orthodox >= first && orthodox <= last, orthodox).toBe(true);
        const later = daysBetween(western, orthodox) / 7;
        expect([0, 1, 4, 5]).toContain(later);
        weeks.add(later);
      }),
      { numRuns: 1000 },
    );
    expect(weeks.size).toBe(4);
  });
});

const two = (number: number): string => String(number).padStart(2, '0');
const moves = fc.constantFrom(undefined, 'AFTER_SUNDAY' as const, 'AFTER_WEEKEND' as const);
const rule: fc.Arbitrary<HolidayRule> = fc
  .record({
    on: fc.constantFrom('DATE', 'EVERY_YEAR', 'WESTERN_EASTER', 'ORTHODOX_EASTER'),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
    year: fc.integer({ min: 2020, max: 2040 }),
    offset: fc.integer({ min: -50, max: 60 }),
    fromYear: fc.option(fc.integer({ min: 2020, max: 2040 }), { nil: undefined }),
    moves,
  })
  .map(({ on, month, day, year: of, offset, fromYear, moves: moved }) => ({
    name: 'Holiday',
    on,
    ...(on === 'DATE' ? { date: `${of}-${two(month)}-${two(day)}` } : {}),
    ...(on === 'EVERY_YEAR' ? { monthDay: `${two(month)}-${two(day)}` } : {}),
    ...(on === 'WESTERN_EASTER' || on === 'ORTHODOX_EASTER' ? { daysFromEaster: offset } : {}),
    ...(fromYear === undefined ? {} : { fromYear }),
    ...(moved === undefined ? {} : { moves: moved }),
  }));
const rules = fc.array(rule, { maxLength: 25 });
const someDay = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2041-12-31'), noInvalidDate: true })
  .map((each) => each.toISOString().slice(0, 10));

describe('public holidays of the policy (Reg. 1182/71 art. 3(4))', () => {
  test('a moved day is the first working day from there on, and a working day does not move', () => {
    fc.assert(
      fc.property(rules, someDay, (stated, day) => {
        const holidays = holidaysOf(stated);
        const isWorking = (each: string): boolean => !isWeekend(each) && !holidays.has(each);
        const moved = workingDayFrom(day, holidays);
        expect(isWorking(moved)).toBe(true);
        for (let each = day; each < moved; each = addDays(each, 1)) expect(isWorking(each)).toBe(false);
        expect(moved >= workingDayFrom(day, noHolidays)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('every stated day is one in the years of its rule; without rules that move no others are', () => {
    fc.assert(
      fc.property(rules, fc.integer({ min: 2021, max: 2039 }), (stated, of) => {
        const expected = new Set(
          stated.flatMap((each) => {
            if ((each.fromYear ?? 0) > of) return [];
            const day =
              each.on === 'DATE'
                ? each.date
                : each.on === 'EVERY_YEAR'
                  ? `${of}-${each.monthDay}`
                  : addDays(
                      (each.on === 'WESTERN_EASTER' ? westernEaster : orthodoxEaster)(of),
                      each.daysFromEaster ?? 0,
                    );
            return day?.startsWith(String(of)) ? [day] : [];
          }),
        );
        const all = holidaysOf(stated);
        for (const day of expected) expect(all.has(day), day).toBe(true);
        const fixed = holidaysOf(stated.map(({ moves: _moves, ...each }) => each));
        for (let day = `${of}-01-01`; day <= `${of}-12-31`; day = addDays(day, 1))
          expect(fixed.has(day), day).toBe(expected.has(day));
      }),
      { numRuns: 100 },
    );
  });

  test('a holiday on a Sunday frees the next working day, behind other holidays in a row', () => {
    // 1 January 2023 was a Sunday.
    const newYear: ReadonlyArray<HolidayRule> = [
      { name: 'New Year', on: 'EVERY_YEAR', monthDay: '01-01', moves: 'AFTER_SUNDAY' },
      { name: 'Second', on: 'EVERY_YEAR', monthDay: '01-02', moves: 'AFTER_SUNDAY' },
    ];
    const holidays = holidaysOf(newYear);
    expect(['2023-01-01', '2023-01-02', '2023-01-03', '2023-01-04'].map(holidays.has)).toEqual([
      true,
      true,
      true,
      false,
    ]);
    // 31 December 2028 is a Sunday: what it frees lies in the next year, behind New Year.
    const over = holidaysOf([
      { name: 'Last', on: 'EVERY_YEAR', monthDay: '12-31', moves: 'AFTER_SUNDAY' },
      ...newYear,
    ]);
    expect(['2029-01-01', '2029-01-02', '2029-01-03', '2029-01-04'].map(over.has)).toEqual([
      true,
      true,
      true,
      false,
    ]);
    // 1 May 2027 is a Saturday: only the wider rule frees Monday.
    const labour = (moved: 'AFTER_SUNDAY' | 'AFTER_WEEKEND') =>
      holidaysOf([{ name: 'Labour', on: 'EVERY_YEAR', monthDay: '05-01', moves: moved }]).has('2027-05-03');
    expect([labour('AFTER_SUNDAY'), labour('AFTER_WEEKEND')]).toEqual([false, true]);
  });

  test('a day of every year that only leap years have is one in those', () => {
    const holidays = holidaysOf([{ name: 'Leap', on: 'EVERY_YEAR', monthDay: '02-29' }]);
    expect(holidays.has('2028-02-29')).toBe(true);
    expect(isCalendarDate('2027-02-29') || holidays.has('2027-03-01')).toBe(false);
  });

  test('REQ-REC-08 an end of retention on a holiday moves to the next working day, and never back', () => {
    // 2056-04-10 is Orthodox Easter Monday and 2056-04-07 Good Friday; Saturday and Sunday lie between.
    expect(orthodoxEaster(2056)).toBe('2056-04-09');
    const holidays = holidaysOf([
      { name: 'Good Friday', on: 'ORTHODOX_EASTER', daysFromEaster: -2 },
      { name: 'Easter Monday', on: 'ORTHODOX_EASTER', daysFromEaster: 1 },
    ]);
    expect(retentionClock('2026-04-07', { workingDayShift: true, holidays })).toEqual({
      nominalEnd: '2056-04-07',
      lastDay: '2056-04-11',
      erasableFrom: '2056-04-12',
    });
    expect(retentionClock('2026-04-07', { workingDayShift: false, holidays })?.erasableFrom).toBe(
      '2056-04-08',
    );
  });

  test('REQ-EXC-05 a quashed refusal is deleted abroad within one working day', () => {
    const labour = policyFrom(euMember, {
      workingDays: { holidays: [{ name: 'Labour Day', on: 'EVERY_YEAR', monthDay: '05-01' }] },
    });
    const due = (from: string, policy = labour) =>
      dueOn({ term: 'refusalDeletion', from, zone: 'UTC' }, policy);
    // Friday, the day before Labour Day of 2026, which is a Friday itself, and any Tuesday.
    expect([due('2026-06-05'), due('2026-04-30'), due('2026-06-02')]).toEqual([
      '2026-06-08',
      '2026-05-04',
      '2026-06-03',
    ]);
    expect(dueOn({ term: 'alertDeletion', from: '2026-06-05', zone: 'UTC' }, labour)).toBe('2026-06-06');
  });

  test('the law of a year says which of its days are free, also for a period that began before it', () => {
    const later = policyFrom(euMember, {
      workingDays: { holidays: [{ name: 'New', on: 'EVERY_YEAR', monthDay: '06-10' }] },
    });
    const holidays = holidaysBy((at) => (at >= Date.parse('2027-01-01T00:00:00Z') ? later : euMember));
    expect([holidays.has('2026-06-10'), holidays.has('2027-06-10')]).toEqual([false, true]);
  });
});

describe('a jurisdiction file states holidays', () => {
  test('the example is a valid profile, and its rules give the days that they name', () => {
    const policy = readProfile('examples/jurisdiction.json');
    const holidays = holidaysIn(policy);
    const free = ['2027-01-01', '2027-01-07', '2027-03-10', '2027-03-29', '2027-04-30', '2027-05-03'];
    expect(free.filter((day) => !holidays.has(day))).toEqual([]);
    expect(['2027-03-26', '2028-03-10', '2027-05-04'].filter(holidays.has)).toEqual([]);
  });
  test.each([
    [{ on: 'DATE' }, '/workingDays/holidays/0/date'],
    [{ on: 'EVERY_YEAR', monthDay: '04-31' }, '/workingDays/holidays/0/monthDay'],
    [{ on: 'EVERY_YEAR', monthDay: '05-01', date: '2026-05-01' }, '/workingDays/holidays/0/date'],
    [{ on: 'ORTHODOX_EASTER' }, '/workingDays/holidays/0/daysFromEaster'],
    [
      { on: 'WESTERN_EASTER', daysFromEaster: 1, fromYear: 2030, untilYear: 2029 },
      '/workingDays/holidays/0/untilYear',
    ],
  ] as const)('half a rule is refused: %j', (stated, pointer) => {
    const policy = policyFrom(euMember, { workingDays: { holidays: [{ name: 'Faulty', ...stated }] } });
    expect(policyFaults(policy).map((fault) => fault.pointer)).toEqual([pointer]);
  });
});
