import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Metadata, RecordedBy, RecordedEvent, Source } from '../event/envelope.ts';
import type { FirearmCommand, Policy } from '../firearm/decide.ts';
import { decide } from '../firearm/decide.ts';
import type { EventCodec, PayloadFault } from '../ports/eventCodec.ts';
import type {
  AppendOutcome,
  AppendRequest,
  EventStore,
  NewEvent,
  StoredEvent,
  StoreUnavailable,
} from '../ports/eventStore.ts';
import type { Clock, Digest, Randomness } from '../ports/system.ts';
import { canonicalJson, type Json } from '../shared/canonicalJson.ts';
import type { DerivedIds } from '../shared/ids.ts';
import { firearmStream } from '../shared/ids.ts';
import type { Refusal } from '../shared/refusal.ts';
import { refusal } from '../shared/refusal.ts';
import type { EffectiveTime } from '../time/effectiveTime.ts';

export type RecordPorts = {
  readonly eventStore: EventStore;
  readonly codec: EventCodec;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly digest: Digest;
  readonly ids: DerivedIds;
  readonly policy: Policy;
  readonly authorityId: string;
};

/** One event as its recorder states it. */
export type EventEntry = {
  readonly type: string;
  readonly effectiveAt: EffectiveTime;
  readonly sequenceHint?: number;
  readonly payload: unknown;
  readonly source: Source;
  readonly legalBasis?: ReadonlyArray<string>;
  /** Digest of what the entry was made from, where that and not the reading of it tells a retry from a change. */
  readonly contentDigest?: string;
};

/** Events for one firearm that are recorded together or not at all, under one idempotency key. */
export type RecordRequest = {
  /** Absent for the first event of a new firearm, whose id is then derived from organisation and key. */
  readonly firearmId?: string;
  readonly idempotencyKey: string;
  readonly recordedBy: RecordedBy;
  readonly entries: ReadonlyArray<EventEntry>;
  /** Stream version the recorder has seen; another one refuses. */
  readonly expectedVersion?: number;
};

export type Receipt = {
  readonly firearmId: string;
  readonly streamVersion: number;
  /** Absent in a dry run. */
  readonly position?: bigint;
  readonly recordedAt?: number;
  readonly idempotent: boolean;
  readonly events: ReadonlyArray<
    Pick<RecordedEvent, 'eventId' | 'type' | 'streamVersion'> & { readonly disputes: ReadonlyArray<string> }
  >;
};

export type RecordFailure =
  | { readonly kind: 'REFUSED'; readonly refusal: Refusal; readonly entry: number }
  | { readonly kind: 'INVALID_PAYLOAD'; readonly faults: ReadonlyArray<PayloadFault>; readonly entry: number }
  | { readonly kind: 'IDEMPOTENCY_KEY_REUSED' }
  | { readonly kind: 'VERSION_CONFLICT'; readonly actual: number }
  | StoreUnavailable;

type Prepared =
  | { readonly kind: 'ALREADY'; readonly receipt: Receipt }
  | { readonly kind: 'APPEND'; readonly request: AppendRequest; readonly receipt: Receipt };

const firearmOf = (ports: RecordPorts, request: RecordRequest): string =>
  request.firearmId ?? ports.ids.firearmId(request.recordedBy.organisationId, request.idempotencyKey);

const digestOf = (ports: RecordPorts, entry: EventEntry): string =>
  entry.contentDigest ?? ports.digest(canonicalJson(entry as unknown as Json));

/** The events an earlier attempt under this key recorded, if they say the same; another content is refused. */
const replay = (
  ports: RecordPorts,
  request: RecordRequest,
  firearmId: string,
  history: ReadonlyArray<RecordedEvent>,
  first: RecordedEvent,
): E.Either<RecordFailure, Prepared> => {
  const recorded = history.filter((event) => event.metadata.correlationId === first.eventId);
  const same =
    recorded.length === request.entries.length &&
    request.entries.every(
      (entry, index) => recorded[index]?.metadata.commandDigest === digestOf(ports, entry),
    );
  const last = recorded.at(-1);
  if (!same || last?.position === undefined) return E.left({ kind: 'IDEMPOTENCY_KEY_REUSED' });
  return E.right({
    kind: 'ALREADY',
    receipt: {
      firearmId,
      streamVersion: last.streamVersion,
      position: last.position,
      recordedAt: last.recordedAt,
      idempotent: true,
      events: recorded.map(({ eventId, type, streamVersion, metadata }) => ({
        eventId,
        type,
        streamVersion,
        disputes: metadata.disputes ?? [],
      })),
    },
  });
};

