import fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { exampleOf } from '../../api/schema/zodOfShape.ts';
import { guardDispute, type RecordedEvent } from '../../domain/event/envelope.ts';
import { custodyChain } from '../../domain/firearm/custodyChain.ts';
import { firearmKind } from '../../domain/firearm/kind.ts';
import { euMember } from '../../domain/policy/profiles.ts';
import { type LifeTold, lifeOf } from '../../domain/simulation/life.ts';
import type { Plan } from '../../domain/simulation/plan.ts';
import { districtOf, nationOf } from '../../domain/simulation/population.ts';
import { nationalPart, requestOf, roundsOf } from '../../domain/simulation/rounds.ts';
import type { Life } from '../../domain/simulation/step.ts';
import { decide } from '../../domain/stream/decide.ts';
import { keyOfStream, kindOf, streamKinds } from '../../domain/streamKinds.ts';
import { timelineOf } from '../../domain/time/bitemporalFold.ts';
import { openStreams } from '../../domain/usecases/loadedStreams.ts';
import { recordMany } from '../../domain/usecases/recordEvents.ts';
import { cameTo } from '../../infra/simulation/tally.ts';
import { derivedIds } from '../../infra/system/derivedIds.ts';
import { createMemoryPorts } from '../harness/memoryPorts.ts';

const planOf = (seed: number): Plan => ({
  seed,
  firearms: 1000,
  from: '2005-01-01',
  until: '2026-05-31',
  zone: 'Europe/Belgrade',
  territory: 'ME',
  ids: derivedIds,
});

/** Lives of one property run. */
const livesOfRun = 12;

/** Tells the lives of a seed in which most happens, and answers all streams that they left. */
const histories = async (seed: number): Promise<ReadonlyMap<string, ReadonlyArray<RecordedEvent>>> => {
  const plan = planOf(seed);
  const nation = nationOf(plan);
  const town = districtOf(plan, 0);
  const variety = ({ life }: LifeTold): number => new Set(life.steps.map(({ type }) => type)).size;
  const chosen = Array.from({ length: 1000 }, (_, index) => lifeOf(plan, nation, town, index))
    .toSorted((a, b) => variety(b) - variety(a))
    .slice(0, livesOfRun);
  const met = new Set(chosen.flatMap((told) => [...told.met]));
  const parts: ReadonlyArray<ReadonlyArray<Life>> = [
    nationalPart(nation).lives,
    [...town.dealers, ...town.persons].filter((party) => met.has(party)).map(({ life }) => life),
    chosen.map(({ life }) => life),
  ];
  const ports = createMemoryPorts();
  for (const lives of parts)
    for (const steps of roundsOf(lives)) {
      const outcomes = await recordMany(ports)(steps.map((step) => requestOf(step, plan.zone)))();
      if (E.isLeft(outcomes)) throw new Error(JSON.stringify(outcomes.left));
      for (const [index, step] of steps.entries()) {
        const outcome = outcomes.right[index];
        const meant =
          step.intended.kind === 'ACCEPTED' ? 'ACCEPTED' : `${step.intended.kind} ${step.intended.code}`;
        if (outcome === undefined || cameTo(outcome) !== meant)
          throw new Error(`${step.type} of ${step.key}: ${JSON.stringify(outcome)}`);
      }
    }
  const stored = await ports.eventStore.readAll(0n, 100_000)();
  if (E.isLeft(stored)) throw new Error(stored.left.reason);
  const streams = new Map<string, RecordedEvent[]>([['system', []]]);
  for (const event of stored.right.map(ports.codec.decode)) {
    const stream = streams.get(event.streamId) ?? [];
    stream.push(event);
    streams.set(event.streamId, stream);
  }
  return streams;
};

