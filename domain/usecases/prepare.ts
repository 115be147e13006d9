import * as E from 'fp-ts/lib/Either.js';
import type { DisputeReason, Metadata, RecordedEvent } from '../event/envelope.ts';
import { guardDispute } from '../event/envelope.ts';
import type { AppendRequest, AppendUnit, NewEvent } from '../ports/eventStore.ts';
import { canonicalJson, type Json } from '../shared/canonicalJson.ts';
import { refusal } from '../shared/refusal.ts';
import { type Command, type Decided, decide, type Refused } from '../stream/decide.ts';
import type { Spread } from '../stream/definition.ts';
import type { StreamState } from '../stream/streamKind.ts';
import type { StreamKey } from '../stream/surroundings.ts';
import { anyKindOf, streamOfKey } from '../streamKinds.ts';
import { type PolicyPeriod, periodAt, policyPeriods } from '../system/policyInForce.ts';
import { entryFaults } from './entryFaults.ts';
import { type Histories, type LoadedStreams, openStreams } from './loadedStreams.ts';
import type { EventEntry, Receipt, RecordFailure, RecordPorts, RecordRequest } from './recording.ts';

/** A decided command: nothing to do, or what to append together. */
export type Prepared =
  | { readonly kind: 'ALREADY'; readonly receipt: Receipt }
  | { readonly kind: 'APPEND'; readonly unit: AppendUnit; readonly receipt: Receipt };

/** A failure, and events of other streams that are recorded because of it (HC-03). */
export type Failed = { readonly failure: RecordFailure; readonly leaves: ReadonlyArray<AppendRequest> };

export type Preparation = {
  readonly outcome: E.Either<Failed, Prepared>;
  /** Streams that must be loaded before the outcome counts. */
  readonly missing: ReadonlySet<string>;
  /** Streams the decision rests on, each with the id of its last event, null where it has none. */
  readonly looked: ReadonlyMap<string, string | null>;
};

const subjects = new WeakMap<RecordRequest, StreamKey>();

/** Subject of a request: named, or derived from who asks under which key, so that a retry finds it. */
export const subjectOf = (ports: RecordPorts, request: RecordRequest): StreamKey => {
  const { kind, id } = request.subject;
  // There is one ledger: its stream has no id, and nobody begins another one.
  if (anyKindOf(kind).alwaysExists === true) return { kind, id: '' };
  if (id !== undefined) return { kind, id };
  // Asked for several times while one request is recorded.
  const known = subjects.get(request);
  if (known !== undefined) return known;
  const prefix = anyKindOf(kind).prefixFor(request.entries[0]?.payload);
  const subject = {
    kind,
    id: ports.ids.subjectId(prefix, request.recordedBy.organisationId, request.idempotencyKey),
  };
  subjects.set(request, subject);
  return subject;
};

const digestOf = (ports: RecordPorts, entry: EventEntry): string =>
  entry.contentDigest ?? ports.digest(canonicalJson(entry as unknown as Json));

const fail = (failure: RecordFailure, leaves: ReadonlyArray<AppendRequest> = []): E.Either<Failed, never> =>
  E.left({ failure, leaves });

/** The events an earlier attempt under this key recorded, if they say the same; another content is refused. */
const replay = (
  ports: RecordPorts,
  request: RecordRequest,
  subject: StreamKey,
  history: ReadonlyArray<RecordedEvent>,
  first: RecordedEvent,
): E.Either<Failed, Prepared> => {
  const recorded = history.filter(
    ({ metadata }) => metadata.correlationId === first.eventId && metadata.causationId === undefined,
  );
  const same =
    recorded.length === request.entries.length &&
    request.entries.every(
      (entry, index) => recorded[index]?.metadata.commandDigest === digestOf(ports, entry),
    );
  const last = recorded.at(-1);
  if (!same || last?.position === undefined) return fail({ kind: 'IDEMPOTENCY_KEY_REUSED' });
  return E.right({
    kind: 'ALREADY',
    receipt: {
      subject,
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
      elsewhere: [],
    },
  });
};

