import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Pool } from 'pg';
import type {
  AppendOutcome,
  AppendRequest,
  AppendUnit,
  BegunStream,
  EventStore,
  RestingUnit,
  StoredEvent,
  StoreUnavailable,
} from '../../domain/ports/eventStore.ts';
import type { Clock } from '../../domain/ports/system.ts';
import { createCoalescer } from '../coalesced.ts';
import { textArray } from '../postgres/arrayLiteral.ts';
import { createAppendQueue } from './appendQueue.ts';
import { appendDistinct } from './postgresAppend.ts';
import { single } from './singleOutcome.ts';
import { createSubscription } from './subscription.ts';

type Row = {
  readonly position: bigint;
  readonly stream_id: string;
  readonly revision: bigint;
  readonly event_id: string;
  readonly type: string;
  readonly schema_version: number;
  readonly recorded_at: Date;
  readonly payload: string;
  readonly metadata: string;
};

const columns =
  'position, stream_id, revision, event_id, type, schema_version, recorded_at, payload, metadata';
const byStream = `select ${columns} from ledger.event where stream_id = $1 order by revision`;
// `offset 0` keeps the planner from turning the look-ups into a scan of the whole log in the order of positions, and
// `+ 0` from reading the index of all positions for each stream, as it does before the table is analysed.
const byStreams = `select e.* from unnest($1::text[]) as s(id)
  cross join lateral (select ${columns} from ledger.event where stream_id = s.id and position + 0 <= $2 offset 0) e order by e.position`;
const byId = `select ${columns} from ledger.event where event_id = $1`;
const forRetry = `select ${columns} from ledger.event where stream_id = $1 or event_id = any($2::uuid[]) order by stream_id, revision`;
const afterPosition = `select ${columns} from ledger.event where position > $1 order by position limit $2`;
const begunAfter =
  'select stream_id as "streamId", position from ledger.event where revision = 0 and position > $1 order by position limit $2';
const headPosition = 'select position from ledger.head';
// A trigger keeps what is later.
const closing = 'update ledger.head set recorded_at = $1 returning position, recorded_at as "recordedAt"';

const stored = (row: Row): StoredEvent => ({
  position: row.position,
  streamId: row.stream_id,
  revision: row.revision,
  eventId: row.event_id,
  type: row.type,
  schemaVersion: row.schema_version,
  recordedAt: row.recorded_at.getTime(),
  payload: row.payload,
  metadata: row.metadata,
});

/** Commands that are decided at the same time look at a few streams each: their reads share a round trip. */
const sharedReads = { atOnce: 2, itemsMax: 64 };
const sharedStreamsMax = 50;

const nothing: RestingUnit['restsOn'] = new Map();
const maxPosition = 9_223_372_036_854_775_807n;

const unavailable = (error: unknown): StoreUnavailable => ({
  kind: 'STORE_UNAVAILABLE',
  reason: error instanceof Error ? error.message : String(error),
});

/** The log in PostgreSQL. `pool` connects as the run-time role: it can insert and read, nothing more. */
export const createPostgresEventStore = (pool: Pool, clock: Clock): EventStore => {
  const events = (name: string, text: string, values: ReadonlyArray<unknown>) =>
    TE.tryCatch(
      async () => (await pool.query<Row>({ name, text, values: [...values] })).rows.map(stored),
      unavailable,
    );
  const readStreams = (streamIds: ReadonlyArray<string>, upTo: bigint) =>
    pool
      .query<Row>({ name: 'ledger-streams', text: byStreams, values: [textArray(streamIds), upTo] })
      .then(({ rows }) => rows.map(stored));
  const readTogether = createCoalescer(async (asked: ReadonlyArray<ReadonlySet<string>>) => {
    const all = new Set(asked.flatMap((streamIds) => [...streamIds]));
    const found = await readStreams([...all], maxPosition);
    return asked.length === 1
      ? [found]
      : asked.map((streamIds) => found.filter(({ streamId }) => streamIds.has(streamId)));
  }, sharedReads);
  const readForRetry = async (request: AppendRequest): Promise<ReadonlyArray<StoredEvent>> => {
    const ids = request.events.map((event) => event.eventId);
    return (await pool.query<Row>(forRetry, [request.streamId, ids])).rows.map(stored);
  };
  const enqueue = createAppendQueue((units) => appendDistinct(pool, clock, readForRetry, units));
  const readAll: EventStore['readAll'] = (after, limit) =>
    events('ledger-after', afterPosition, [after, limit]);
  const subscription = createSubscription(readAll);
  const appendResting = async (resting: RestingUnit) => {
    const outcome = await enqueue(resting);
    subscription.wake();
    return outcome;
  };
  const append = async (unit: AppendUnit): Promise<AppendOutcome> => {
    const outcome = await appendResting({ unit, restsOn: nothing });
    if (outcome.kind === 'MOVED') throw new Error('what rests on nothing was said to have moved');
    return outcome;
  };
  return {
    append: (request) => async () => {
      try {
        return single(await append([request]));
      } catch (error) {
        return E.left(unavailable(error));
      }
    },
    appendMany: (units) => TE.tryCatch(() => Promise.all(units.map(append)), unavailable),
    appendResting: (resting) => TE.tryCatch(() => appendResting(resting), unavailable),
    readStream: (streamId) => events('ledger-stream', byStream, [streamId]),
    readStreams: (streamIds, upTo) =>
      TE.tryCatch(() => {
        const distinct = new Set(streamIds);
        return upTo === undefined && distinct.size <= sharedStreamsMax
          ? readTogether(distinct)
          : readStreams([...distinct], upTo ?? maxPosition);
      }, unavailable),
    findEvent: (eventId) =>
      TE.map((found: ReadonlyArray<StoredEvent>) => found[0])(events('ledger-by-id', byId, [eventId])),
    readAll,
    streamsBegun: (after, limit) =>
      TE.tryCatch(
        async () =>
          (await pool.query<BegunStream>({ name: 'ledger-begun', text: begunAfter, values: [after, limit] }))
            .rows,
        unavailable,
      ),
    head: () =>
      TE.tryCatch(
        async () =>
          (await pool.query<{ position: bigint }>({ name: 'ledger-head', text: headPosition })).rows[0]
            ?.position ?? 0n,
        unavailable,
      ),
    close: (moment) =>
      TE.tryCatch(async () => {
        const { rows } = await pool.query<{ position: bigint; recordedAt: Date }>({
          name: 'ledger-close',
          text: closing,
          values: [new Date(moment).toISOString()],
        });
        const [head] = rows;
        if (head === undefined) throw new Error('the log has no head');
        return { position: head.position, recordedAt: head.recordedAt.getTime() };
      }, unavailable),
    subscribe: subscription.subscribe,
  };
};
