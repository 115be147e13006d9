import { assertNever } from '../shared/assertNever.ts';
import type { ValueOf } from '../shared/shape.ts';
import { date, integer, matching, oneOf, optional, record, text } from '../shared/shape.ts';
import type { CalendarDate } from './calendarDate.ts';
import { addDays, isCalendarDate, isWeekend } from './calendarDate.ts';
import { orthodoxEaster, westernEaster } from './easter.ts';

/** A rule that says which days are public holidays. Feasts of the lunar calendar are announced, and stated as dates. */
export const holidayRule = record(
  {
    name: text(80, 'what it is', 'Labour Day'),
    on: oneOf(
      ['DATE', 'EVERY_YEAR', 'WESTERN_EASTER', 'ORTHODOX_EASTER'],
      'one date, the same day of every year, or so many days from Easter Sunday',
    ),
    date: optional(date('the date, for DATE', '2027-03-10')),
    monthDay: optional(
      matching(
        '^(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$',
        5,
        'month and day, for EVERY_YEAR; 02-29 is one in leap years only',
        '05-01',
      ),
    ),
    daysFromEaster: optional(integer(-70, 70, 'days from Easter Sunday: -2 is Good Friday', -2)),
    fromYear: optional(integer(1900, 2200, 'first year in which it is one', 2007)),
    untilYear: optional(integer(1900, 2200, 'last year in which it is one', 2030)),
    moves: optional(
      oneOf(
        ['AFTER_SUNDAY', 'AFTER_WEEKEND'],
        'the next working day is free as well where it falls on a Sunday, or on a Saturday or Sunday',
      ),
    ),
  },
  'public holiday',
);
export type HolidayRule = ValueOf<typeof holidayRule>;

/** Days that are no working days beside Saturdays and Sundays. */
export type Holidays = { readonly has: (day: CalendarDate) => boolean };
export const noHolidays: Holidays = { has: () => false };

/** Periods end in the time of the register, and no holiday of before is known. */
export const firstHolidayYear = 1950;

const dayIn = (rule: HolidayRule, year: number): CalendarDate | undefined => {
  if (year < (rule.fromYear ?? firstHolidayYear) || year > (rule.untilYear ?? year)) return undefined;
  switch (rule.on) {
    case 'DATE':
      return rule.date?.startsWith(`${year}-`) ? rule.date : undefined;
    case 'EVERY_YEAR': {
      const day = `${year}-${rule.monthDay}`;
      return isCalendarDate(day) ? day : undefined;
    }
    case 'WESTERN_EASTER':
      return addDays(westernEaster(year), rule.daysFromEaster ?? 0);
    case 'ORTHODOX_EASTER':
      return addDays(orthodoxEaster(year), rule.daysFromEaster ?? 0);
    default:
      return assertNever(rule.on);
  }
};

const isSunday = (day: CalendarDate): boolean => isWeekend(day) && isWeekend(addDays(day, -1));

/** The first working day after a holiday; both may lie in a row of holidays. */
const substitute = (day: CalendarDate, free: ReadonlySet<CalendarDate>): CalendarDate => {
  let next = addDays(day, 1);
  while (isWeekend(next) || free.has(next)) next = addDays(next, 1);
  return next;
};

const daysAround = (rules: ReadonlyArray<HolidayRule>, year: number): ReadonlySet<CalendarDate> => {
  const stated = [year - 1, year, year + 1]
    .flatMap((each) =>
      rules.flatMap((rule) => {
        const day = dayIn(rule, each);
        return day === undefined ? [] : [{ day, moves: rule.moves }];
      }),
    )
    .toSorted((a, b) => (a.day < b.day ? -1 : 1));
  const free = new Set(stated.map(({ day }) => day));
  const moved = new Set<CalendarDate>();
  for (const { day, moves } of stated) {
    const falls =
      moves === 'AFTER_SUNDAY' ? isSunday(day) : moves === 'AFTER_WEEKEND' ? isWeekend(day) : false;
    if (!falls || moved.has(day)) continue;
    moved.add(day);
    free.add(substitute(day, free));
  }
  return free;
};

/** The public holidays that rules make, year by year as they are asked for. */
export const holidaysOf = (rules: ReadonlyArray<HolidayRule>): Holidays => {
  if (rules.length === 0) return noHolidays;
  const years = new Map<number, ReadonlySet<CalendarDate>>();
  return {
    has: (day) => {
      const year = Number(day.slice(0, 4));
      if (year < firstHolidayYear) return false;
      const known = years.get(year) ?? daysAround(rules, year);
      years.set(year, known);
      return known.has(day);
    },
  };
};

/** The day itself where it is a working day, otherwise the next one (Reg. 1182/71 art. 3(4)). */
export const workingDayFrom = (date: CalendarDate, holidays: Holidays): CalendarDate => {
  let day = date;
  while (isWeekend(day) || holidays.has(day)) day = addDays(day, 1);
  return day;
};
