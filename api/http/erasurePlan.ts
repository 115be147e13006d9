import * as E from 'fp-ts/lib/Either.js';
import { type ErasurePlan, partiesPlan, planText } from '../../domain/erasure/plan.ts';
import { tracesPlan } from '../../domain/erasure/traces.ts';
import type { RecordedEvent } from '../../domain/event/envelope.ts';
import { caseRefsIn } from '../../domain/firearm/caseRefs.ts';
import { holidaysBy } from '../../domain/policy/workingDays.ts';
import { streamOfKey } from '../../domain/streamKinds.ts';
import { systemKind } from '../../domain/system/kind.ts';
import { periodAt, policyPeriods } from '../../domain/system/policyInForce.ts';
import { holdsOn, type SystemState } from '../../domain/system/state.ts';
import { stateAt, timelineOf } from '../../domain/time/bitemporalFold.ts';
import { addMonths, type CalendarDate, startOfDate } from '../../domain/time/calendarDate.ts';
import { localDate } from '../../domain/time/localDate.ts';
import { minimumPeriod } from '../../domain/time/recordClass.ts';
import {
  authorisationsOf,
  erasureCandidates,
  heldRecords,
  mergedRecords,
} from '../../projections/erasure/queries.ts';
import type { HttpDeps } from './deps.ts';
import { ruleId } from './erasureEntries.ts';
import { casesOfFirearms, traceFactsOf } from './erasureTraces.ts';
import { problem } from './problem.ts';

/** Parties of one run at most: what is left goes into the next one. */
const partiesMax = 500;
const waitMs = 10_000;

const unavailable = () =>
  problem(503, 'STORE_UNAVAILABLE', 'the ledger cannot be reached', 'Repeat the request later.');

export type Ledger = {
  readonly events: ReadonlyArray<RecordedEvent>;
  readonly state: SystemState;
};

type SystemDeps = Pick<HttpDeps, 'record' | 'eventStore' | 'codec'>;

const systemEvents = async (deps: SystemDeps): Promise<ReadonlyArray<RecordedEvent>> => {
  const stored = await deps.eventStore.readStream('system')();
  if (E.isLeft(stored)) throw unavailable();
  return stored.right.map(deps.codec.decode);
};

/** The ledger's own stream: policy, holds and runs as they stand. */
export const systemNow = async (deps: SystemDeps): Promise<Ledger> => {
  const events = await systemEvents(deps);
  const now = Math.max(deps.record.clock.now(), events.at(-1)?.recordedAt ?? 0);
  return { events, state: stateAt(timelineOf(systemKind.fold, events), now) };
};

/** The same as it stood and was known at a moment. */
export const systemAt = async (deps: SystemDeps, knownAt: number): Promise<Ledger> => {
  const events = (await systemEvents(deps)).filter(({ recordedAt }) => recordedAt <= knownAt);
  return { events, state: stateAt(timelineOf(systemKind.fold, events), knownAt) };
};

/** What a plan is made from: the log, and the read models where they hold all of it. */
export type PlanDeps = SystemDeps & Pick<HttpDeps, 'sql' | 'zone' | 'reached'>;

/** Waits until the read models hold all that is recorded: nothing is erased on an old picture. */
export const caughtUp = async (deps: Pick<HttpDeps, 'eventStore' | 'reached'>): Promise<void> => {
  const head = await deps.eventStore.head()();
  if (E.isLeft(head)) throw unavailable();
  if (!(await deps.reached(head.right, waitMs)))
    throw problem(
      503,
      'READ_MODEL_BEHIND',
      'read model behind',
      'The read models are behind. Repeat the request.',
    );
};

export const todayOf = (deps: Pick<HttpDeps, 'record' | 'zone'>): CalendarDate =>
  localDate(deps.record.clock.now(), deps.zone);

/** What beside its own id holds a firearm or component: records that were merged into it, and the cases that they name. */
type Holders = { readonly merged: ReadonlyArray<string>; readonly cases: ReadonlyArray<string> };

