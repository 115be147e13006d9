import * as E from 'fp-ts/lib/Either.js';
import { type ErasurePlan, erasurePlan, planText } from '../../domain/erasure/plan.ts';
import type { RecordedEvent } from '../../domain/event/envelope.ts';
import { caseRefsIn } from '../../domain/firearm/caseRefs.ts';
import { holidaysBy } from '../../domain/policy/workingDays.ts';
import type { Caller } from '../../domain/ports/identity.ts';
import type { VaultKey } from '../../domain/ports/vault.ts';
import { canonicalJson, type Json } from '../../domain/shared/canonicalJson.ts';
import type { ErasedData } from '../../domain/shared/erasure.ts';
import { streamOfKey } from '../../domain/streamKinds.ts';
import { systemKind } from '../../domain/system/kind.ts';
import { periodAt, policyPeriods } from '../../domain/system/policyInForce.ts';
import type { ErasureRun, SystemState } from '../../domain/system/state.ts';
import { stateAt, timelineOf } from '../../domain/time/bitemporalFold.ts';
import { addMonths, type CalendarDate, startOfDate } from '../../domain/time/calendarDate.ts';
import { localDate } from '../../domain/time/localDate.ts';
import { minimumPeriod } from '../../domain/time/recordClass.ts';
import { recordEvents, recordMany } from '../../domain/usecases/recordEvents.ts';
import type { EventEntry, RecordRequest } from '../../domain/usecases/recording.ts';
import {
  aliasesOf,
  authorisationsOf,
  erasedWithKeys,
  erasureCandidates,
  partiesErasedBetween,
} from '../../projections/erasure/queries.ts';
import type { HttpDeps } from './deps.ts';
import { partyEvents } from './partyEvents.ts';
import { failureProblem, problem } from './problem.ts';

export const ruleId = 'REQ-REC-11';
/** Parties of one run at most: what is left goes into the next one. */
const partiesMax = 500;
const waitMs = 10_000;

const unavailable = () =>
  problem(503, 'STORE_UNAVAILABLE', 'the ledger cannot be reached', 'Repeat the request later.');

export type Ledger = {
  readonly events: ReadonlyArray<RecordedEvent>;
  readonly state: SystemState;
};

/** The ledger's own stream: policy, holds and runs as they stand. */
export const systemNow = async (deps: HttpDeps): Promise<Ledger> => {
  const stored = await deps.eventStore.readStream('system')();
  if (E.isLeft(stored)) throw unavailable();
  const events = stored.right.map(deps.codec.decode);
  const now = Math.max(deps.record.clock.now(), events.at(-1)?.recordedAt ?? 0);
  return { events, state: stateAt(timelineOf(systemKind.fold, events), now) };
};

