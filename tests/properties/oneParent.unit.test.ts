import fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { componentKind } from '../../domain/component/kind.ts';
import { firearmKind } from '../../domain/firearm/kind.ts';
import { stateAt, timelineOf } from '../../domain/time/bitemporalFold.ts';
import { recordEvents } from '../../domain/usecases/recordEvents.ts';
import { body, party, registered } from '../harness/bodies.ts';
import { createMemoryPorts } from '../harness/memoryPorts.ts';

const owner = party('P', 'owner');
const by = { actorId: 'a', organisationId: 'REGISTRY' } as const;
const day = (no: number): string => `2026-02-${String(no).padStart(2, '0')}`;

type Step = {
  readonly what: 'FIT' | 'REMOVE' | 'REPLACE' | 'SWAP' | 'THEFT' | 'SEIZURE' | 'DISMANTLE' | 'ANNUL';
  readonly firearm: number;
  readonly part: number;
  readonly other: number;
  readonly on: number;
  readonly atComponent: boolean;
};
const stepOf = (whats: fc.Arbitrary<Step['what']>): fc.Arbitrary<Step> =>
  fc.record({
    what: whats,
    firearm: fc.nat(1),
    part: fc.nat(2),
    other: fc.nat(2),
    on: fc.integer({ min: 1, max: 9 }),
    atComponent: fc.boolean(),
  });
const movement = fc.oneof(
  { weight: 6, arbitrary: fc.constant('FIT' as const) },
  { weight: 4, arbitrary: fc.constantFrom('REMOVE' as const, 'REPLACE' as const, 'SWAP' as const) },
  { weight: 2, arbitrary: fc.constantFrom('DISMANTLE' as const, 'ANNUL' as const) },
);
const anything = fc.oneof(
  { weight: 8, arbitrary: movement },
  { weight: 1, arbitrary: fc.constantFrom('THEFT' as const, 'SEIZURE' as const) },
);

/** Two firearms and three barrels of one holder; records the steps, whatever their order in valid time. */
const play = async (steps: ReadonlyArray<Step>) => {
  const ports = createMemoryPorts();
  ports.clock.set('2026-03-01T12:00:00Z');
  let keys = 0;
  const record = async (
    role: 'CLK' | 'DLR' | 'POL' | 'LAB',
    kind: 'firearm' | 'component',
    id: string | undefined,
    report: { readonly type: string; readonly effectiveAt: string; readonly payload: unknown },
  ) => {
    keys += 1;
    return recordEvents(ports)({
      subject: { kind, ...(id === undefined ? {} : { id }) },
      idempotencyKey: `k${keys}`,
      recordedBy: { ...by, role },
      entries: [
        {
          type: report.type,
          payload: report.payload,
          effectiveAt: { precision: 'DAY', value: report.effectiveAt, zone: 'UTC' },
          // Nobody has a right here; old papers do not say under which one they had it.
          source: role === 'CLK' ? { kind: 'PAPER', ref: 'BOOK 1/1' } : { kind: 'DIRECT' },
        },
      ],
    })();
  };
  const begun = async (kind: 'firearm' | 'component', report: Parameters<typeof record>[3]) => {
    const done = await record('CLK', kind, undefined, report);
    if (E.isLeft(done)) throw new Error(JSON.stringify(done.left));
    return done.right.subject.id;
  };
  const firearms = [
    await begun('firearm', registered('2026-01-01', owner, 'A 1')),
    await begun('firearm', registered('2026-01-01', owner, 'A 2')),
  ];
  const parts: string[] = [];
  for (const raw of ['9 mm Luger', '.22 LR', '.32 ACP'])
    parts.push(
      await begun(
        'component',
        body('ComponentRegistered', '2026-01-01', {
          calibre: { raw },
          category: 'B',
          kind: 'BARREL',
          responsiblePartyId: owner,
          partyRole: 'HOLDER',
        }),
      ),
    );
  const history = async (kind: 'firearm' | 'component', id: string) => {
    const read = await ports.eventStore.readStream(`${kind}-${id}`)();
    return E.isRight(read) ? read.right.map(ports.codec.decode) : [];
  };
  let accepted = 0;
  for (const { what, firearm, part, other, on, atComponent } of steps) {
    const firearmId = firearms[firearm] ?? '';
    const componentId = parts[part] ?? '';
    const kind = atComponent ? 'component' : 'firearm';
    const id = atComponent ? componentId : firearmId;
    const replaced = {
      firearmId,
      outId: componentId,
      inId: parts[other],
      ...(what === 'SWAP' ? { swapWithFirearmId: firearms[1 - firearm] } : {}),
    };
    const outcome = await (async () => {
      switch (what) {
        case 'FIT':
          return record('LAB', kind, id, body('ComponentFitted', day(on), { componentId, firearmId }));
        case 'REMOVE':
          return record(
            'LAB',
            kind,
            id,
            body('ComponentRemoved', day(on), { componentId, firearmId, reason: 'REPAIR' }),
          );
        case 'REPLACE':
        case 'SWAP':
          return record('DLR', 'firearm', firearmId, body('ComponentReplaced', day(on), replaced));
        case 'THEFT': {
          const theft = { stolenBetween: { from: day(on), to: day(on) }, discoveredAt: day(on) };
          return record('POL', kind, id, body('TheftReported', day(on), theft));
        }
        case 'SEIZURE':
          return record('POL', kind, id, body('FirearmSeized', day(on)));
        case 'DISMANTLE': {
          const { fitted } = stateAt(
            timelineOf(firearmKind.fold, await history('firearm', firearmId)),
            Date.parse(day(on)),
          );
          const survivingComponentIds = fitted.map((each) => each.componentId);
          return record(
            'CLK',
            'firearm',
            firearmId,
            body('FirearmDismantled', day(on), { survivingComponentIds }),
          );
        }
        case 'ANNUL': {
          const events = await history(kind, id);
          const target = events.findLast(
            ({ type }) => type.startsWith('Component') && type !== 'ComponentRegistered',
          );
          return record(
            'CLK',
            kind,
            id,
            body('RecordAnnulled', day(on), { targetEventId: target?.eventId, reason: 'NEVER_HAPPENED' }),
          );
        }
      }
    })();
    if (E.isRight(outcome)) accepted += 1;
  }
  const now = Date.parse('2026-04-01T00:00:00Z');
  return {
    accepted,
    firearms,
    parts,
    lives: await Promise.all(
      parts.map(async (id) => timelineOf(componentKind.fold, await history('component', id), now)),
    ),
    guns: await Promise.all(
      firearms.map(async (id) => timelineOf(firearmKind.fold, await history('firearm', id), now)),
    ),
  };
};