/** A merged record takes no more decisions; physical facts and what concerns its records it takes (HC-13). */
const mergedElsewhere = (
  { kind, id }: StreamKey,
  type: string,
  survivorId: string,
): E.Either<Refused, never> | undefined => {
  const definition = anyKindOf(kind).definitionOf(type);
  if (survivorId === id || definition === undefined) return undefined;
  return definition.physical === true || definition.aboutRecord === true
    ? undefined
    : E.left({
        refusal: refusal(
          'MERGED_INTO_ANOTHER',
          `This record is of the same firearm as ${survivorId}. Record it there.`,
        ),
        leaves: [],
      });
};

type Draft = { readonly subject: StreamKey; readonly event: RecordedEvent };

/** Decides one command after the other and collects what they add, stream by stream. */
const createDrafts = (
  ports: RecordPorts,
  request: RecordRequest,
  streams: LoadedStreams,
  /** The streams without what this command adds: what a refusal leaves is decided on them. */
  stored: () => LoadedStreams,
  now: number,
  policies: ReadonlyArray<PolicyPeriod>,
  correlationId: string,
) => {
  const { recordedBy, idempotencyKey } = request;
  const { policy, version } = periodAt(policies, now);
  const drafts: Draft[] = [];
  const before = new Map<string, number>();
  let spreadCount = 0;

  const decided = (
    subject: StreamKey,
    command: Command,
    entry: number,
    among: LoadedStreams = streams,
  ): E.Either<Refused, Decided<StreamState>> | undefined => {
    const union = among.folded(subject);
    const elsewhere = union === undefined ? undefined : mergedElsewhere(subject, command.type, union.id);
    if (elsewhere !== undefined) return elsewhere;
    return union === undefined
      ? undefined
      : decide(anyKindOf(subject.kind), command, {
          id: subject.id,
          history: union.events,
          now,
          policy,
          policyAt: (at) => periodAt(policies, at).policy,
          around: among.around,
          // No idempotency key holds a line break, so no other command derives the same id.
          derive: (prefix, name) =>
            ports.ids.subjectId(prefix, recordedBy.organisationId, `${idempotencyKey}\n${entry}\n${name}`),
          digest: ports.digest,
          isValidPayload: (type, value) => ports.codec.faults(type, value, 'STORED').length === 0,
        });
  };
  const draft = (
    subject: StreamKey,
    entry: EventEntry,
    eventId: string,
    { definition, payload }: Pick<Decided<StreamState>, 'definition' | 'payload'>,
    disputes: ReadonlyArray<DisputeReason>,
    causationId?: string,
    among: LoadedStreams = streams,
  ): RecordedEvent => {
    const streamId = streamOfKey(subject);
    const history = among.history(streamId) ?? [];
    if (!before.has(streamId)) before.set(streamId, history.length);
    // In the order of the canonical text, which then needs no sorting.
    const metadata: Metadata = {
      assertionKind: definition.assertionKind,
      authorityId: ports.authorityId,
      ...(causationId === undefined ? {} : { causationId }),
      commandDigest: digestOf(ports, entry),
      correlationId,
      ...(disputes.length === 0 ? {} : { disputes }),
      effectiveAt: entry.effectiveAt,
      idempotencyKey,
      legalBasis: entry.legalBasis ?? definition.legalBasis,
      policyVersion: version,
      recordedBy,
      salt: ports.randomness.salt(),
      ...(entry.sequenceHint === undefined ? {} : { sequenceHint: entry.sequenceHint }),
      source: entry.source,
    };
    const event: RecordedEvent = {
      eventId,
      type: definition.type,
      schemaVersion: definition.schemaVersion,
      payload,
      metadata,
      streamId,
      streamVersion: history.length + 1,
      recordedAt: now,
    };
    among.add(event);
    drafts.push({ subject, event });
    return event;
  };
  const eventIdOf = (ordinal: number): string =>
    ordinal === 0 ? correlationId : ports.ids.eventId(recordedBy.organisationId, idempotencyKey, ordinal);
  /** The entry as a half of it states it. */
  const halfOf = (entry: EventEntry, { at }: Spread): EventEntry => {
    if (at === undefined) return entry;
    const value = new Date(now).toISOString();
    const effectiveAt =
      at === 'NOW' ? { precision: 'MINUTE' as const, value, zone: entry.effectiveAt.zone } : at;
    return { ...entry, effectiveAt, contentDigest: digestOf(ports, entry) };
  };
  const spreadCommand = ({ effectiveAt, source }: EventEntry, { type, payload }: Spread): Command => ({
    type,
    payload,
    spread: true,
    metadata: { effectiveAt, recordedBy, source },
  });
  const nextOrdinal = (): number => {
    spreadCount += 1;
    return request.entries.length + spreadCount - 1;
  };

  /** Decides an entry with all its halves; undefined while a stream is missing. */
  const enter = (
    subject: StreamKey,
    entry: EventEntry,
    ordinal: number,
  ): E.Either<Refused, void> | undefined => {
    const { type, payload, effectiveAt, sequenceHint, source } = entry;
    const main = decided(
      subject,
      {
        type,
        payload,
        metadata: {
          effectiveAt,
          recordedBy,
          source,
          ...(sequenceHint === undefined ? {} : { sequenceHint }),
        },
      },
      ordinal,
    );
    if (main === undefined || E.isLeft(main)) return main;
    const halves: { readonly spread: Spread; readonly decided: Decided<StreamState> }[] = [];
    for (const spread of main.right.spreads) {
      const half = decided(spread.stream, spreadCommand(halfOf(entry, spread), spread), ordinal);
      if (half === undefined || E.isLeft(half)) return half;
      halves.push({ spread, decided: half.right });
    }
    // A command is disputed as a whole: a half must not move what the other half leaves in place.
    const guards = [main.right, ...halves.map((half) => half.decided)].flatMap(
      ({ disputes }) => guardDispute({ disputes }) ?? [],
    );
    const all = (own: ReadonlyArray<DisputeReason>) => [...new Set([...own, ...guards])];
    const { eventId } = draft(subject, entry, eventIdOf(ordinal), main.right, all(main.right.disputes));
    for (const { spread, decided: half } of halves)
      draft(
        spread.stream,
        halfOf(entry, spread),
        eventIdOf(nextOrdinal()),
        half,
        all(half.disputes),
        eventId,
      );
    return E.right(undefined);
  };

  /** Records what a refused entry leaves in other streams; what cannot be recorded there is left out. */
  const leave = (entry: EventEntry, entryNo: number, spreads: ReadonlyArray<Spread>): void => {
    drafts.length = 0;
    before.clear();
    // Another content under the same key is another attempt; and what is recorded later under it is no retry of this.
    const key = `${idempotencyKey}\n${digestOf(ports, entry)}`;
    const left = new Map<string, number>();
    for (const spread of spreads) {
      const stated = halfOf(entry, spread);
      const half = decided(spread.stream, spreadCommand(stated, spread), entryNo, stored());
      // Counted within the stream, so that it is known there again whatever else the same attempt meets the next time.
      const { id } = spread.stream;
      const ordinal = left.get(id) ?? 0;
      left.set(id, ordinal + 1);
      const eventId = ports.ids.eventId(recordedBy.organisationId, `${key}\n${id}`, ordinal);
      if (half !== undefined && E.isRight(half))
        draft(spread.stream, stated, eventId, half.right, half.right.disputes, correlationId, stored());
    }
  };

  const unit = (isFresh: boolean): AppendUnit => {
    const events = new Map<string, NewEvent[]>();
    for (const { event } of drafts) {
      const encoded = ports.codec.encode(event);
      const known = events.get(event.streamId);
      if (known === undefined) events.set(event.streamId, [encoded]);
      else known.push(encoded);
    }
    return [...events].map(([streamId, appended]) => {
      const length = before.get(streamId) ?? 0;
      return {
        streamId,
        expectedRevision: !isFresh ? 'ANY' : length === 0 ? 'NO_STREAM' : BigInt(length - 1),
        events: appended,
      };
    });
  };
  return { enter, leave, unit, drafts };
};