/** Load is done: decides the entries one after the other on the firearm's history. Pure but for clock and salts. */
const prepare = (
  ports: RecordPorts,
  request: RecordRequest,
  firearmId: string,
  history: ReadonlyArray<RecordedEvent>,
): E.Either<RecordFailure, Prepared> => {
  const { recordedBy, idempotencyKey } = request;
  const correlationId = ports.ids.eventId(recordedBy.organisationId, idempotencyKey, 0);
  const earlier = history.find((event) => event.eventId === correlationId);
  if (earlier !== undefined) return replay(ports, request, firearmId, history, earlier);
  if (request.expectedVersion !== undefined && request.expectedVersion !== history.length)
    return E.left({ kind: 'VERSION_CONFLICT', actual: history.length });
  if (request.firearmId !== undefined && history.length === 0)
    return E.left({
      kind: 'REFUSED',
      entry: 0,
      refusal: refusal('R00', 'No firearm with this id is known.'),
    });

  const now = Math.max(ports.clock.now(), history.at(-1)?.recordedAt ?? 0);
  const known = [...history];
  const appended: NewEvent[] = [];
  const events: Receipt['events'][number][] = [];
  for (const [
    entry,
    { type, effectiveAt, sequenceHint, payload, source, legalBasis },
  ] of request.entries.entries()) {
    const stated = request.entries[entry];
    if (stated === undefined) continue;
    const faults = ports.codec.faults(type, payload);
    if (faults.length > 0) return E.left({ kind: 'INVALID_PAYLOAD', faults, entry });
    const hint = sequenceHint === undefined ? {} : { sequenceHint };
    const command: FirearmCommand = { type, payload, metadata: { effectiveAt, recordedBy, source, ...hint } };
    const decided = decide(command, {
      history: known,
      now,
      policy: ports.policy,
      isValidPayload: (ofType, value) => ports.codec.faults(ofType, value).length === 0,
    });
    if (E.isLeft(decided)) return E.left({ kind: 'REFUSED', refusal: decided.left, entry });
    const { definition, disputes } = decided.right;
    const eventId =
      entry === 0 ? correlationId : ports.ids.eventId(recordedBy.organisationId, idempotencyKey, entry);
    const metadata: Metadata = {
      effectiveAt,
      ...hint,
      recordedBy,
      authorityId: ports.authorityId,
      source,
      legalBasis: legalBasis ?? definition.legalBasis,
      assertionKind: definition.assertionKind,
      correlationId,
      idempotencyKey,
      commandDigest: digestOf(ports, stated),
      ...(disputes.length === 0 ? {} : { disputes }),
      salt: ports.randomness.salt(),
    };
    const streamVersion = known.length + 1;
    const recorded = { eventId, type, schemaVersion: definition.schemaVersion, payload, metadata };
    known.push({ ...recorded, streamId: firearmStream(firearmId), streamVersion, recordedAt: now });
    appended.push(ports.codec.encode(recorded));
    events.push({ eventId, type, streamVersion, disputes });
  }
  return E.right({
    kind: 'APPEND',
    request: {
      streamId: firearmStream(firearmId),
      expectedRevision: history.length === 0 ? 'NO_STREAM' : BigInt(history.length - 1),
      events: appended,
    },
    receipt: { firearmId, streamVersion: known.length, idempotent: false, events },
  });
};

/** Attempts against writers on the same firearm; beyond it the conflict is the caller's to see. */
const attemptsMax = 5;

