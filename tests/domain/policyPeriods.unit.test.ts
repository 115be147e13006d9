import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RecordedEvent } from '../../domain/event/envelope.ts';
import { euMember } from '../../domain/policy/profiles.ts';
import { systemKind } from '../../domain/system/kind.ts';
import { adoptedAt, periodAt, policyInForce, policyPeriods } from '../../domain/system/policyInForce.ts';
import { stateAt, timelineOf } from '../../domain/time/bitemporalFold.ts';
import { addDays } from '../../domain/time/calendarDate.ts';

const day = (number: number): string => addDays('2026-01-01', number);
const at = (number: number): number => Date.parse(`${day(number)}T12:00:00Z`);

const event = (index: number, type: string, effective: number, recorded: number, payload: object) =>
  ({
    eventId: `e${index}`,
    type,
    schemaVersion: 1,
    streamId: 'system',
    streamVersion: index + 1,
    recordedAt: at(recorded),
    metadata: {
      effectiveAt: { precision: 'DAY', value: day(effective), zone: 'UTC' },
      recordedBy: { actorId: 'a', role: 'CLK', organisationId: 'o' },
      source: { kind: 'DIRECT' },
    },
    payload,
  }) as unknown as RecordedEvent;

/** Versions adopted in turn, each with a first day of its own and effective earlier or later; some are annulled. */
const anyHistory = fc
  .array(
    fc.record({
      effective: fc.integer({ min: 0, max: 60 }),
      validFrom: fc.integer({ min: 0, max: 60 }),
      annul: fc.option(fc.nat({ max: 9 }), { freq: 5, nil: undefined }),
    }),
    { maxLength: 6 },
  )
  .map((acts) => {
    const history: RecordedEvent[] = [];
    for (const [index, { effective, validFrom, annul }] of acts.entries()) {
      const recorded = 60 + index * 10;
      const earlier = history.filter(({ type }) => type === 'PolicyAdopted');
      const target = annul === undefined ? undefined : earlier[annul % Math.max(earlier.length, 1)];
      history.push(
        target === undefined
          ? event(history.length, 'PolicyAdopted', effective, recorded, {
              version: earlier.length + 1,
              document: { profile: 'EU_MEMBER', selfAnnulWindow: `P${earlier.length + 1}D` },
              validFrom: day(validFrom),
            })
          : event(history.length, 'RecordAnnulled', effective, recorded, {
              targetEventId: target.eventId,
              reason: 'NEVER_HAPPENED',
            }),
      );
    }
    return history;
  });

test('legal-basis section 7: the versions of the policy lie beside one another without gap, and each holds in its period', () => {
  let turned = 0;
  fc.assert(
    fc.property(anyHistory, fc.integer({ min: 50, max: 130 }), (history, knownDay) => {
      const periods = policyPeriods(history, euMember, at(knownDay));
      expect(periods[0]?.from).toBe(Number.NEGATIVE_INFINITY);
      expect(periods.at(-1)?.until).toBe(Number.POSITIVE_INFINITY);
      for (const [index, period] of periods.entries())
        if (index > 0) expect(period.from).toBe(periods[index - 1]?.until);
      turned += periods.length > 1 ? 1 : 0;
      const timeline = timelineOf(systemKind.fold, history, at(knownDay));
      for (let moment = -1; moment <= 62; moment += 1)
        expect(periodAt(periods, at(moment)).version).toBe(
          adoptedAt(stateAt(timeline, at(moment)), at(moment))?.version ?? 0,
        );
    }),
    { numRuns: 300 },
  );
  expect(turned).toBeGreaterThan(50);
});

test('what is recorded later changes no answer as known before', () => {
  fc.assert(
    fc.property(anyHistory, fc.nat({ max: 6 }), (history, kept) => {
      const before = history.slice(0, kept);
      const last = before.at(-1);
      if (last === undefined) return;
      expect(policyPeriods(history, euMember, last.recordedAt)).toEqual(policyPeriods(before, euMember));
      expect(policyInForce(before, euMember, at(61))).toMatchObject({
        version: policyPeriods(before, euMember).at(-1)?.version,
      });
    }),
  );
});
