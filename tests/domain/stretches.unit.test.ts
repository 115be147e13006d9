import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { policyOf } from '../../domain/policy/policyFrom.ts';
import { holidaysIn } from '../../domain/policy/workingDays.ts';
import type { PolicyPeriod } from '../../domain/system/policyInForce.ts';
import { addDays } from '../../domain/time/calendarDate.ts';
import { addDuration, durationOf } from '../../domain/time/duration.ts';
import { workingDayFrom } from '../../domain/time/holidays.ts';
import { firstDayDueFrom, stretchesOf } from '../../projections/tasks/stretches.ts';

const policy = policyOf({
  profile: 'EU_MEMBER' as const,
  workingDays: {
    holidays: [
      { name: 'New Year', on: 'EVERY_YEAR' as const, monthDay: '01-01', moves: 'AFTER_SUNDAY' as const },
      { name: 'The day after', on: 'EVERY_YEAR' as const, monthDay: '01-02' },
      { name: 'Good Friday', on: 'WESTERN_EASTER' as const, daysFromEaster: -2 },
      { name: 'Easter Monday', on: 'WESTERN_EASTER' as const, daysFromEaster: 1 },
    ],
    movedDeadlines: ['transferConfirmation' as const],
  },
});
const holidays = holidaysIn(policy);

const anyDay = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('1990-01-01', days));
const anyPeriod = fc
  .record({ months: fc.integer({ min: 0, max: 400 }), days: fc.integer({ min: 0, max: 400 }) })
  .map(({ months, days }) => (months === 0 ? `P${days}D` : `P${months}M${days}D`));

describe('where in the order of the days that terms are counted from a due day begins', () => {
  test('the first day of a stretch falls due on the day or later, and the day before it earlier', () => {
    fc.assert(
      fc.property(anyDay, anyPeriod, fc.boolean(), (day, period, moves) => {
        const dueOf = (from: string): string => {
          const nominal = addDuration(from, durationOf(period));
          return moves ? workingDayFrom(nominal, holidays) : nominal;
        };
        const first = firstDayDueFrom(day, { period, moves }, holidays);
        expect(dueOf(first) >= day).toBe(true);
        expect(dueOf(addDays(first, -1)) < day).toBe(true);
      }),
    );
  });

  test('no term falls due where what has no deadline stands in the list', () => {
    expect(firstDayDueFrom('9999-12-31', { period: 'P14D', moves: true }, holidays)).toBe('9999-12-31');
    expect(firstDayDueFrom('9999-99-99', { period: 'P14D', moves: true }, holidays)).toBe('9999-99-99');
  });

  test('a later day never falls due earlier, so that the order of the index is the order of deadlines', () => {
    fc.assert(
      fc.property(
        anyDay,
        fc.integer({ min: 0, max: 60 }),
        anyPeriod,
        fc.boolean(),
        (day, more, period, moves) => {
          const dueOf = (from: string): string => {
            const nominal = addDuration(from, durationOf(period));
            return moves ? workingDayFrom(nominal, holidays) : nominal;
          };
          expect(dueOf(day) <= dueOf(addDays(day, more))).toBe(true);
        },
      ),
    );
  });
});

describe('stretches of a kind and term over the versions of the policy', () => {
  const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);
  const versions = (documents: ReadonlyArray<object>): ReadonlyArray<PolicyPeriod> =>
    documents.map((document, version) => ({
      version,
      policy: policyOf({ profile: 'EU_MEMBER', ...document } as Parameters<typeof policyOf>[0]),
      from: version === 0 ? Number.NEGATIVE_INFINITY : at(`20${10 + version}-01-01`),
      until: version === documents.length - 1 ? Number.POSITIVE_INFINITY : at(`20${11 + version}-01-01`),
    }));
  const shownIn = (policies: ReadonlyArray<PolicyPeriod>, kind: string) =>
    policies.map(({ from, until }) => ({ kind, from, until }));

  test('versions that measure a term alike are one stretch, a changed deadline begins another', () => {
    const policies = versions([
      {},
      { deadlines: { importMark: 'P7D' } },
      { deadlines: { transferConfirmation: 'P5D' } },
    ]);
    const shown = shownIn(policies, 'TRANSFER_TO_CONFIRM');
    expect(stretchesOf('TRANSFER_TO_CONFIRM', 'transferConfirmation', shown, policies)).toEqual([
      { from: Number.NEGATIVE_INFINITY, until: at('2012-01-01'), period: 'P14D', moves: false },
      { from: at('2012-01-01'), until: Number.POSITIVE_INFINITY, period: 'P5D', moves: false },
    ]);
    expect(stretchesOf('TRANSFER_TO_CONFIRM', '', shown, policies)).toEqual([
      { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY, moves: false },
    ]);
  });

  test('a version that does not know the kind interrupts it', () => {
    const policies = versions([{}, {}, {}]);
    const shown = shownIn(policies, 'X').filter((_, index) => index !== 1);
    expect(stretchesOf('X', '', shown, policies).map(({ from }) => from)).toEqual([
      Number.NEGATIVE_INFINITY,
      at('2012-01-01'),
    ]);
    expect(stretchesOf('Y', '', shown, policies)).toEqual([]);
  });
});
