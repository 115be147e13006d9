import * as E from 'fp-ts/lib/Either.js';
import type { EventStore } from '../../domain/ports/eventStore.ts';

/** Batches that are kept for those who come later: read models in one thread are seldom further apart. */
const keptBatches = 4;

/**
 * Reading of the log for read models that follow it side by side: the batch that one of them read from a position
 * serves the others, so that each event is read and decoded once. Events become visible in the order of positions, so a
 * batch that has become short by now still goes on where it begins; nothing is kept of an empty or failed read. Batches
 * end at multiples of their size, so that read models which have drifted apart come to the same ones again: otherwise each
 * would read, decode and fold the histories for itself from then on. Positions are without gaps here.
 */
export const sharedReads = (readAll: EventStore['readAll']): EventStore['readAll'] => {
  const kept = new Map<string, ReturnType<ReturnType<EventStore['readAll']>>>();
  return (after, most) => async () => {
    const limit = most - Number(after % BigInt(most));
    const key = `${after} ${limit}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const reading = readAll(after, limit)();
    kept.set(key, reading);
    const read = await reading;
    if (E.isLeft(read) || read.right.length === 0) kept.delete(key);
    else if (kept.size > keptBatches) kept.delete(kept.keys().next().value ?? '');
    return read;
  };
};
