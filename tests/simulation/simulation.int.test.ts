import * as E from 'fp-ts/lib/Either.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Plan } from '../../domain/simulation/plan.ts';
import type { Step } from '../../domain/simulation/step.ts';
import { recordMany } from '../../domain/usecases/recordEvents.ts';
import { type Outcome, type RecordBatch, simulate } from '../../infra/simulation/simulate.ts';
import { cameTo, createTally } from '../../infra/simulation/tally.ts';
import { derivedIds } from '../../infra/system/derivedIds.ts';
import { expectRebuiltEqual } from '../harness/rebuildEqual.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';
import { type Accepted, type ModelFirearm, modelOf, type Stretch } from './straightModel.ts';

/** Raise it for a long run: SIMULATED_FIREARMS=100000. */
const firearms = Number(process.env['SIMULATED_FIREARMS'] ?? 2000);
const patience = 120_000 + firearms * 60;

const plan: Plan = {
  seed: Number(process.env['SIMULATED_SEED'] ?? 20_260),
  firearms,
  from: '2005-01-01',
  until: '2026-05-31',
  zone: 'Europe/Belgrade',
  territory: 'ME',
  ids: derivedIds,
};

let ledger: TestLedger;
const tally = createTally();
const accepted = new Map<string, Accepted[]>();
const told = new Set<string>();
const model = new Map<string, ModelFirearm>();

const observe = (step: Step, outcome: Outcome): void => {
  tally.observe(step, outcome);
  if (E.isLeft(outcome) || step.subject.kind !== 'firearm' || told.has(step.eventId)) return;
  told.add(step.eventId);
  const { identity: _large, identityAsSeen: _also, ...payload } = step.payload;
  const { id: firearmId } = step.subject;
  const steps = accepted.get(firearmId) ?? [];
  steps.push({
    firearmId,
    eventId: step.eventId,
    type: step.type,
    effectiveAt: step.effectiveAt,
    organisation: step.recordedBy.organisationId,
    payload,
    withoutEffect: cameTo(outcome).startsWith('DISPUTED'),
  });
  accepted.set(firearmId, steps);
};

const run = (record: RecordBatch) =>
  simulate({ plan, separate: false, recorderOf: () => record, observe, progress: () => undefined });

/** Stops a run as a killed process does: some batches are durable, the others were never sent. */
const killedAfter = (record: RecordBatch, batches: number): RecordBatch => {
  let left = batches;
  return (requests) => {
    left -= 1;
    if (left < 0) throw new Error('killed');
    return record(requests);
  };
};

const caughtUp = async (): Promise<void> => {
  const head = await ledger.head();
  for (const worker of ledger.workers)
    while (!(await worker.reached(head, 60_000))) expect(ledger.failures).toEqual([]);
};

beforeAll(async () => {
  ledger = await createTestLedger();
  const record = recordMany(ledger.record);
  await expect(run(killedAfter(record, 30))).rejects.toThrow('killed');
  const started = performance.now();
  await run(record);
  const recorded = performance.now();
  await caughtUp();
  const searchable = performance.now();
  for (const [firearmId, steps] of accepted) {
    model.set(firearmId, modelOf(steps));
    accepted.delete(firearmId);
  }
  if (process.env['SIMULATED_FIREARMS'] !== undefined)
    process.stderr.write(
      `${JSON.stringify({
        firearms,
        head: String(await ledger.head()),
        recordedSeconds: (recorded - started) / 1000,
        caughtUpSeconds: (searchable - recorded) / 1000,
        peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
      })}\n`,
    );
}, patience * 3);
afterAll(async () => {
  await ledger.close();
});

const rowsOf = async <T>(text: string): Promise<ReadonlyArray<T>> =>
  (await ledger.database.owner.query(text)).rows as ReadonlyArray<T>;
/** What differs between two maps, for a message that a person can read. */
const differences = (one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>) =>
  [...new Set([...one.keys(), ...other.keys()])]
    .filter((key) => JSON.stringify(one.get(key)) !== JSON.stringify(other.get(key)))
    .slice(0, 5)
    .map((key) => ({ key, model: one.get(key), register: other.get(key) }));
