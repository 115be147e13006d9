import fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { exampleOf } from '../../api/schema/zodOfShape.ts';
import type { Metadata, RecordedEvent, Role } from '../../domain/event/envelope.ts';
import { custodyChain } from '../../domain/firearm/custodyChain.ts';
import { firearmKind } from '../../domain/firearm/kind.ts';
import { euMember } from '../../domain/policy/profiles.ts';
import { decide } from '../../domain/stream/decide.ts';
import { stateAt, timelineOf } from '../../domain/time/bitemporalFold.ts';
import { boundsOf } from '../../domain/time/effectiveTime.ts';
import { growingTimeline } from '../../domain/time/growingTimeline.ts';
import { createEventCodec } from '../../infra/codec/eventCodec.ts';

const day = (number: number): string => new Date(Date.UTC(2020, 0, 1 + number)).toISOString().slice(0, 10);
const recordedDay = 1000;
const instant = (number: number): number => Date.UTC(2020, 0, 1 + number, 12);

type Fact = { readonly type: string; readonly role: Role; readonly day: number; readonly payload: unknown };
const fact = fc
  .record({
    index: fc.nat(firearmKind.definitions.length - 1),
    day: fc.nat(400),
    who: fc.nat(3),
    party: fc.nat(2),
  })
  .map(({ index, day: on, who, party }): Fact => {
    const definition = firearmKind.definitions[index];
    if (definition === undefined) throw new Error('no such event');
    const role = definition.recordedBy[who % definition.recordedBy.length] ?? 'CLK';
    const parties = [
      'P-01J9ZK3C5E7G9JBMDPFRHTKVMA',
      'P-01J9ZK3C5E7G9JBMDPFRHTKVMB',
      'F-01J9ZK3C5E7G9JBMDPFRHTKVMC',
    ];
    const payload = JSON.parse(
      JSON.stringify(exampleOf(definition.payload)).replaceAll(
        'P-01J9ZK3C5E7G9JBMDPFRHTKVMX',
        parties[party] ?? '',
      ),
    );
    // No other stream is there to hold a right: transfers come from an old book, which names none.
    if (definition.type === 'FirearmTransferred') {
      payload.acquirerId = parties[(party + 1) % parties.length];
      payload.acquirerAuthorisationId = { absent: 'UNKNOWN' };
    }
    if (definition.type === 'FirearmRegistered') payload.kind = 'LEGACY';
    if ('partyRole' in payload) payload.partyRole = party === 2 ? 'TRADE' : 'HOLDER';
    return { type: definition.type, role, day: on, payload };
  });

/** Half of the firearms are on record from the first day; nearly all that happens to one presupposes it. */
const beginning = fc.oneof(
  fc.constant([]),
  fact.map((each): ReadonlyArray<Fact> => {
    const definition = firearmKind.definitionOf('FirearmRegistered');
    if (definition === undefined) throw new Error('no such event');
    const payload = exampleOf(definition.payload) as Record<string, unknown>;
    return [
      {
        ...each,
        type: definition.type,
        role: 'CLK',
        day: 0,
        payload: {
          ...payload,
          kind: 'LEGACY',
          responsiblePartyId: 'P-01J9ZK3C5E7G9JBMDPFRHTKVMA',
          partyRole: 'HOLDER',
        },
      },
    ];
  }),
);

const metadataOf = (each: Fact, disputes?: Metadata['disputes']): Metadata => ({
  effectiveAt: { precision: 'DAY', value: day(each.day), zone: 'UTC' },
  recordedBy: { actorId: 'a', role: each.role, organisationId: 'P-01J9ZK3C5E7G9JBMDPFRHTKVMA' },
  authorityId: 'T',
  source: { kind: each.type === 'FirearmReleased' ? 'COURT' : 'PAPER', ref: 'r' },
  legalBasis: ['x'],
  assertionKind: 'FACT',
  correlationId: 'c',
  idempotencyKey: 'k',
  commandDigest: 'd',
  salt: 's',
  ...(disputes === undefined || disputes.length === 0 ? {} : { disputes }),
});

/** The firearm that the catalogue's examples name, so that what names its own firearm names this one. */
const firearmId = 'W-01J9ZK3C5E7G9JBMDPFRHTKVMX';
type Payload = Readonly<Record<string, unknown>>;

/** Points whatever refers to an event at one that was recorded: the last of the types it may mean, or any. */
const meant: Readonly<Record<string, ReadonlyArray<string>>> = {
  annulmentEventId: ['RecordAnnulled'],
  holdEventId: ['LegalHoldPlaced'],
  recoveryEventId: ['FirearmFound'],
};
const withTargets = (payload: Payload, history: ReadonlyArray<RecordedEvent>, index: number): Payload =>
  Object.fromEntries(
    Object.entries(payload).map(([name, value]) => {
      if (history.length === 0 || !name.endsWith('EventId')) return [name, value];
      const last = history.findLast(({ type }) => meant[name]?.includes(type) === true);
      return [name, (last ?? history[index % history.length])?.eventId];
    }),
  );

