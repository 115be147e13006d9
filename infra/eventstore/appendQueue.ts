import type { RestingOutcome, RestingUnit } from '../../domain/ports/eventStore.ts';

/** Most events a statement takes: large enough to share the commit, small enough to keep latency even. */
const statementEventsMax = 1000;
/** Callers that may wait before new ones are turned away: back-pressure instead of unbounded memory. */
const waitingMax = 10_000;

type Waiting = {
  readonly resting: RestingUnit;
  readonly events: number;
  readonly resolve: (outcome: RestingOutcome) => void;
  readonly reject: (error: unknown) => void;
};

export class AppendQueueFull extends Error {}

/**
 * Group commit: callers that arrive while a statement is under way share the next one, its round trip and its fsync.
 * A statement holds at most one unit a stream, so that each sees the effect of the one before; and none that rests on a
 * stream which an earlier one changes. Many may rest on the same stream.
 */
export const createAppendQueue = (
  appendDistinct: (units: ReadonlyArray<RestingUnit>) => Promise<ReadonlyArray<RestingOutcome>>,
) => {
  let waiting: Waiting[] = [];
  let working = false;

  const nextBatch = (): ReadonlyArray<Waiting> => {
    const batch: Waiting[] = [];
    const later: Waiting[] = [];
    const streams = new Set<string>();
    let events = 0;
    for (const item of waiting) {
      const fits = batch.length === 0 || events + item.events <= statementEventsMax;
      const { unit, restsOn } = item.resting;
      let taken = unit.some(({ streamId }) => streams.has(streamId));
      for (const streamId of restsOn.keys()) taken ||= streams.has(streamId);
      // Order within a stream is kept: nothing overtakes a unit that waits.
      for (const { streamId } of unit) streams.add(streamId);
      if (!fits || taken) {
        later.push(item);
        continue;
      }
      events += item.events;
      batch.push(item);
    }
    waiting = later;
    return batch;
  };

  const work = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = nextBatch();
      try {
        const outcomes = await appendDistinct(batch.map((item) => item.resting));
        for (const [index, item] of batch.entries()) {
          const outcome = outcomes[index];
          if (outcome === undefined) item.reject(new Error('the append gave no outcome'));
          else item.resolve(outcome);
        }
      } catch (error) {
        for (const item of batch) item.reject(error);
      }
    }
    working = false;
  };

  return (resting: RestingUnit): Promise<RestingOutcome> =>
    new Promise((resolve, reject) => {
      if (waiting.length >= waitingMax) {
        reject(new AppendQueueFull('too many appends are waiting'));
        return;
      }
      waiting.push({
        resting,
        events: resting.unit.reduce((sum, request) => sum + request.events.length, 0),
        resolve,
        reject,
      });
      if (working) return;
      working = true;
      // A turn of the event loop lets callers of the same tick join the first statement.
      setImmediate(() => void work());
    });
};