const lastEvents = (
  histories: Histories,
  streamIds: ReadonlySet<string>,
): ReadonlyMap<string, string | null> => {
  const last = new Map<string, string | null>();
  for (const streamId of streamIds) last.set(streamId, histories.get(streamId)?.at(-1)?.eventId ?? null);
  return last;
};

/**
 * Decides a request on loaded histories. Pure but for clock and salts. While streams are missing the outcome does not
 * count: they are loaded and the request is prepared again.
 */
export const prepare = (ports: RecordPorts, request: RecordRequest, histories: Histories): Preparation => {
  const streams = openStreams(histories);
  let opened: LoadedStreams | undefined;
  const stored = (): LoadedStreams => {
    opened ??= openStreams(histories);
    return opened;
  };
  const subject = subjectOf(ports, request);
  const done = (outcome: E.Either<Failed, Prepared>): Preparation => ({
    outcome,
    missing: opened === undefined ? streams.missing : streams.missing.union(opened.missing),
    looked: lastEvents(
      histories,
      opened === undefined ? streams.looked : streams.looked.union(opened.looked),
    ),
  });
  const unloaded = (): Preparation => done(fail({ kind: 'STORE_UNAVAILABLE', reason: 'not loaded' }));
  const history = streams.history(streamOfKey(subject));
  const system = streams.history('system');
  if (history === undefined || system === undefined) return unloaded();
  const { recordedBy, idempotencyKey } = request;
  const correlationId = ports.ids.eventId(recordedBy.organisationId, idempotencyKey, 0);
  const earlier = history.find((event) => event.eventId === correlationId);
  if (earlier !== undefined) return done(replay(ports, request, subject, history, earlier));
  if (request.expectedVersion !== undefined && request.expectedVersion !== history.length)
    return done(fail({ kind: 'VERSION_CONFLICT', actual: history.length }));
  if (request.subject.id !== undefined && history.length === 0 && !anyKindOf(subject.kind).alwaysExists)
    return done(
      fail({ kind: 'REFUSED', entry: 0, refusal: refusal('R00', 'Nothing with this id is known.') }),
    );
  const now = Math.max(ports.clock.now(), history.at(-1)?.recordedAt ?? 0);
  const drafts = createDrafts(
    ports,
    request,
    streams,
    stored,
    now,
    policyPeriods(system, ports.policy),
    correlationId,
  );
  for (const [index, entry] of request.entries.entries()) {
    const faults = entryFaults(ports, entry);
    if (faults.length > 0) return done(fail({ kind: 'INVALID_PAYLOAD', faults, entry: index }));
    const entered = drafts.enter(subject, entry, index);
    // What is decided while a stream is missing does not count.
    if (entered === undefined || streams.missing.size > 0) return unloaded();
    if (E.isLeft(entered)) {
      drafts.leave(entry, index, entered.left.leaves);
      return done(fail({ kind: 'REFUSED', refusal: entered.left.refusal, entry: index }, drafts.unit(false)));
    }
  }
  const shown = ({ event }: Draft) => ({
    eventId: event.eventId,
    type: event.type,
    streamVersion: event.streamVersion,
    disputes: event.metadata.disputes ?? [],
  });
  const own = drafts.drafts.filter((each) => each.event.metadata.causationId === undefined);
  return done(
    E.right({
      kind: 'APPEND',
      unit: drafts.unit(true),
      receipt: {
        subject,
        streamVersion: own.at(-1)?.event.streamVersion ?? history.length,
        idempotent: false,
        events: own.map(shown),
        elsewhere: drafts.drafts
          .filter((each) => each.event.metadata.causationId !== undefined)
          .map((each) => ({ ...shown(each), subject: each.subject })),
      },
    }),
  );
};
