import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { AppendOutcome, AppendRequest, EventStore, StoredEvent } from '../../domain/ports/eventStore.ts';
import type { Clock } from '../../domain/ports/system.ts';
import { settleRetry } from './settleRetry.ts';
import { createSubscription } from './subscription.ts';

/** The log in memory: for tests and for dry runs, under the same contract as the durable ones. */
export const createMemoryEventStore = (clock: Clock): EventStore => {
  const log: StoredEvent[] = [];
  const streams = new Map<string, StoredEvent[]>();
  const ids = new Map<string, StoredEvent>();
  let recordedAt = Number.NEGATIVE_INFINITY;

  const appendNow = (request: AppendRequest): AppendOutcome => {
    const stream = streams.get(request.streamId) ?? [];
    const actual = BigInt(stream.length) - 1n;
    const { expectedRevision: expected } = request;
    const fits =
      expected === 'ANY' ||
      (expected === 'NO_STREAM'
        ? actual === -1n
        : expected === 'STREAM_EXISTS'
          ? actual >= 0n
          : actual === expected);
    const known = request.events.flatMap((event) => ids.get(event.eventId) ?? []);
    if (!fits || known.length > 0)
      return settleRetry(request, [
        ...stream,
        ...known.filter((event) => event.streamId !== request.streamId),
      ]);
    recordedAt = Math.max(recordedAt, clock.now());
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
    const revision = BigInt(stream.length) - 1n;
    return {
      kind: 'APPENDED',
      appended: { revision, position: BigInt(log.length), recordedAt, idempotent: false },
    };
  };

  const append = (request: AppendRequest): AppendOutcome => {
    const outcome = appendNow(request);
    subscription.wake();
    return outcome;
  };
  const readAll: EventStore['readAll'] = (after, limit) =>
    TE.fromIO(() => log.slice(Number(after), Number(after) + limit));
  const subscription = createSubscription(readAll);
  return {
    append: (request) => async () => {
      const outcome = append(request);
      return outcome.kind === 'APPENDED' ? E.right(outcome.appended) : E.left(outcome.error);
    },
    appendMany: (requests) => TE.fromIO(() => requests.map(append)),
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
    head: () => TE.fromIO(() => BigInt(log.length)),
    subscribe: subscription.subscribe,
  };
};