type Played = Awaited<ReturnType<typeof play>>;

/** On every day: the firearm that the component's stream names, and those whose own streams list it. */
const placesOf = ({ firearms, parts, lives, guns }: Played) =>
  Array.from({ length: 10 }, (_, index) => index + 1).flatMap((on) => {
    const at = Date.parse(`${day(on)}T12:00:00Z`);
    return parts.flatMap((part, index) => {
      const life = lives[index];
      if (life === undefined) return [];
      const named = stateAt(life, at).parent?.firearmId;
      const listing = firearms.filter((_id, gun) => {
        const timeline = guns[gun];
        return (
          timeline !== undefined && stateAt(timeline, at).fitted.some((each) => each.componentId === part)
        );
      });
      return [{ on, part, named: named === undefined ? [] : [named], listing }];
    });
  });

/** On every day, for a firearm with barrels: its recorded calibres and those of its barrels (identification 5.2). */
const barrelsAndCalibres = ({ guns }: Played) =>
  guns.flatMap((gun) =>
    Array.from({ length: 10 }, (_, index) => {
      const { fitted, identity } = stateAt(gun, Date.parse(`${day(index + 1)}T12:00:00Z`));
      const raws = (list: unknown) => (list as ReadonlyArray<{ raw: string }>).map(({ raw }) => raw).sort();
      return {
        firearm: raws(identity?.calibre),
        barrels: raws(fitted.map(({ calibre }) => calibre)),
      };
    }).filter(({ barrels }) => barrels.length > 0),
  );

describe('REQ-CMP-02 at every instant a component has at most one firearm, also with late reports', () => {
  test('movements in any order, annulled or not: both streams name the same firearm, and no other lists it', async () => {
    let effective = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(stepOf(movement), { minLength: 3, maxLength: 14 }), async (steps) => {
        const played = await play(steps);
        effective += played.accepted;
        for (const { named, listing, part, on } of placesOf(played))
          expect(listing, `${part} on ${day(on)}`).toEqual(named);
        for (const calibres of barrelsAndCalibres(played)) expect(calibres.firearm).toEqual(calibres.barrels);
      }),
      { numRuns: 200 },
    );
    // The property would say nothing if the guards refused everything.
    expect(effective).toBeGreaterThan(400);
  });

  test('with late thefts and seizures among them: the streams differ only where one marks a movement INCONSISTENT', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(stepOf(anything), { minLength: 3, maxLength: 14 }), async (steps) => {
        const played = await play(steps);
        const contradicted = [...played.lives, ...played.guns].some((timeline) =>
          timeline.steps.some(({ status }) => status === 'INCONSISTENT'),
        );
        for (const { named, listing, part, on } of placesOf(played))
          if (!contradicted) expect(listing, `${part} on ${day(on)}`).toEqual(named);
      }),
      { numRuns: 150 },
    );
  });
});