/** By record, what else a hold on it may name. Cases matter only while a hold names one. */
const holdersOf = async (
  deps: PlanDeps,
  { holds }: SystemState,
  records: ReadonlyArray<string>,
): Promise<(record: string) => Holders> => {
  const ids = [...new Set(records)];
  const merged = ids.length === 0 ? new Map() : await mergedRecords(deps.sql, ids);
  const mergedOf = (id: string): ReadonlyArray<string> => merged.get(id) ?? [];
  if (ids.length === 0 || !holds.some(({ scope }) => scope.caseRefs.length > 0))
    return (id) => ({ merged: mergedOf(id), cases: [] });
  const all = [...new Set(ids.flatMap((id) => [id, ...mergedOf(id)]))];
  const streamOf = (id: string): string =>
    streamOfKey({ kind: id.startsWith('W-') ? 'firearm' : 'component', id });
  const stored = await deps.eventStore.readStreams(all.map(streamOf))();
  if (E.isLeft(stored)) throw unavailable();
  const byStream = Map.groupBy(stored.right.map(deps.codec.decode), ({ streamId }) => streamId);
  // A case for which a firearm was traced names it, too.
  const traced = await casesOfFirearms(deps, all);
  const casesOf = (id: string) => [
    ...caseRefsIn(byStream.get(streamOf(id)) ?? []),
    ...(traced.get(id) ?? []),
  ];
  return (id) => ({ merged: mergedOf(id), cases: [id, ...mergedOf(id)].flatMap(casesOf) });
};

/** Ids by which a hold may name somebody, and the firearms and components whose records name him. */
export type Holdable = { readonly ids: ReadonlyArray<string>; readonly records: ReadonlyArray<string> };

/** Which of many a hold in force keeps, by whatever it names of them. */
export const heldAmong = async <T extends Holdable>(
  deps: PlanDeps,
  all: ReadonlyArray<T>,
): Promise<ReadonlySet<T>> => {
  if (all.length === 0) return new Set();
  const { state } = await systemNow(deps);
  const records = all.flatMap((each) => each.records);
  const holders = await holdersOf(deps, state, records);
  const heldByThemselves = await heldRecords(deps.sql, records);
  const isNamed = (subject: string): boolean => holdsOn(state, subject).length > 0;
  const isHeld = (record: string): boolean => {
    const { merged, cases } = holders(record);
    return heldByThemselves.has(record) || [record, ...merged, ...cases].some(isNamed);
  };
  return new Set(all.filter((each) => each.ids.some(isNamed) || each.records.some(isHeld)));
};

/** Whose data may be erased on a day, and whose is kept for what. */
export const planOf = async (deps: PlanDeps, until: CalendarDate): Promise<ErasurePlan> => {
  await caughtUp(deps);
  const { events, state } = await systemNow(deps);
  const policies = policyPeriods(events, deps.record.policy);
  const { policy } = periodAt(policies, deps.record.clock.now());
  const holidays = holidaysBy((at) => periodAt(policies, at).policy);
  const rules = { workingDayShift: policy.retention.workingDayShift, holidays };
  const query = {
    until,
    unchangedSince: startOfDate(addMonths(until, -minimumPeriod('TRADE').months), deps.zone),
    zone: deps.zone,
    policies,
    now: deps.record.clock.now(),
    limit: partiesMax,
  };
  const candidates = await erasureCandidates(deps.sql, query);
  const traceFacts = await traceFactsOf(deps, query);
  const holders = await holdersOf(
    deps,
    state,
    [...candidates, ...traceFacts].flatMap(({ due }) => due),
  );
  const authorisations = Map.groupBy(
    await authorisationsOf(
      deps.sql,
      candidates.flatMap(({ party, aliases }) => [party, ...aliases]),
    ),
    ({ party }) => party,
  );
  const parties = partiesPlan(
    until,
    candidates.map(({ party, due, kept, aliases, changedOn }) => ({
      partyId: party,
      due,
      kept,
      aliases,
      merged: due.flatMap((id) => holders(id).merged),
      cases: due.flatMap((id) => holders(id).cases),
      ...(changedOn === null ? {} : { changedOn }),
      authorisations: [party, ...aliases].flatMap((id) => authorisations.get(id) ?? []),
    })),
    state,
    rules,
  );
  const traces = tracesPlan(
    until,
    traceFacts.map((facts) => ({
      ...facts,
      merged: facts.due.flatMap((id) => holders(id).merged),
      cases: [...new Set([...facts.cases, ...facts.due.flatMap((id) => holders(id).cases)])],
    })),
    state,
    rules,
  );
  return { ruleId, until, ...parties, ...traces };
};

export const planHash = (deps: Pick<HttpDeps, 'record'>, plan: ErasurePlan): string =>
  deps.record.digest(planText(plan));
