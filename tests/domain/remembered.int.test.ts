import * as E from 'fp-ts/lib/Either.js';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordEvents, recordMany } from '../../domain/usecases/recordEvents.ts';
import type { EventEntry, RecordPorts, RecordRequest } from '../../domain/usecases/recording.ts';
import { createPostgresEventStore } from '../../infra/eventstore/postgresEventStore.ts';
import { createRememberedStreams } from '../../infra/eventstore/rememberedStreams.ts';
import { party, registered } from '../harness/bodies.ts';
import { entitled, partyReport, permitOf, permitReports } from '../harness/entitled.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
let elsewhere: RecordPorts;
let here: RecordPorts;
/** Statements of the first process: read models have statements of their own on the same database. */
let statements = 0;
const counted = (pool: Pool): Pool =>
  new Proxy(pool, {
    get: (target, name) => {
      if (name !== 'query') return Reflect.get(target, name);
      return (...given: unknown[]) => {
        statements += 1;
        return (target.query as (...values: unknown[]) => unknown).apply(target, given);
      };
    },
  });
beforeAll(async () => {
  ledger = await createTestLedger();
  // Two processes of one ledger: each has its own store and memory, over one log.
  const processOn = (pool: Pool): RecordPorts => ({
    ...ledger.record,
    eventStore: createPostgresEventStore(pool, ledger.clock),
    remembered: createRememberedStreams(),
  });
  here = processOn(counted(ledger.database.runtime));
  elsewhere = processOn(ledger.database.runtime);
});
afterAll(() => ledger.close());

const day = (value: string): EventEntry['effectiveAt'] => ({
  precision: 'DAY',
  value,
  zone: 'Europe/Belgrade',
});
const registration = (holder: string, serial: string): EventEntry => ({
  type: 'FirearmRegistered',
  effectiveAt: day('2026-05-20'),
  payload: registered('2026-05-20', holder, serial).payload,
  source: { kind: 'DIRECT' },
});
const registrationOf = (key: string, holder: string, serial = key): RecordRequest => ({
  subject: { kind: 'firearm' },
  idempotencyKey: key,
  recordedBy: { actorId: 'clerk', role: 'CLK', organisationId: 'REGISTRY' },
  entries: [registration(holder, serial)],
});
const register = (ports: RecordPorts, holder: string, key: string, serial = key) =>
  recordEvents(ports)(registrationOf(key, holder, serial))();
const suspend = (ports: RecordPorts, id: string, key: string) =>
  recordEvents(ports)({
    subject: { kind: 'authorisation', id },
    idempotencyKey: key,
    recordedBy: { actorId: 'clerk', role: 'CLK', organisationId: 'REGISTRY' },
    entries: [
      {
        type: 'AuthorisationSuspended',
        effectiveAt: day('2026-05-10'),
        payload: { reason: 'CONDITIONS_NOT_MET' },
        source: { kind: 'DIRECT' },
      },
    ],
  })();
