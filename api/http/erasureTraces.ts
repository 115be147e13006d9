import * as E from 'fp-ts/lib/Either.js';
import type { PlannedTrace, TraceFacts } from '../../domain/erasure/traces.ts';
import type { RecordedEvent } from '../../domain/event/envelope.ts';
import type { Caller } from '../../domain/ports/identity.ts';
import type { VaultKey } from '../../domain/ports/vault.ts';
import type { ErasedData } from '../../domain/shared/erasure.ts';
import { streamOfKey } from '../../domain/streamKinds.ts';
import { lastDayOfTrace } from '../../domain/trace/kept.ts';
import { casesTraced, firearmsTraced } from '../../domain/trace/named.ts';
import type { RecordRequest } from '../../domain/usecases/recording.ts';
import type { CandidateQuery } from '../../projections/erasure/dueRecords.ts';
import { erasedBetween, erasedWithKeys } from '../../projections/erasure/queries.ts';
import { traceCandidates, tracesAbout } from '../../projections/erasure/traces.ts';
import type { HttpDeps } from './deps.ts';
import { asSystem, entryNow, keyIdsOf } from './erasureEntries.ts';
import { problem } from './problem.ts';

type TraceDeps = Pick<HttpDeps, 'eventStore' | 'codec'>;

/** Events of trace requests, by id. */
export const tracesOf = async (
  deps: TraceDeps,
  ids: ReadonlyArray<string>,
): Promise<ReadonlyMap<string, ReadonlyArray<RecordedEvent>>> => {
  if (ids.length === 0) return new Map();
  const streams = new Map([...new Set(ids)].map((id) => [streamOfKey({ kind: 'trace', id }), id]));
  const stored = await deps.eventStore.readStreams([...streams.keys()])();
  if (E.isLeft(stored))
    throw problem(503, 'STORE_UNAVAILABLE', 'the ledger cannot be reached', 'Repeat the request later.');
  return Map.groupBy(
    stored.right.map(deps.codec.decode),
    ({ streamId }) => streams.get(streamId) ?? streamId,
  );
};

/** The cases for which firearms were traced. */
export const casesOfFirearms = async (
  deps: TraceDeps & Pick<HttpDeps, 'sql'>,
  firearmIds: ReadonlyArray<string>,
): Promise<ReadonlyMap<string, ReadonlyArray<string>>> => {
  const about = await tracesAbout(deps.sql, firearmIds);
  const traces = await tracesOf(
    deps,
    about.map(({ traceId }) => traceId),
  );
  return new Map(
    [...Map.groupBy(about, ({ firearmId }) => firearmId)].map(([firearmId, rows]) => [
      firearmId,
      rows.flatMap(({ traceId }) => casesTraced(traces.get(traceId) ?? [])),
    ]),
  );
};

/** Trace requests with personal data that are old enough, or are about a firearm that may be erased. */
export const traceFactsOf = async (
  deps: TraceDeps & Pick<HttpDeps, 'sql'>,
  query: CandidateQuery,
): Promise<ReadonlyArray<Omit<TraceFacts, 'merged'>>> => {
  const candidates = await traceCandidates(deps.sql, query);
  const traces = await tracesOf(
    deps,
    candidates.map(({ traceId }) => traceId),
  );
  return candidates.flatMap(({ traceId, due, dueNamed }) => {
    const events = traces.get(traceId) ?? [];
    const lastDay = lastDayOfTrace(events);
    if (lastDay === undefined) return [];
    return [
      {
        traceId,
        lastDay,
        due,
        kept: firearmsTraced(events).filter((id) => !dueNamed.includes(id)),
        cases: casesTraced(events),
      },
    ];
  });
};

/** The commands that record the erasure of trace requests with the firearms that they were about. */
export const traceErasures = (
  deps: HttpDeps,
  caller: Caller,
  runId: string,
  traces: ReadonlyArray<PlannedTrace>,
  keys: ReadonlyArray<VaultKey>,
): ReadonlyArray<RecordRequest> =>
  traces.map(({ traceId, ruleId: rule, firearmIds }) => {
    const payload: ErasedData = {
      subjectRefs: [traceId],
      ruleId: rule,
      keyIds: keyIdsOf(keys, [traceId]),
      runId,
      firearmIds,
    };
    return {
      subject: { kind: 'trace', id: traceId },
      idempotencyKey: `erasure ${runId} ${traceId}`,
      recordedBy: asSystem(caller),
      entries: [entryNow(deps, 'PersonalDataErased', payload, traceId)],
    };
  });

/** What streams of trace requests last recorded of their erasure. */
const erasuresOf = async (
  deps: HttpDeps,
  ids: ReadonlyArray<string>,
): Promise<ReadonlyArray<{ readonly traceId: string; readonly erased: ErasedData | undefined }>> => {
  const traces = await tracesOf(deps, ids);
  return ids.map((traceId) => ({
    traceId,
    erased: traces.get(traceId)?.findLast(({ type }) => type === 'PersonalDataErased')?.payload as
      | ErasedData
      | undefined,
  }));
};

/** Trace requests whose erasure is recorded while the key is still there, with the cases and firearms that hold them. */
export const pendingTraces = async (
  deps: HttpDeps,
): Promise<
  ReadonlyArray<{
    readonly erased: ErasedData;
    readonly ids: ReadonlyArray<string>;
    readonly records: ReadonlyArray<string>;
  }>
> => {
  const ids = await erasedWithKeys(deps.sql, 'trace');
  const traces = await tracesOf(deps, ids);
  return (await erasuresOf(deps, ids)).flatMap(({ traceId, erased }) => {
    const events = traces.get(traceId) ?? [];
    return erased === undefined
      ? []
      : [
          {
            erased,
            ids: casesTraced(events),
            records: [...new Set([...firearmsTraced(events), ...(erased.firearmIds ?? [])])],
          },
        ];
  });
};

export type ErasedTrace = {
  readonly traceId: string;
  readonly ruleId: string;
  readonly keyIds: ReadonlyArray<string>;
  readonly firearmIds: ReadonlyArray<string>;
};

/** The part of a run's protocol that is about trace requests. */
export const erasedTraces = async (
  deps: HttpDeps,
  runId: string,
  after: bigint,
  before: bigint,
): Promise<ReadonlyArray<ErasedTrace>> =>
  (await erasuresOf(deps, await erasedBetween(deps.sql, 'trace', after, before))).flatMap(
    ({ traceId, erased }) =>
      erased?.runId === runId
        ? [
            {
              traceId,
              ruleId: erased.ruleId,
              keyIds: erased.keyIds,
              firearmIds: erased.firearmIds ?? [],
            },
          ]
        : [],
  );