const settled = (
  prepared: Prepared & { readonly kind: 'APPEND' },
  outcome: AppendOutcome,
): E.Either<RecordFailure, Receipt> => {
  if (outcome.kind === 'APPENDED') {
    const { position, recordedAt, idempotent } = outcome.appended;
    return E.right({ ...prepared.receipt, position, recordedAt, idempotent });
  }
  return outcome.error.kind === 'WRONG_EXPECTED_REVISION'
    ? E.left({
        kind: 'VERSION_CONFLICT',
        actual: outcome.error.actual === 'NO_STREAM' ? 0 : Number(outcome.error.actual) + 1,
      })
    : E.left({ kind: 'IDEMPOTENCY_KEY_REUSED' });
};

/**
 * Records events for one firearm: load, decide, append with the expected revision. Two round trips. Durable when it
 * answers Right. A retry under the same key gives the first answer; a writer who was faster is read again and the
 * decision repeated, unless the caller named the version he saw.
 */
export const recordFirearmEvents =
  (ports: RecordPorts) =>
  (
    request: RecordRequest,
    options: { readonly dryRun: boolean } = { dryRun: false },
  ): TE.TaskEither<RecordFailure, Receipt> => {
    const firearmId = firearmOf(ports, request);
    const attempt = (left: number): TE.TaskEither<RecordFailure, Receipt> =>
      pipe(
        ports.eventStore.readStream(firearmStream(firearmId)),
        TE.flatMapEither(
          (stored): E.Either<RecordFailure, Prepared> =>
            prepare(ports, request, firearmId, stored.map(ports.codec.decode)),
        ),
        TE.flatMap((prepared): TE.TaskEither<RecordFailure, Receipt> => {
          if (prepared.kind === 'ALREADY' || options.dryRun) return TE.right(prepared.receipt);
          return pipe(
            ports.eventStore.append(prepared.request),
            TE.matchE(
              (error): TE.TaskEither<RecordFailure, Receipt> => {
                if (error.kind === 'STORE_UNAVAILABLE') return TE.left(error);
                if (
                  error.kind === 'WRONG_EXPECTED_REVISION' &&
                  request.expectedVersion === undefined &&
                  left > 1
                )
                  return attempt(left - 1);
                return TE.fromEither(settled(prepared, { kind: 'REFUSED', error }));
              },
              (appended) => TE.fromEither(settled(prepared, { kind: 'APPENDED', appended })),
            ),
          );
        }),
      );
    return attempt(attemptsMax);
  };

/**
 * Records many firearms' events in two round trips for all of them: all or nothing per firearm, never per batch
 * (HC-25). The outcomes come in the order of the requests.
 */
export const recordMany =
  (ports: RecordPorts) =>
  (
    requests: ReadonlyArray<RecordRequest>,
    options: { readonly dryRun: boolean } = { dryRun: false },
  ): TE.TaskEither<StoreUnavailable, ReadonlyArray<E.Either<RecordFailure, Receipt>>> => {
    const firearmIds = requests.map((request) => firearmOf(ports, request));
    return pipe(
      ports.eventStore.readStreams(firearmIds.map(firearmStream)),
      TE.flatMap((stored) => {
        const histories = new Map<string, StoredEvent[]>();
        for (const event of stored) {
          const known = histories.get(event.streamId);
          if (known === undefined) histories.set(event.streamId, [event]);
          else known.push(event);
        }
        const prepared = requests.map((request, index) => {
          const firearmId = firearmIds[index] ?? '';
          return prepare(
            ports,
            request,
            firearmId,
            (histories.get(firearmStream(firearmId)) ?? []).map(ports.codec.decode),
          );
        });
        const appends = prepared.flatMap((each) =>
          E.isRight(each) && each.right.kind === 'APPEND' ? [each.right] : [],
        );
        return pipe(
          options.dryRun || appends.length === 0
            ? TE.right<StoreUnavailable, ReadonlyArray<AppendOutcome>>([])
            : ports.eventStore.appendMany(appends.map((each) => each.request)),
          TE.map((outcomes) => {
            const outcomeOf = new Map(appends.map((each, index) => [each, outcomes[index]]));
            return prepared.map((each): E.Either<RecordFailure, Receipt> => {
              if (E.isLeft(each)) return each;
              if (each.right.kind === 'ALREADY') return E.right(each.right.receipt);
              const outcome = outcomeOf.get(each.right);
              return outcome === undefined ? E.right(each.right.receipt) : settled(each.right, outcome);
            });
          }),
        );
      }),
    );
  };
