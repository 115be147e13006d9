import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { purposes } from '../../domain/access/policy.ts';
import { accessibleFrom, mayAccess } from '../../domain/time/accessPeriod.ts';
import { addDays, addMonths, isWeekend } from '../../domain/time/calendarDate.ts';
import { clockStart } from '../../domain/time/clockStart.ts';
import { recordClasses, recordKeptUntil } from '../../domain/time/recordClass.ts';
import { erasableAt, retentionClock } from '../../domain/time/retention.ts';

const shifted = { workingDayShift: true, holidays: new Set<string>() };
const plain = { workingDayShift: false, holidays: new Set<string>() };
const zone = 'Europe/Podgorica';
const date = fc
  .date({ min: new Date('1950-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
  .map((each) => each.toISOString().slice(0, 10));

describe('REQ-REC-08: 30 years from destruction', () => {
  test.each([
    ['2020-05-10', shifted, '2050-05-11'],
    ['2020-05-10', plain, '2050-05-11'],
    ['2024-02-29', shifted, '2054-03-03'],
    ['2024-02-29', plain, '2054-03-01'],
  ])('destroyed %s', (destroyedOn, rules, erasableFrom) => {
    expect(retentionClock(destroyedOn, rules)?.erasableFrom).toBe(erasableFrom);
  });
  test('ends the local day, not the day of UTC', () => {
    const end = retentionClock('2020-05-10', shifted);
    expect(end && new Date(erasableAt(end, zone)).toISOString()).toBe('2050-05-10T22:00:00.000Z');
    expect(end && new Date(erasableAt(end, 'UTC')).toISOString()).toBe('2050-05-11T00:00:00.000Z');
  });
  test('a public holiday is no working day', () => {
    const holidays = new Set(['2054-03-02', '2054-03-03']);
    expect(retentionClock('2024-02-29', { workingDayShift: true, holidays })).toEqual({
      nominalEnd: '2054-02-28',
      lastDay: '2054-03-04',
      erasableFrom: '2054-03-05',
    });
  });
  test('a surviving barrel has no clock; a barrel destroyed later has its own (REQ-CMP-04)', () => {
    expect(retentionClock(undefined, shifted)).toBeUndefined();
    expect(retentionClock('2031-04-02', plain)?.lastDay).toBe('2061-04-02');
  });
  test('never earlier than either reading, and the last day is a working day when shifted', () => {
    fc.assert(
      fc.property(date, fc.array(fc.nat(20)), (destroyedOn, offsets) => {
        const nominal = retentionClock(destroyedOn, plain)?.lastDay ?? '';
        const holidays = new Set(offsets.map((offset) => addDays(nominal, offset)));
        const end = retentionClock(destroyedOn, { workingDayShift: true, holidays });
        const lastDay = end?.lastDay ?? '';
        expect(lastDay >= nominal).toBe(true);
        expect(isWeekend(lastDay) || holidays.has(lastDay)).toBe(false);
        expect(end?.erasableFrom).toBe(addDays(lastDay, 1));
      }),
    );
  });
});

describe('what starts the clock', () => {
  const off = { export: { startsRetention: false } };
  const on = { export: { startsRetention: true } };
  test('destruction alone, unless national law adds definitive export', () => {
    expect(clockStart({}, on)).toBeUndefined();
    expect(clockStart({ exportedOn: '2020-01-01' }, off)).toBeUndefined();
    expect(clockStart({ exportedOn: '2020-01-01' }, on)).toBe('2020-01-01');
    expect(clockStart({ exportedOn: '2020-01-01', destroyedOn: '2024-01-01' }, on)).toBe('2024-01-01');
  });
  test('HC-16: a return cancels the clock of export', () => {
    expect(clockStart({ exportedOn: '2020-01-01', returned: true }, on)).toBeUndefined();
  });
  test('HC-15: a destroyed firearm that turns up stops it', () => {
    expect(clockStart({ destroyedOn: '2020-01-01', turnedUp: true }, on)).toBeUndefined();
  });
});

describe('access after destruction', () => {
  const at = (day: string, time = '12:00') => Date.parse(`${day}T${time}:00+02:00`);
  test('REQ-REC-09: licensing and customs until 10 years', () => {
    for (const purpose of ['LICENSING', 'CUSTOMS'] as const) {
      expect(mayAccess(purpose, '2020-05-10', at('2030-05-10', '23:59'), zone)).toBe(true);
      expect(mayAccess(purpose, '2020-05-10', at('2030-05-11', '00:00'), zone)).toBe(false);
    }
  });
  test('REQ-REC-10: police and tracing until 30 years', () => {
    for (const purpose of ['INVESTIGATION', 'TRACING'] as const) {
      expect(mayAccess(purpose, '2020-05-10', at('2030-05-11'), zone)).toBe(true);
      expect(mayAccess(purpose, '2020-05-10', at('2049-05-10'), zone)).toBe(true);
      expect(mayAccess(purpose, '2020-05-10', at('2050-05-10', '23:59'), zone)).toBe(true);
      expect(mayAccess(purpose, '2020-05-10', at('2050-05-11', '00:00'), zone)).toBe(false);
    }
  });
  test('what is not destroyed stays readable for every purpose', () => {
    for (const purpose of purposes) expect(mayAccess(purpose, undefined, at('2200-01-01'), zone)).toBe(true);
  });
  test('data protection reads what is due for erasure', () => {
    expect(mayAccess('DATA_PROTECTION', '2020-05-10', at('2060-01-01'), zone)).toBe(true);
  });
  test('a list begins with the first day of destruction that may still be read', () => {
    fc.assert(
      fc.property(date, fc.constantFrom(...purposes), (today, purpose) => {
        const since = accessibleFrom(purpose, today);
        const now = Date.parse(`${today}T12:00:00Z`);
        if (since === undefined) expect(mayAccess(purpose, '1800-01-01', now, 'UTC')).toBe(true);
        else {
          expect(mayAccess(purpose, since, now, 'UTC')).toBe(true);
          expect(mayAccess(purpose, addDays(since, -1), now, 'UTC')).toBe(false);
        }
      }),
      {
        examples: [
          ['2028-02-29', 'LICENSING'],
          ['2030-02-28', 'LICENSING'],
          ['2030-03-01', 'CUSTOMS'],
        ],
      },
    );
  });
  test('nobody loses access before licensing does', () => {
    fc.assert(
      fc.property(date, fc.nat(400), fc.constantFrom(...purposes), (destroyedOn, months, purpose) => {
        const moment = Date.parse(`${addMonths(destroyedOn, months)}T12:00:00Z`);
        expect(
          mayAccess(purpose, destroyedOn, moment, 'UTC') ||
            !mayAccess('LICENSING', destroyedOn, moment, 'UTC'),
        ).toBe(true);
      }),
    );
  });
});

describe('records of a class', () => {
  test('REQ-IMP-03: a licence older than 20 years is kept while the firearm is not destroyed', () => {
    expect(recordKeptUntil('TRADE', '1990-01-01', undefined, plain)).toBeUndefined();
  });
  test('REQ-IMP-03, REQ-TRC-02: the longer duty holds', () => {
    expect(recordKeptUntil('TRADE', '2021-01-01', '2020-06-01', plain)?.lastDay).toBe('2050-06-01');
    expect(recordKeptUntil('TRADE', '2045-01-01', '2020-06-01', plain)?.lastDay).toBe('2065-01-01');
    expect(recordKeptUntil('OTHER', '2045-01-01', '2020-06-01', plain)?.lastDay).toBe('2065-01-01');
    expect(recordKeptUntil('MANUFACTURE', '2045-01-01', '2020-06-01', plain)?.lastDay).toBe('2075-01-01');
  });
  test('no class shortens the 30 years', () => {
    fc.assert(
      fc.property(date, date, fc.constantFrom(...recordClasses), (recorded, destroyedOn, recordClass) => {
        const own = recordKeptUntil(recordClass, recorded, destroyedOn, shifted)?.lastDay ?? '';
        expect(own >= (retentionClock(destroyedOn, shifted)?.lastDay ?? '')).toBe(true);
      }),
    );
  });
});