describe('a process decides on the streams that it remembers', () => {
  test('what another process takes away counts at once: a right suspended there, the firearm refused here', async () => {
    const { partyId, authorisationId } = await entitled(ledger.asClerk, 'P', 'remembered-one');
    expect(E.isRight(await register(here, partyId, 'one-1'))).toBe(true);
    expect(E.isRight(await register(here, partyId, 'one-2'))).toBe(true);
    const suspended = await suspend(elsewhere, authorisationId, 'one-suspended');
    expect(suspended).toMatchObject({ _tag: 'Right' });
    expect(await register(here, partyId, 'one-3')).toMatchObject({
      left: { kind: 'REFUSED', refusal: { code: 'R41' } },
    });
  });

  test('what another process gives counts at once: no refusal rests on memory', async () => {
    const holder = party('P', 'remembered-two');
    const organisation = 'test';
    await ledger.asClerk(partyReport('P', 'remembered-two'), organisation);
    expect(await register(here, holder, 'two-1')).toMatchObject({
      left: { kind: 'REFUSED', refusal: { code: 'R41' } },
    });
    for (const report of permitReports('P', 'remembered-two')) await ledger.asClerk(report, organisation);
    const recorded = await register(here, holder, 'two-2');
    expect(recorded).toMatchObject({ right: { events: [{ disputes: [] }] } });
    const shown = await ledger.record.eventStore.readStream(
      `firearm-${E.isRight(recorded) ? recorded.right.subject.id : ''}`,
    )();
    expect(E.isRight(shown) && shown.right[0]?.payload).toContain(permitOf(holder));
  });

  test('with its surroundings remembered a first report is one statement', async () => {
    const { partyId } = await entitled(ledger.asClerk, 'P', 'remembered-three');
    await register(here, partyId, 'three-1');
    const before = statements;
    const recorded = await register(here, partyId, 'three-2');
    expect([statements - before, recorded._tag]).toEqual([1, 'Right']);
  });

  test('HC-20: a retry gives the first answer, another content under its key is refused, whoever was asked first', async () => {
    const { partyId } = await entitled(ledger.asClerk, 'P', 'remembered-four');
    await register(here, partyId, 'four-0');
    const first = await register(here, partyId, 'four-1');
    for (const ports of [here, elsewhere]) {
      const again = await register(ports, partyId, 'four-1');
      expect(again).toMatchObject({
        right: {
          idempotent: true,
          position: E.isRight(first) ? first.right.position : undefined,
          events: E.isRight(first) ? first.right.events : [],
        },
      });
      expect(await register(ports, partyId, 'four-1', 'another')).toMatchObject({
        left: { kind: 'IDEMPOTENCY_KEY_REUSED' },
      });
    }
  });

  test('whoever is recorded after a suspension is refused, however many report at the same time', async () => {
    const { partyId, authorisationId } = await entitled(ledger.asClerk, 'P', 'remembered-five');
    await register(here, partyId, 'five-0');
    const reporting = Array.from({ length: 8 }, async (_, caller) => {
      const positions: bigint[] = [];
      for (let each = 0; each < 200; each += 1) {
        const outcome = await register(here, partyId, `five-${caller}-${each}`);
        if (E.isLeft(outcome)) {
          expect(outcome.left).toMatchObject({ kind: 'REFUSED', refusal: { code: 'R41' } });
          break;
        }
        positions.push(outcome.right.position ?? 0n);
      }
      return positions;
    });
    await register(here, partyId, 'five-meanwhile');
    const suspended = await suspend(elsewhere, authorisationId, 'five-suspended');
    const at = E.isRight(suspended) ? suspended.right.position : undefined;
    const positions = (await Promise.all(reporting)).flat();
    expect(positions.length).toBeGreaterThan(0);
    expect(positions.filter((position) => at === undefined || position > at)).toEqual([]);
  });
});

describe('what is decided counts only while all that it looked at still ends as it did', () => {
  /** A process without memory, which another one forestalls between its decision and its append, once. */
  const forestalled = (before: () => Promise<unknown>): RecordPorts => {
    const { remembered: _, ...ports } = elsewhere;
    const { appendResting } = ports.eventStore;
    let forestalling: Promise<unknown> | undefined;
    return {
      ...ports,
      eventStore: {
        ...ports.eventStore,
        ...(appendResting && {
          appendResting: (resting) => async () => {
            forestalling ??= before();
            await forestalling;
            return appendResting(resting)();
          },
        }),
      },
    };
  };
  test('a right that is suspended between decision and append refuses the report', async () => {
    const { partyId, authorisationId } = await entitled(ledger.asClerk, 'P', 'looked-one');
    const ports = forestalled(() => suspend(here, authorisationId, 'looked-one-suspended'));
    expect(await register(ports, partyId, 'looked-one-1')).toMatchObject({
      left: { kind: 'REFUSED', refusal: { code: 'R41' } },
    });
  });
  test('and each report of a batch that rests on it, none of the others', async () => {
    const [one, other] = [
      await entitled(ledger.asClerk, 'P', 'looked-two'),
      await entitled(ledger.asClerk, 'P', 'looked-three'),
    ];
    const ports = forestalled(() => suspend(here, one.authorisationId, 'looked-two-suspended'));
    const requests = [one, other, one, other].map(({ partyId }, index) =>
      registrationOf(`looked-two-${index}`, partyId),
    );
    const outcomes = await recordMany(ports)(requests)();
    expect(E.isRight(outcomes) && outcomes.right.map(({ _tag }) => _tag)).toEqual([
      'Left',
      'Right',
      'Left',
      'Right',
    ]);
  });
  test('what concerns nobody who is looked at does not make it decide again', async () => {
    const { partyId } = await entitled(ledger.asClerk, 'P', 'looked-four');
    const other = await entitled(ledger.asClerk, 'P', 'looked-five');
    let appends = 0;
    const ports = forestalled(() => register(here, other.partyId, 'looked-five-1'));
    const { appendResting } = ports.eventStore;
    const counting: RecordPorts = {
      ...ports,
      eventStore: {
        ...ports.eventStore,
        ...(appendResting && {
          appendResting: (resting) => {
            appends += 1;
            return appendResting(resting);
          },
        }),
      },
    };
    expect((await register(counting, partyId, 'looked-four-1'))._tag).toBe('Right');
    expect(appends).toBe(1);
  });
});
