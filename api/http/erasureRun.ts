import * as E from 'fp-ts/lib/Either.js';
import { type ErasurePlan, type PlannedParty, restOfPlan } from '../../domain/erasure/plan.ts';
import type { Caller } from '../../domain/ports/identity.ts';
import { canonicalJson, type Json } from '../../domain/shared/canonicalJson.ts';
import type { ErasedData } from '../../domain/shared/erasure.ts';
import type { ErasureRun } from '../../domain/system/state.ts';
import type { CalendarDate } from '../../domain/time/calendarDate.ts';
import { recordEvents, recordMany } from '../../domain/usecases/recordEvents.ts';
import type { EventEntry, RecordRequest } from '../../domain/usecases/recording.ts';
import {
  aliasesOf,
  authorisationsOf,
  erasedBetween,
  erasedWithKeys,
  subjectsNaming,
  subjectsOfKeys,
} from '../../projections/erasure/queries.ts';
import type { HttpDeps } from './deps.ts';
import { asSystem, entryNow, keyIdsOf, keysOf, ruleId } from './erasureEntries.ts';
import {
  caughtUp,
  type Holdable,
  heldAmong,
  type Ledger,
  planHash,
  planOf,
  systemNow,
} from './erasurePlan.ts';
import { type ErasedTrace, erasedTraces, pendingTraces, traceErasures } from './erasureTraces.ts';
import { partyEvents } from './partyEvents.ts';
import { failureProblem, problem } from './problem.ts';

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
  if (plan.parties.length === 0 && plan.traces.length === 0)
    throw problem(409, 'R25', 'retention not expired or hold active', 'There is nothing that may be erased.');
  const payload = {
    ruleId,
    until,
    parties: plan.parties.length,
    firearms: new Set([...plan.parties, ...plan.traces].flatMap(({ firearmIds }) => firearmIds)).size,
    traces: plan.traces.length,
    planSha256: planHash(deps, plan),
  };
  const entry = entryNow(deps, 'ErasureRunProposed', payload, payload);
  return { runId: await recordRun(deps, caller, key, entry), plan };
};