/** Records the facts one after the other through `decide`, a day each, and gives what was accepted. */
const accepted = (facts: ReadonlyArray<Fact>): ReadonlyArray<RecordedEvent> => {
  const codec = createEventCodec();
  const history: RecordedEvent[] = [];
  for (const [index, each] of facts.entries()) {
    const metadata = metadataOf(each);
    const payload = withTargets(each.payload as Payload, history, index);
    const decided = decide(
      firearmKind,
      { type: each.type, payload, metadata },
      {
        id: firearmId,
        around: {
          statesIn: () => undefined,
          historyOf: () => undefined,
          ownHistoryOf: () => undefined,
        },
        derive: (prefix, name) => `${prefix}-${name}-${index}`,
        digest: (text) => text,
        history,
        now: instant(recordedDay + index),
        policy: euMember,
        policyAt: () => euMember,
        isValidPayload: (type, value) => codec.faults(type, value).length === 0,
      },
    );
    if (E.isLeft(decided)) continue;
    history.push({
      eventId: `00000000-0000-5000-8000-${String(index).padStart(12, '0')}`,
      type: each.type,
      schemaVersion: 1,
      streamId: 'firearm-W-1',
      streamVersion: history.length + 1,
      recordedAt: instant(recordedDay + index),
      metadata: metadataOf(each, decided.right.disputes),
      payload,
    });
  }
  return history;
};

const plain = (value: unknown): string =>
  JSON.stringify(value, (_key, each) => (each instanceof Set || each instanceof Map ? [...each] : each));
const steps = (events: ReadonlyArray<RecordedEvent>) =>
  timelineOf(firearmKind.fold, events).steps.map(({ event, state, status, code }) => ({
    eventId: event.eventId,
    state,
    status,
    code,
  }));

describe('the bitemporal fold', () => {
  test('any order of arrival of the same facts with the same effective times gives the same valid-time history', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fact, { minLength: 1, maxLength: 12, selector: (each) => each.day }),
        fc.infiniteStream(fc.nat()),
        (facts, order) => {
          const events = accepted([...facts].sort((a, b) => a.day - b.day)).filter(
            (event) => event.type !== 'RecordCorrected',
          );
          const random = [...events]
            .map((event) => ({ event, key: order.next().value ?? 0 }))
            .sort((a, b) => a.key - b.key);
          const permuted = random.map(({ event }, index) => ({ ...event, streamVersion: index + 1 }));
          expect(plain(steps(permuted))).toBe(plain(steps(events)));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('an answer for a past knownAt never changes afterwards', () => {
    fc.assert(
      fc.property(fc.array(fact, { minLength: 2, maxLength: 14 }), fc.nat(500), (facts, validDay) => {
        const events = accepted(facts);
        for (let count = 1; count <= events.length; count += 1) {
          const knownAt = events[count - 1]?.recordedAt ?? 0;
          const then = plain(
            stateAt(timelineOf(firearmKind.fold, events.slice(0, count), knownAt), instant(validDay)),
          );
          const later = plain(stateAt(timelineOf(firearmKind.fold, events, knownAt), instant(validDay)));
          expect(later).toBe(then);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('the timelines of a growing history are those of its events folded anew', () => {
    const seen = { inOrder: 0, late: 0, changing: 0 };
    fc.assert(
      fc.property(beginning, fc.array(fact, { maxLength: 40 }), (first, facts) => {
        const events = accepted([...first, ...facts]);
        const after = growingTimeline(firearmKind.fold, events);
        for (const [index, { eventId }] of events.entries()) {
          const grown = after(index);
          const anew = timelineOf(firearmKind.fold, events.slice(0, index + 1));
          expect(plain(grown)).toBe(plain(anew));
          for (const { eventId } of events)
            expect(grown.knowledge.confirmation(eventId)).toBe(anew.knowledge.confirmation(eventId));
          const event = events[index];
          if (event !== undefined && firearmKind.fold.changesOthers(event)) seen.changing += 1;
          else if (grown.steps.at(-1)?.event.eventId === eventId) seen.inOrder += 1;
          else seen.late += 1;
        }
      }),
      { numRuns: 1000 },
    );
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(100);
  });

  test('decide is total, folding any accepted history never fails, and the chain has no overlap', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(beginning, fc.array(fact, { maxLength: 40 }), (first, facts) => {
        const events = accepted([...first, ...facts]);
        for (const event of events) seen.add(event.type);
        const { intervals } = custodyChain(timelineOf(firearmKind.fold, events));
        for (const [index, interval] of intervals.entries()) {
          const next = intervals[index + 1];
          expect(interval.to?.bounds).toEqual(next?.from.bounds);
          if (next !== undefined)
            expect(next.from.bounds.earliest).toBeGreaterThanOrEqual(interval.from.bounds.earliest);
        }
      }),
      { numRuns: 1500 },
    );
    // The property would be empty if the facts were always refused.
    expect([...seen].length).toBeGreaterThan(firearmKind.definitions.length / 2);
  });
});

describe('effective times', () => {
  test.each([
    ['2026-03-29', 'Europe/Belgrade', '2026-03-28T23:00:00.000Z', 23],
    ['2026-10-25', 'Europe/Belgrade', '2026-10-24T22:00:00.000Z', 25],
    ['2026-06-01', 'UTC', '2026-06-01T00:00:00.000Z', 24],
  ])('the local day %s in %s begins at %s and has %i hours', (value, zone, start, hours) => {
    const bounds = boundsOf({ precision: 'DAY', value, zone }, 0);
    expect(new Date(bounds.earliest).toISOString()).toBe(start);
    expect(bounds.latest - bounds.earliest + 1).toBe(hours * 3_600_000);
  });
});
