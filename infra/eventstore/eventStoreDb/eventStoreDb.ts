import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { AppendUnit, EventStore, StoreUnavailable } from '../../../domain/ports/eventStore.ts';
import type { Clock } from '../../../domain/ports/system.ts';
import { beginsIn } from '../beginsIn.ts';
import { single } from '../singleOutcome.ts';
import { createAppendUnit, type Step } from './appendUnit.ts';
import { createClaims } from './claims.ts';
import type { Connection } from './connection.ts';
import { createNames } from './names.ts';
import { lastPositionAt } from './positions.ts';
import { createRawAppend } from './rawAppend.ts';
import { createRawReads } from './rawReads.ts';
import { createStreams } from './streams.ts';
import { createSubscribe } from './subscribe.ts';
import { createTurns } from './turns.ts';
import { createUnits } from './units.ts';
import { createWholeLog } from './wholeLog.ts';

const unavailable = (error: unknown): StoreUnavailable => ({
  kind: 'STORE_UNAVAILABLE',
  reason: error instanceof Error ? error.message : String(error),
});

/** What the adapter is made of. */
export const createParts = (connection: Connection, prefix: string) => {
  const { limits } = connection;
  const names = createNames(prefix);
  const reads = createRawReads(connection);
  const append = createRawAppend(connection, reads);
  const units = createUnits(names, reads, append, limits);
  const streams = createStreams(names, reads, units);
  const claims = createClaims(names, reads, append, units, streams, limits);
  const whole = createWholeLog(names, reads);
  return { limits, names, reads, append, units, streams, claims, whole };
};

/** The log in EventStoreDB or KurrentDB, in streams whose names begin with the prefix. */
export const createEventStoreDb = (
  connection: Connection,
  prefix: string,
  clock: Clock,
  /** Called between the writes of an append; only tests listen. */
  reached: (step: Step) => Promise<void> = async () => undefined,
): EventStore => {
  const parts = createParts(connection, prefix);
  const { names, reads, streams, claims, whole } = parts;
  const inTurn = createTurns();
  let closed = Number.NEGATIVE_INFINITY;
  const laterThanClosed: Clock = { now: () => Math.max(clock.now(), closed + 1) };
  const appendUnit = createAppendUnit({ ...parts, clock: laterThanClosed, reached });

  const enqueue = (unit: AppendUnit) =>
    inTurn(
      unit.map(({ streamId }) => streamId),
      () => appendUnit(unit),
    );
  const readAll: EventStore['readAll'] = (after, limit) =>
    TE.tryCatch(() => whole.after(after, limit), unavailable);
  return {
    append: (request) => async () => {
      try {
        return single(await enqueue([request]));
      } catch (error) {
        return E.left(unavailable(error));
      }
    },
    appendMany: (list) => TE.tryCatch(() => Promise.all(list.map(enqueue)), unavailable),
    readStream: (streamId) => TE.tryCatch(async () => (await streams.loadOne(streamId)).events, unavailable),
    readStreams: (streamIds, upTo) =>
      TE.tryCatch(async () => {
        const distinct = [...new Set(streamIds)];
        // Streams are read one after the other; one end for all of them makes it one moment.
        const until = upTo ?? (distinct.length > 1 ? lastPositionAt(await whole.end()) : undefined);
        const histories = await streams.load(distinct);
        return histories
          .flatMap(({ events }) => events)
          .filter(({ position }) => until === undefined || position <= until)
          .sort((a, b) => (a.position < b.position ? -1 : 1));
      }, unavailable),
    findEvent: (eventId) => TE.tryCatch(() => claims.find(eventId), unavailable),
    readAll,
    streamsBegun: beginsIn(readAll),
    head: () => TE.tryCatch(whole.head, unavailable),
    close: (moment) =>
      TE.tryCatch(async () => {
        closed = Math.max(closed, moment);
        const recordedAt = closed;
        return { position: await whole.head(), recordedAt };
      }, unavailable),
    subscribe: createSubscribe(connection, names, reads),
  };
};