const countsOf = (keys: ReadonlyArray<string>): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};

describe('a simulated register', () => {
  test('every report came to what its script means, and every kind of story was told', () => {
    const { unintended, unintendedCount, events, refusals } = tally.summary();
    expect(unintended).toEqual([]);
    expect(unintendedCount).toBe(0);
    expect(model.size).toBeGreaterThan(firearms * 0.98);
    for (const type of [
      'TheftReported',
      'AlertDischarged',
      'FirearmDestroyed',
      'InheritanceOpened',
      'RecordCorrected',
    ])
      expect(events.get(type), type).toBeGreaterThan(0);
    for (const code of ['R19', 'R11', 'R41', 'NOT_YOUR_FIREARM'])
      expect(refusals.get(code), code).toBeGreaterThan(0);
  });

  test('shows for every firearm the custody, holder and alert of the model', async () => {
    const rows = await rowsOf<{
      id: string;
      custody: string;
      holder: string | null;
      role: string | null;
      alerts: string[];
    }>(
      `select subject_id as id, custody, holder, holder_role as role, alerts from current_registry.interval
       where known_to = 'infinity' and valid_to = 'infinity'`,
    );
    const register = new Map(rows.map(({ id, ...row }) => [id, row]));
    const expected = new Map(
      [...model].map(([id, { today, alert }]) => [
        id,
        { ...today, alerts: alert === undefined ? [] : [alert] },
      ]),
    );
    expect(differences(expected, register)).toEqual([]);
    expect(register.size).toBe(model.size);
  });

  test('shows for every firearm the chain of custody of the model, day by day', async () => {
    const rows = await rowsOf<Stretch & { id: string }>(
      `select subject_id as id, (valid_from at time zone 'Europe/Belgrade')::date::text as "from", custody, holder, holder_role as role
       from chain_of_custody.interval where known_to = 'infinity' and valid_from < valid_to order by subject_id, valid_from, no`,
    );
    const chains = new Map<string, Stretch[]>();
    for (const { id, from, custody, holder, role } of rows) {
      const chain = chains.get(id) ?? [];
      const last = chain.at(-1);
      // The chain is cut by transfers and by who has it in hand, too; the model knows custody and holder only.
      if (last?.custody !== custody || last.holder !== holder || last.role !== role)
        chain.push({ from, custody, holder, role });
      chains.set(id, chain);
    }
    const expected = new Map([...model].map(([id, { stretches }]) => [id, stretches]));
    const plain = (map: ReadonlyMap<string, ReadonlyArray<Stretch>>) =>
      new Map(
        [...map].map(([id, chain]) => [
          id,
          chain.map(({ from, custody, holder, role }) => [from, custody, holder, role]),
        ]),
      );
    expect(differences(plain(expected), plain(chains))).toEqual([]);
  });

  test('counts the holdings of every party as the model does', async () => {
    const rows = await rowsOf<{ holder: string; count: number }>(
      `select holder, count(*)::integer as count from chain_of_custody.interval
       where holder is not null and known_to = 'infinity' and valid_from <= now() and valid_to > now() group by holder`,
    );
    const expected = countsOf([...model.values()].flatMap(({ today: { holder } }) => holder ?? []));
    expect(differences(expected, new Map(rows.map(({ holder, count }) => [holder, count])))).toEqual([]);
  });

  test('lists the open alerts of the model, and no other', async () => {
    const rows = await rowsOf<{ id: string; kind: string }>(
      `select subject_id as id, kind from lists.alert where closed_by is null and known_to = 'infinity'`,
    );
    const expected = new Map(
      [...model].flatMap(([id, { alert }]) => (alert === undefined ? [] : [[id, alert] as const])),
    );
    expect(differences(expected, new Map(rows.map(({ id, kind }) => [id, kind])))).toEqual([]);
    expect(rows.length).toBe(expected.size);
  });

  test('leaves the tasks that follow from the model', async () => {
    const rows = await rowsOf<{ kind: string; count: number }>(
      `select kind, count(*)::integer as count from lists.task where closed_by is null and known_to = 'infinity' group by kind`,
    );
    const found = (kind: string): number => rows.find((row) => row.kind === kind)?.count ?? 0;
    const all = [...model.values()];
    const inCustody = (custody: string): number =>
      all.filter(({ today }) => today.custody === custody).length;
    expect({
      TRANSFER_TO_CONFIRM: found('TRANSFER_TO_CONFIRM'),
      DISPUTE_TO_DECIDE: found('DISPUTE_TO_DECIDE'),
      FOUND_UNDECIDED: found('FOUND_UNDECIDED'),
      SEIZED_UNDECIDED: found('SEIZED_UNDECIDED'),
      FORFEITED_UNDISPOSED: found('FORFEITED_UNDISPOSED'),
      DISPATCH_NOT_ARRIVED: found('DISPATCH_NOT_ARRIVED'),
      INHERITANCE_TO_SETTLE: found('INHERITANCE_TO_SETTLE'),
      RECORD_INCONSISTENT: found('RECORD_INCONSISTENT'),
    }).toEqual({
      TRANSFER_TO_CONFIRM: all.reduce((sum, { unanswered }) => sum + unanswered, 0),
      DISPUTE_TO_DECIDE: all.reduce((sum, { undecided }) => sum + undecided, 0),
      FOUND_UNDECIDED: inCustody('AUT'),
      SEIZED_UNDECIDED: inCustody('SZD'),
      FORFEITED_UNDISPOSED: inCustody('FRF'),
      DISPATCH_NOT_ARRIVED: inCustody('TRN'),
      INHERITANCE_TO_SETTLE: all.filter(
        ({ today: { custody, role } }) => custody === 'TMP' && role === 'ESTATE',
      ).length,
      RECORD_INCONSISTENT: 0,
    });
  });

  test('at every instant every live firearm has exactly one responsible party or a recorded gap', async () => {
    const broken = await rowsOf(
      `select * from (
         select subject_id, valid_from, valid_to, custody, holder, holder_absent,
           lead(valid_from) over chain as next_from
         from chain_of_custody.interval where known_to = 'infinity' and valid_from < valid_to
         window chain as (partition by subject_id order by valid_from, no)) i
       where valid_to <> coalesce(next_from, 'infinity')
         or (custody not in ('DST', 'DSM') and (holder is null) = (holder_absent is null)) limit 5`,
    );
    expect(broken).toEqual([]);
  });

  test('holds no record that no longer fits', async () => {
    expect(
      await rowsOf(
        `select kind, event_type, code, subject_id from lists.anomaly where kind = 'INCONSISTENT' and known_to = 'infinity' limit 5`,
      ),
    ).toEqual([]);
  });

  test(
    'told again with the same seed adds nothing but the attempts that now meet an alert which was not open before',
    async () => {
      const head = await ledger.head();
      await run(recordMany(ledger.record));
      expect(tally.summary().unintended).toEqual([]);
      type Added = { readonly type: string; readonly stream_id: string; readonly key: string };
      const added = await rowsOf<Added>(
        `select type, stream_id, metadata::json->>'idempotencyKey' as key from ledger.event where position > ${head}`,
      );
      for (const { type, stream_id, key } of added) {
        expect(type).toBe('AttemptedUnderAlert');
        const [told] = await rowsOf<{ times: number }>(
          `select count(*)::int as times from ledger.event where stream_id = '${stream_id}' and type = 'AttemptedUnderAlert'
           and metadata::json->>'idempotencyKey' = '${key}'`,
        );
        expect(told?.times).toBe(1);
      }
    },
    patience * 3,
  );

  test(
    'every read model equals its rebuild',
    async () => {
      await caughtUp();
      await expectRebuiltEqual(ledger);
    },
    patience * 6,
  );
});
