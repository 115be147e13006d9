import * as E from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { EventStore } from '../../domain/ports/eventStore.ts';

type Failed = (reason: string) => void;
type Failure = { readonly kind: string; readonly reason?: string };

/** The same task, which also tells why when the store was unavailable. */
const reported =
  <L extends Failure, R>(task: TaskEither<L, R>, failed: Failed): TaskEither<L, R> =>
  async () => {
    const outcome = await task();
    if (E.isLeft(outcome) && outcome.left.kind === 'STORE_UNAVAILABLE') failed(outcome.left.reason ?? '');
    return outcome;
  };

/**
 * A store that also tells an operator why it was unavailable. Callers are told only that it was: what the database says,
 * such as that its disk is full or a page is damaged, is not theirs to see and would be seen by nobody.
 */
export const reportFailures = (store: EventStore, failed: Failed): EventStore => {
  const { appendResting } = store;
  return {
    append: (request) => reported(store.append(request), failed),
    appendMany: (units) => reported(store.appendMany(units), failed),
    ...(appendResting === undefined
      ? {}
      : { appendResting: (resting) => reported(appendResting(resting), failed) }),
    readStream: (streamId) => reported(store.readStream(streamId), failed),
    readStreams: (streamIds, upTo) => reported(store.readStreams(streamIds, upTo), failed),
    findEvent: (eventId) => reported(store.findEvent(eventId), failed),
    readAll: (after, limit) => reported(store.readAll(after, limit), failed),
    streamsBegun: (after, limit) => reported(store.streamsBegun(after, limit), failed),
    head: () => reported(store.head(), failed),
    close: (moment) => reported(store.close(moment), failed),
    // Whoever follows tells of its own failures.
    subscribe: store.subscribe,
  };
};
