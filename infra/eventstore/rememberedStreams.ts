import type { RecordedEvent } from '../../domain/event/envelope.ts';
import type { RememberedStreams } from '../../domain/ports/rememberedStreams.ts';

/** How much is remembered: policies, and the parties and rights of those who report at the moment. */
const eventsMax = 5_000;
/** A stream longer than this is read anew each time, so that it does not drive out hundreds of short ones. */
const streamEventsMax = 500;

/** Remembers the streams that were last asked for, within a bound on their events. */
export const createRememberedStreams = (): RememberedStreams => {
  // In the order of their last use: a Map keeps the order in which keys were set.
  const histories = new Map<string, ReadonlyArray<RecordedEvent>>();
  let events = 0;
  // A stream that was looked for and does not exist takes room as well.
  const sizeOf = (history: ReadonlyArray<RecordedEvent>): number => history.length + 1;
  const forget = (streamId: string): void => {
    const known = histories.get(streamId);
    if (known === undefined) return;
    histories.delete(streamId);
    events -= sizeOf(known);
  };
  return {
    recall: (streamId) => {
      const known = histories.get(streamId);
      if (known === undefined) return undefined;
      histories.delete(streamId);
      histories.set(streamId, known);
      return known;
    },
    remember: (streamId, history) => {
      forget(streamId);
      if (history.length > streamEventsMax) return;
      histories.set(streamId, history);
      events += sizeOf(history);
      for (const oldest of histories.keys()) {
        if (events <= eventsMax) break;
        forget(oldest);
      }
    },
    forget,
  };
};