/** Records the erasure of each party and trace request with all its firearms; what stands in the way of one leaves the others. */
const recordErasures = async (
  deps: HttpDeps,
  caller: Caller,
  runId: string,
  plan: Pick<ErasurePlan, 'parties' | 'traces'>,
): Promise<void> => {
  const keys = await keysOf(deps, caller, [
    ...plan.parties.flatMap(({ subjectIds }) => subjectIds),
    ...plan.traces.map(({ traceId }) => traceId),
  ]);
  const parties = plan.parties.map(({ partyId, ruleId: rule, firearmIds, subjectIds }): RecordRequest => {
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
  const outcomes = await recordMany(deps.record)([
    ...parties,
    ...traceErasures(deps, caller, runId, plan.traces, keys),
  ])();
  if (E.isLeft(outcomes)) throw failureProblem(outcomes.left, caller.role);
};

/** What the stream of a party last recorded of its erasure. */
const erasureOf = async (deps: HttpDeps, partyId: string): Promise<ErasedData | undefined> =>
  (await partyEvents(deps, partyId)).findLast(({ type }) => type === 'PersonalDataErased')?.payload as
    | ErasedData
    | undefined;

/** Somebody whose erasure is recorded while the keys are still there. */
type Pending = Holdable & { readonly erased: ErasedData };

const pendingParties = async (deps: HttpDeps): Promise<ReadonlyArray<Pending>> => {
  const pending: Pending[] = [];
  for (const party of await erasedWithKeys(deps.sql, 'party')) {
    const erased = await erasureOf(deps, party);
    if (erased === undefined) continue;
    const ids = [party, ...(await aliasesOf(deps.sql, [party])).map(({ id }) => id)];
    const named = await subjectsNaming(deps.sql, ids);
    pending.push({ erased, ids, records: [...new Set([...named, ...(erased.firearmIds ?? [])])] });
  }
  return pending;
};

/**
 * Destroys the keys of everybody who is recorded as erased and still has one: also after a break-off, and exactly those
 * that were recorded, whoever was merged or parted since. A hold that came in the meantime keeps them; answers whom, of
 * the run.
 */
const destroyKeys = async (deps: HttpDeps, caller: Caller, runId: string): Promise<ReadonlyArray<string>> => {
  await caughtUp(deps);
  const held: string[] = [];
  const subjectsBy = new Map<string, string[]>();
  const pending: ReadonlyArray<Pending> = [...(await pendingParties(deps)), ...(await pendingTraces(deps))];
  const kept = await heldAmong(deps, pending);
  for (const each of pending) {
    const { erased } = each;
    if (kept.has(each)) {
      if (erased.runId === runId) held.push(...erased.subjectRefs);
      continue;
    }
    const subjects = await subjectsOfKeys(deps.sql, erased.keyIds);
    subjectsBy.set(erased.ruleId, [...(subjectsBy.get(erased.ruleId) ?? []), ...subjects]);
  }
  for (const [rule, subjects] of subjectsBy) {
    const destroyed = await deps.record.vault.erase(subjects, rule)();
    if (E.isLeft(destroyed)) throw failureProblem(destroyed.left, caller.role);
  }
  return held;
};

export type Protocol = {
  readonly run: ErasureRun;
  readonly erased: ReadonlyArray<{
    readonly partyId: string;
    readonly ruleId: string;
    readonly keyIds: ReadonlyArray<string>;
    readonly firearmIds: ReadonlyArray<string>;
  }>;
  readonly erasedTraces: ReadonlyArray<ErasedTrace>;
};

/** Whose data a run erased and which keys it destroyed, from the events themselves. */
export const protocolOf = async (deps: HttpDeps, { events }: Ledger, run: ErasureRun): Promise<Protocol> => {
  const positionOf = (type: string): bigint | undefined =>
    events.find(
      (event) => event.type === type && (event.payload as { readonly runId?: string }).runId === run.runId,
    )?.position;
  const approved = positionOf('ErasureRunApproved');
  if (approved === undefined) return { run, erased: [], erasedTraces: [] };
  const completed = positionOf('ErasureRunCompleted') ?? 2n ** 62n;
  const parties = await erasedBetween(deps.sql, 'party', approved, completed);
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
  return {
    run,
    erased: erased.flat(),
    erasedTraces: await erasedTraces(deps, run.runId, approved, completed),
  };
};

export const runOf = ({ state }: Ledger, runId: string): ErasureRun => {
  const run = state.erasureRuns.find((each) => each.runId === runId);
  if (run === undefined)
    throw problem(404, 'R00', 'unknown run', 'No run of erasure with this id is proposed.');
  return run;
};

/** What is left of a run that was broken off before all of it was recorded, as far as it still is what was approved. */
const restOf = async (
  deps: HttpDeps,
  ledger: Ledger,
  run: ErasureRun,
): Promise<Pick<ErasurePlan, 'parties' | 'traces'> | undefined> => {
  const { erased, erasedTraces: traces } = await protocolOf(deps, ledger, run);
  const plan = await planOf(deps, run.until);
  const authorisations = await authorisationsOf(
    deps.sql,
    erased.map(({ partyId }) => partyId),
  );
  const parties = erased.map(
    ({ partyId, ruleId: rule, firearmIds }): PlannedParty =>
      plan.parties.find((each) => each.partyId === partyId) ?? {
        partyId,
        ruleId: rule,
        firearmIds,
        // Whom firearms name is in the plan until his keys are gone; nobody else has another id.
        subjectIds: [
          partyId,
          ...authorisations
            .filter((each) => each.own && each.party === partyId)
            .map((each) => each.authorisationId),
        ],
      },
  );
  return restOfPlan(
    plan,
    {
      parties,
      traces: traces.map(({ traceId, ruleId: rule, firearmIds }) => ({ traceId, ruleId: rule, firearmIds })),
    },
    {
      parties: run.parties,
      traces: run.traces,
      isApproved: (whole) => planHash(deps, whole) === run.planSha256,
    },
  );
};

/**
 * The second person approves, and the data is erased: what is recorded is decided again by every stream concerned, then
 * the keys are destroyed, then the protocol is closed. Asked again after a break-off, it goes on where it stood: with what
 * was approved, or where the register has changed since, without the rest of it, which is for another run.
 */
export const approveRun = async (deps: HttpDeps, caller: Caller, runId: string): Promise<Protocol> => {
  const ledger = await systemNow(deps);
  const run = runOf(ledger, runId);
  if (run.completedBy !== undefined) return protocolOf(deps, ledger, run);
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
    await recordErasures(deps, caller, runId, plan);
  } else {
    const rest = await restOf(deps, ledger, run);
    if (rest !== undefined) await recordErasures(deps, caller, runId, rest);
  }
  const held = await destroyKeys(deps, caller, runId);
  if (held.length > 0)
    throw problem(
      409,
      'R25',
      'retention not expired or hold active',
      `A legal hold came before the keys of ${held.join(', ')} were destroyed, and keeps them. Approve again when it is lifted (LegalHoldLifted).`,
    );
  const protocol = await protocolOf(deps, await systemNow(deps), run);
  const done = protocol.erased.length + protocol.erasedTraces.length;
  const completion = {
    runId,
    erased: protocol.erased.length,
    erasedTraces: protocol.erasedTraces.length,
    refused: run.parties + run.traces - done,
    keysDestroyed: [...protocol.erased, ...protocol.erasedTraces].flatMap(({ keyIds }) => keyIds).length,
    protocolSha256: deps.record.digest(
      canonicalJson([protocol.erased, protocol.erasedTraces] as unknown as Json),
    ),
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