describe('simulated lives', () => {
  test('no accepted step goes where the table forbids, and all of them fold', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1_000_000 }), async (seed) => {
        for (const [streamId, events] of await histories(seed)) {
          const key = keyOfStream(streamId);
          if (key === undefined) throw new Error(`no kind for ${streamId}`);
          const kind = kindOf(key.kind);
          const any = streamKinds.find(({ name }) => name === key.kind) ?? streamKinds[0];
          if (any === undefined) throw new Error('no kinds');
          let before = any.statusOf(any.initial);
          for (const { event, state, status } of timelineOf(any.fold, events).steps) {
            const definition = kind.definitionOf(event.type);
            const cell = any.rowOf(event.type)?.get(before);
            const came = any.statusOf(state);
            expect(status, `${event.type} at ${before}`).not.toBe('INCONSISTENT');
            if (status === 'DISPUTED') {
              expect(guardDispute(event.metadata)).toBeDefined();
              expect(came).toBe(before);
              continue;
            }
            seen.add(`${key.kind} ${event.type}`);
            if (cell?.kind === 'MOVE') expect(came, `${event.type} at ${before}`).toBe(cell.to);
            else if (cell?.kind === 'SAME' || cell?.kind === 'IDENTITY_CONFLICT') {
              // A primary part that is replaced ends the firearm by its own effect (HC-06).
              if (event.type !== 'ComponentReplaced') expect(came, `${event.type} at ${before}`).toBe(before);
            } else if (cell?.kind === 'REFUSE')
              expect(definition?.lift, `${event.type} at ${before}`).toBeDefined();
            before = came;
          }
          if (key.kind === 'firearm') {
            const { intervals, gaps } = custodyChain(timelineOf(firearmKind.fold, events));
            for (const [index, { to, holder, custody }] of intervals.entries()) {
              expect(to).toEqual(intervals[index + 1]?.from);
              if (holder === undefined && custody !== 'DST' && custody !== 'DSM')
                expect(gaps.length, 'a gap').toBeGreaterThan(0);
            }
          }
        }
      }),
      { numRuns: 6 },
    );
    // Empty histories would fulfil everything.
    expect(seen.size).toBeGreaterThan(40);
  }, 600_000);

  test('decide is total for every event of every kind in every state that was reached', async () => {
    let decided = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1_000_000 }), async (seed) => {
        const streams = await histories(seed);
        const { around } = openStreams(streams);
        const first = [...streams.values()].find((events) => events.length > 0)?.[0];
        if (first === undefined) throw new Error('nothing was told');
        for (const [streamId, events] of streams) {
          const key = keyOfStream(streamId);
          const kind = streamKinds.find(({ name }) => name === key?.kind);
          if (kind === undefined || key === undefined) throw new Error(`no kind for ${streamId}`);
          if (key.kind === 'party' && events.length < 3) continue;
          for (let length = 0; length <= events.length; length += 1)
            for (const { type, payload, recordedBy } of kind.definitions) {
              const role = recordedBy[0] ?? 'CLK';
              const outcome = decide(
                kind,
                {
                  type,
                  payload: exampleOf(payload),
                  metadata: {
                    ...first.metadata,
                    effectiveAt: { precision: 'DAY', value: '2026-05-01', zone: 'Europe/Belgrade' },
                    recordedBy: { actorId: 'anybody', role, organisationId: 'REGISTRY' },
                  },
                },
                {
                  id: key.id,
                  history: events.slice(0, length),
                  now: Date.parse('2026-06-01T12:00:00Z'),
                  policy: euMember,
                  policyAt: () => euMember,
                  around,
                  derive: (prefix) => `${prefix}-01J9ZK3C5E7G9JBMDPFRHTKVMX`,
                  digest: (text) => text,
                  isValidPayload: () => true,
                },
              );
              expect(E.isLeft(outcome) || E.isRight(outcome)).toBe(true);
              decided += 1;
            }
        }
      }),
      { numRuns: 2 },
    );
    expect(decided).toBeGreaterThan(5000);
  }, 600_000);
});
