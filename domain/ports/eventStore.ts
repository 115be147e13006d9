import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Instant } from '../time/zone.ts';

/**
 * The log. Semantics are EventStoreDB's append table, exact in every adapter: `tests/contract/eventStore.contract.ts`
 * is the specification, one test a row. Revisions count from 0 without gaps in every stream. Positions are above 0 and
 * strictly increase in one order over the whole log; how far apart they are is the adapter's affair: without gaps in
 * PostgreSQL and in memory, places in the log file on EventStoreDB. So a difference of positions counts nothing.
 */
export type EventStore = {
  /**
   * Appends all events of one request to one stream, or none. Durable before it answers.
   * A retry with the same ids and expected revision succeeds with the original position.
   */
  readonly append: (request: AppendRequest) => TaskEither<AppendError, Appended>;
  /**
   * Many units, each with an outcome of its own, in few round trips. All requests of a unit are appended together or
   * none is. Two units on one stream apply in order.
   */
  readonly appendMany: (
    units: ReadonlyArray<AppendUnit>,
  ) => TaskEither<StoreUnavailable, ReadonlyArray<AppendOutcome>>;
  /**
   * Appends a unit if each stream that it rests on still ends with the event it was known to end with, and answers
   * MOVED otherwise. So a decision may be made on streams that were read earlier. Absent where the log cannot compare in
   * the append itself.
   */
  readonly appendResting?: (resting: RestingUnit) => TaskEither<StoreUnavailable, RestingOutcome>;
  /** All events of a stream in order; empty when it does not exist. */
  readonly readStream: (streamId: string) => TaskEither<StoreUnavailable, ReadonlyArray<StoredEvent>>;
  /** All events of many streams, ordered by position, up to and including `upTo` where given. */
  readonly readStreams: (
    streamIds: ReadonlyArray<string>,
    upTo?: bigint,
  ) => TaskEither<StoreUnavailable, ReadonlyArray<StoredEvent>>;
  /** The event with this id, wherever it is: how a reused idempotency key is recognised. */
  readonly findEvent: (eventId: string) => TaskEither<StoreUnavailable, StoredEvent | undefined>;
  /** Up to `limit` events with a position above `after`, in order. */
  readonly readAll: (
    after: bigint,
    limit: number,
  ) => TaskEither<StoreUnavailable, ReadonlyArray<StoredEvent>>;
  /** Up to `limit` streams that begin at a position above `after`, in order; none only when none is left. */
  readonly streamsBegun: (
    after: bigint,
    limit: number,
  ) => TaskEither<StoreUnavailable, ReadonlyArray<BegunStream>>;
  /** Position of the last event, 0 in an empty log. */
  readonly head: () => TaskEither<StoreUnavailable, bigint>;
  /**
   * Closes a moment: whatever is appended from now on is recorded later than that moment, so that what was recorded up to
   * it is all in the log and stays the same for ever. Where time runs in the order of streams only (EventStoreDB) this
   * holds for this process; for others, and for appends under way, as far as their clocks agree.
   */
  readonly close: (moment: Instant) => TaskEither<StoreUnavailable, ClosedTimestamp>;
  /**
   * Batches after a position: first what is there, then what comes, until the signal aborts. Never skips, never
   * repeats; ends with an exception when the store stays unreachable (the subscriber resumes from its checkpoint).
   */
  readonly subscribe: (after: bigint, options: SubscribeOptions) => AsyncIterable<ReadonlyArray<StoredEvent>>;
};

export type SubscribeOptions = { readonly batchSize: number; readonly signal: AbortSignal };

export type ExpectedRevision = 'NO_STREAM' | 'STREAM_EXISTS' | 'ANY' | bigint;

export type NewEvent = {
  readonly eventId: string;
  readonly type: string;
  readonly schemaVersion: number;
  /** Canonical JSON (RFC 8785): the very bytes that hashes are made over. */
  readonly payload: string;
  readonly metadata: string;
};

export type StoredEvent = NewEvent & {
  readonly streamId: string;
  readonly revision: bigint;
  readonly position: bigint;
  /** One for all events of an append, and later than that of all appends before it: in the log, or in its streams. */
  readonly recordedAt: Instant;
};

/** Position of the last event, and the moment that is closed: the asked one or a later one. */
export type ClosedTimestamp = { readonly position: bigint; readonly recordedAt: Instant };

/** A stream and the position of its first event. */
export type BegunStream = Pick<StoredEvent, 'streamId' | 'position'>;

/** `events` holds 1 to 1,000 events. */
export type AppendRequest = {
  readonly streamId: string;
  readonly expectedRevision: ExpectedRevision;
  readonly events: ReadonlyArray<NewEvent>;
};

/** Requests on distinct streams that are appended together: the halves of one command (design section 3). */
export type AppendUnit = ReadonlyArray<AppendRequest>;

/** A unit, and of each other stream that its decision rests on the id of the last event, null where it had none. */
export type RestingUnit = {
  readonly unit: AppendUnit;
  readonly restsOn: ReadonlyMap<string, string | null>;
};

/** `idempotent` tells that the events were there already; position and revision are those of the last event. */
export type Appended = {
  readonly revision: bigint;
  readonly position: bigint;
  readonly recordedAt: Instant;
  readonly idempotent: boolean;
};

/** What became of a unit: one `Appended` for each of its requests, or why none was appended. */
export type AppendOutcome =
  | { readonly kind: 'APPENDED'; readonly appended: ReadonlyArray<Appended> }
  | { readonly kind: 'REFUSED'; readonly error: Exclude<AppendError, StoreUnavailable> };

/** What became of a resting unit; MOVED: nothing was appended, because a stream that it rests on has changed. */
export type RestingOutcome = AppendOutcome | { readonly kind: 'MOVED' };

export type StoreUnavailable = { readonly kind: 'STORE_UNAVAILABLE'; readonly reason: string };

export type AppendError =
  | { readonly kind: 'WRONG_EXPECTED_REVISION'; readonly actual: bigint | 'NO_STREAM' }
  /** Some of the ids are known, but not as this request has them: a reused key, never a retry. */
  | { readonly kind: 'IDEMPOTENCY_CORRUPTED'; readonly eventId: string }
  | StoreUnavailable;

/** The append table allows 1,000 events a request: one firearm's command never comes near it. */
export const appendEventsMax = 1000;
