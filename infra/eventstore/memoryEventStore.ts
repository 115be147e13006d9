import * as TE from 'fp-ts/lib/TaskEither.js';
import type {
  Appended,
  AppendOutcome,
  AppendRequest,
  AppendUnit,
  EventStore,
  StoredEvent,
} from '../../domain/ports/eventStore.ts';
import type { Clock } from '../../domain/ports/system.ts';
import { beginsIn } from './beginsIn.ts';
import { settleUnit } from './settleRetry.ts';
import { single } from './singleOutcome.ts';
import { createSubscription } from './subscription.ts';

/** The log in memory: for tests and for dry runs, under the same contract as the durable ones. */
export const createMemoryEventStore = (clock: Clock): EventStore => {
  const log: StoredEvent[] = [];
  const streams = new Map<string, StoredEvent[]>();
  const ids = new Map<string, StoredEvent>();
  let recordedAt = Number.NEGATIVE_INFINITY;

  const actualOf = (streamId: string): bigint => BigInt(streams.get(streamId)?.length ?? 0) - 1n;
  const isFit = ({ streamId, expectedRevision: expected, events }: AppendRequest): boolean => {
    const actual = actualOf(streamId);
    const fits =
      expected === 'ANY' ||
      (expected === 'NO_STREAM'
        ? actual === -1n
        : expected === 'STREAM_EXISTS'
          ? actual >= 0n
          : actual === expected);
    return fits && !events.some((event) => ids.has(event.eventId));
  };
  const there = (request: AppendRequest): ReadonlyArray<StoredEvent> => [
    ...(streams.get(request.streamId) ?? []),
    ...request.events
      .flatMap((event) => ids.get(event.eventId) ?? [])
      .filter((event) => event.streamId !== request.streamId),
  ];
  const appendFit = (request: AppendRequest): Appended => {
    const stream = streams.get(request.streamId) ?? [];
    for (const event of request.events) {
      const stored: StoredEvent = {
        ...event,
        streamId: request.streamId,
        revision: BigInt(stream.length),
        position: BigInt(log.length) + 1n,
        recordedAt,
      };
      stream.push(stored);
      log.push(stored);
      ids.set(event.eventId, stored);
    }
    streams.set(request.streamId, stream);
    return {
      revision: BigInt(stream.length) - 1n,
      position: BigInt(log.length),
      recordedAt,
      idempotent: false,
    };
  };

  const append = (unit: AppendUnit): AppendOutcome => {
    if (!unit.every(isFit)) return settleUnit(unit, unit.map(there));
    recordedAt = Math.max(recordedAt + 1, clock.now());
    const appended = unit.map(appendFit);
    subscription.wake();
    return { kind: 'APPENDED', appended };
  };
  const readAll: EventStore['readAll'] = (after, limit) =>
    TE.fromIO(() => log.slice(Number(after), Number(after) + limit));
  const subscription = createSubscription(readAll);
  return {
    append: (request) => TE.fromIOEither(() => single(append([request]))),
    appendMany: (units) => TE.fromIO(() => units.map(append)),
    appendResting: ({ unit, restsOn }) =>
      TE.fromIO(() => {
        for (const [streamId, last] of restsOn)
          if ((streams.get(streamId)?.at(-1)?.eventId ?? null) !== last) return { kind: 'MOVED' };
        return append(unit);
      }),
    readStream: (streamId) => TE.fromIO(() => [...(streams.get(streamId) ?? [])]),
    readStreams: (streamIds, upTo) =>
      TE.fromIO(() =>
        [...new Set(streamIds)]
          .flatMap((streamId) => streams.get(streamId) ?? [])
          .filter((event) => upTo === undefined || event.position <= upTo)
          .sort((a, b) => (a.position < b.position ? -1 : 1)),
      ),
    findEvent: (eventId) => TE.fromIO(() => ids.get(eventId)),
    readAll,
    streamsBegun: beginsIn(readAll),
    head: () => TE.fromIO(() => BigInt(log.length)),
    close: (moment) =>
      TE.fromIO(() => {
        recordedAt = Math.max(recordedAt, moment);
        return { position: BigInt(log.length), recordedAt };
      }),
    subscribe: subscription.subscribe,
  };
};
