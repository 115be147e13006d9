import * as E from 'fp-ts/lib/Either.js';
import type { EventStore, StoredEvent } from '../../domain/ports/eventStore.ts';

/** How often a subscriber looks for events that another process appended; its own process wakes it at once. */
const pollMs = 50;

/**
 * A subscription over paged reads: first what is there, then what comes. Events become visible in the order of their
 * positions, so reading on from the last one can neither skip nor repeat.
 */
export const createSubscription = (readAll: EventStore['readAll']) => {
  const sleepers = new Set<() => void>();

  const sleep = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        sleepers.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, pollMs);
      sleepers.add(done);
      signal.addEventListener('abort', done);
    });

  const subscribe: EventStore['subscribe'] = async function* (after, { batchSize, signal }) {
    let position = after;
    while (!signal.aborted) {
      const batch = await readAll(position, batchSize)();
      if (E.isLeft(batch)) throw new Error(`the log cannot be read: ${batch.left.reason}`);
      const last: StoredEvent | undefined = batch.right.at(-1);
      if (last === undefined) {
        await sleep(signal);
        continue;
      }
      position = last.position;
      yield batch.right;
    }
  };

  return {
    subscribe,
    /** Something was appended in this process. */
    wake: (): void => {
      for (const done of [...sleepers]) done();
    },
  };
};