/** Waits until the read models hold all that is recorded: nothing is erased on an old picture. */
const caughtUp = async (deps: HttpDeps): Promise<void> => {
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

/** The cases that records name; they matter only while a hold names a case. */
const casesOf = async (
  deps: HttpDeps,
  { holds }: SystemState,
  ids: ReadonlyArray<string>,
): Promise<ReadonlyMap<string, ReadonlyArray<string>>> => {
  if (ids.length === 0 || !holds.some(({ scope }) => scope.caseRefs.length > 0)) return new Map();
  const keys = [...new Set(ids)].map((id) => ({
    kind: id.startsWith('W-') ? ('firearm' as const) : ('component' as const),
    id,
  }));
  const stored = await deps.eventStore.readStreams(keys.map(streamOfKey))();
  if (E.isLeft(stored)) throw unavailable();
  const byStream = Map.groupBy(stored.right.map(deps.codec.decode), ({ streamId }) => streamId);
  return new Map(keys.map((key) => [key.id, caseRefsIn(byStream.get(streamOfKey(key)) ?? [])]));
};

/** Whose data may be erased on a day, and whose is kept for what. */
export const planOf = async (deps: HttpDeps, until: CalendarDate): Promise<ErasurePlan> => {
  await caughtUp(deps);
  const { events, state } = await systemNow(deps);
  const policies = policyPeriods(events, deps.record.policy);
  const { policy } = periodAt(policies, deps.record.clock.now());
  const holidays = holidaysBy((at) => periodAt(policies, at).policy);
  const rules = { workingDayShift: policy.retention.workingDayShift, holidays };
  const candidates = await erasureCandidates(deps.sql, {
    until,
    unchangedSince: startOfDate(addMonths(until, -minimumPeriod('TRADE').months), deps.zone),
    zone: deps.zone,
    policies,
    now: deps.record.clock.now(),
    limit: partiesMax,
  });
  const cases = await casesOf(
    deps,
    state,
    candidates.flatMap(({ due }) => due),
  );
  const authorisations = Map.groupBy(
    await authorisationsOf(
      deps.sql,
      candidates.flatMap(({ party, aliases }) => [party, ...aliases]),
    ),
    ({ party }) => party,
  );
  return erasurePlan(
    ruleId,
    until,
    candidates.map(({ party, due, kept, aliases, changedOn }) => ({
      partyId: party,
      due,
      kept,
      aliases,
      cases: due.flatMap((id) => cases.get(id) ?? []),
      ...(changedOn === null ? {} : { changedOn }),
      authorisations: [party, ...aliases].flatMap((id) => authorisations.get(id) ?? []),
    })),
    state,
    rules,
  );
};

export const planHash = (deps: Pick<HttpDeps, 'record'>, plan: ErasurePlan): string =>
  deps.record.digest(planText(plan));

const asSystem = (caller: Caller) => ({ ...caller, role: 'SYS' as const });
const entryNow = (deps: HttpDeps, type: string, payload: object, content: Json): EventEntry => ({
  type,
  payload,
  effectiveAt: {
    precision: 'MINUTE',
    value: new Date(deps.record.clock.now()).toISOString(),
    zone: deps.zone,
  },
  source: { kind: 'DIRECT' },
  // A repeat is told by what it is about, not by its minute.
  contentDigest: deps.record.digest(canonicalJson([type, content])),
});

/** Records one event of a run in the ledger's own stream; answers its id. */
const recordRun = async (deps: HttpDeps, caller: Caller, key: string, entry: EventEntry): Promise<string> => {
  const outcome = await recordEvents(deps.record)({
    subject: { kind: 'system', id: '' },
    idempotencyKey: key,
    recordedBy: asSystem(caller),
    entries: [entry],
  })();
  if (E.isLeft(outcome)) throw failureProblem(outcome.left, caller.role);
  return outcome.right.events[0]?.eventId ?? '';
};

/** Proposes to erase what the plan of today allows. */
export const proposeRun = async (
  deps: HttpDeps,
  caller: Caller,
  until: CalendarDate,
  key: string,
): Promise<{ readonly runId: string; readonly plan: ErasurePlan }> => {
  const plan = await planOf(deps, until);
  if (plan.parties.length === 0)
    throw problem(409, 'R25', 'retention not expired or hold active', 'There is nothing that may be erased.');
  const payload = {
    ruleId,
    until,
    parties: plan.parties.length,
    firearms: new Set(plan.parties.flatMap(({ firearmIds }) => firearmIds)).size,
    planSha256: planHash(deps, plan),
  };
  const entry = entryNow(deps, 'ErasureRunProposed', payload, payload);
  return { runId: await recordRun(deps, caller, key, entry), plan };
};

const keysOf = async (deps: HttpDeps, caller: Caller, subjects: ReadonlyArray<string>) => {
  const keys = await deps.record.vault.keysOf(subjects)();
  if (E.isLeft(keys)) throw failureProblem(keys.left, caller.role);
  return keys.right;
};

const keyIdsOf = (keys: ReadonlyArray<VaultKey>, subjects: ReadonlyArray<string>): ReadonlyArray<string> =>
  keys.filter(({ subjectId }) => subjects.includes(subjectId)).map(({ keyId }) => keyId);

/** Records the erasure of each party with all its firearms; what stands in the way of one leaves the others. */
const recordErasures = async (deps: HttpDeps, caller: Caller, runId: string, plan: ErasurePlan) => {
  const keys = await keysOf(
    deps,
    caller,
    plan.parties.flatMap(({ subjectIds }) => subjectIds),
  );
  const requests = plan.parties.map(({ partyId, ruleId: rule, firearmIds, subjectIds }): RecordRequest => {
    const payload: ErasedData = {
      subjectRefs: [partyId],
      ruleId: rule,
      keyIds: keyIdsOf(keys, subjectIds),
      runId,
      firearmIds,
    };
    return {
      subject: { kind: 'party', id: partyId },
      idempotencyKey: `erasure ${runId} ${partyId}`,
      recordedBy: asSystem(caller),
      entries: [entryNow(deps, 'PersonalDataErased', payload, partyId)],
    };
  });
  const outcomes = await recordMany(deps.record)(requests)();
  if (E.isLeft(outcomes)) throw failureProblem(outcomes.left, caller.role);
  return outcomes.right.filter(E.isLeft).length;
};

/** What the stream of a party last recorded of its erasure. */
const erasureOf = async (deps: HttpDeps, partyId: string): Promise<ErasedData | undefined> =>
  (await partyEvents(deps, partyId)).findLast(({ type }) => type === 'PersonalDataErased')?.payload as
    | ErasedData
    | undefined;

/** Destroys the keys of every party that is recorded as erased and still has one: also after a break-off. */
const destroyKeys = async (deps: HttpDeps, caller: Caller): Promise<number> => {
  await caughtUp(deps);
  const parties = await erasedWithKeys(deps.sql);
  const aliases = await aliasesOf(deps.sql, parties);
  const authorisations = await authorisationsOf(deps.sql, [...parties, ...aliases.map(({ id }) => id)]);
  const subjectsOf = new Map<string, string[]>();
  for (const party of parties) {
    const rule = (await erasureOf(deps, party))?.ruleId ?? ruleId;
    const ids = [party, ...aliases.filter((each) => each.party === party).map(({ id }) => id)];
    const own = authorisations.filter((each) => each.own && ids.includes(each.party));
    const subjects = [...ids, ...own.map(({ authorisationId }) => authorisationId)];
    subjectsOf.set(rule, [...(subjectsOf.get(rule) ?? []), ...subjects]);
  }
  let destroyed = 0;
  for (const [rule, subjects] of subjectsOf) {
    const erased = await deps.record.vault.erase(subjects, rule)();
    if (E.isLeft(erased)) throw failureProblem(erased.left, caller.role);
    destroyed += erased.right.destroyedKeyIds.length;
  }
  return destroyed;
};

export type Protocol = {
  readonly run: ErasureRun;
  readonly erased: ReadonlyArray<{
    readonly partyId: string;
    readonly ruleId: string;
    readonly keyIds: ReadonlyArray<string>;
    readonly firearmIds: ReadonlyArray<string>;
  }>;
};

/** Whose data a run erased and which keys it destroyed, from the events themselves. */
export const protocolOf = async (deps: HttpDeps, { events }: Ledger, run: ErasureRun): Promise<Protocol> => {
  const positionOf = (type: string): bigint | undefined =>
    events.find(
      (event) => event.type === type && (event.payload as { readonly runId?: string }).runId === run.runId,
    )?.position;
  const approved = positionOf('ErasureRunApproved');
  if (approved === undefined) return { run, erased: [] };
  const completed = positionOf('ErasureRunCompleted') ?? 2n ** 62n;
  const parties = await partiesErasedBetween(deps.sql, approved, completed);
  const erased = await Promise.all(
    parties.map(async (partyId) => {
      const {
        keyIds,
        firearmIds,
        runId,
        ruleId: rule,
      }: Partial<ErasedData> = (await erasureOf(deps, partyId)) ?? {};
      return runId === run.runId
        ? [{ partyId, ruleId: rule ?? run.ruleId, keyIds: keyIds ?? [], firearmIds: firearmIds ?? [] }]
        : [];
    }),
  );
  return { run, erased: erased.flat() };
};

export const runOf = ({ state }: Ledger, runId: string): ErasureRun => {
  const run = state.erasureRuns.find((each) => each.runId === runId);
  if (run === undefined)
    throw problem(404, 'R00', 'unknown run', 'No run of erasure with this id is proposed.');
  return run;
};

/**
 * The second person approves, and the data is erased: what is recorded is decided again by every stream concerned, then
 * the keys are destroyed, then the protocol is closed. Asked again after a break-off, it goes on where it stood.
 */
export const approveRun = async (deps: HttpDeps, caller: Caller, runId: string): Promise<Protocol> => {
  const ledger = await systemNow(deps);
  const run = runOf(ledger, runId);
  if (run.completedBy !== undefined) return protocolOf(deps, ledger, run);
  let refused = 0;
  if (run.approvedBy === undefined) {
    const plan = await planOf(deps, run.until);
    if (planHash(deps, plan) !== run.planSha256)
      throw problem(
        409,
        'RUN_CHANGED',
        'the register has changed since the proposal',
        'Something else may be erased now than what was proposed: a hold, a new record, another run. Propose anew.',
      );
    const approval = entryNow(deps, 'ErasureRunApproved', { runId }, runId);
    await recordRun(deps, caller, `erasure approval ${runId}`, approval);
    refused = await recordErasures(deps, caller, runId, plan);
  }
  await destroyKeys(deps, caller);
  const protocol = await protocolOf(deps, await systemNow(deps), run);
  const completion = {
    runId,
    erased: protocol.erased.length,
    refused,
    keysDestroyed: protocol.erased.flatMap(({ keyIds }) => keyIds).length,
    protocolSha256: deps.record.digest(canonicalJson(protocol.erased as unknown as Json)),
  };
  await recordRun(
    deps,
    caller,
    `erasure completion ${runId}`,
    entryNow(deps, 'ErasureRunCompleted', completion, runId),
  );
  const closed = await systemNow(deps);
  return protocolOf(deps, closed, runOf(closed, runId));
};
