import { randomUUID } from 'node:crypto';
import type { AppendRequest, EventStore, NewEvent, StoredEvent } from '../../../domain/ports/eventStore.ts';
import { right } from '../right.ts';

export const newEvent = (eventId: string = randomUUID(), payload = '{"n":1}'): NewEvent => ({
  eventId,
  type: 'Tested',
  schemaVersion: 1,
  payload,
  metadata: '{"m":1}',
});
export const newStream = (kind = 'firearm'): string => `${kind}-${randomUUID()}`;
export const request = (
  streamId: string,
  expectedRevision: AppendRequest['expectedRevision'],
  events: ReadonlyArray<NewEvent> = [newEvent()],
): AppendRequest => ({ streamId, expectedRevision, events });

export const idsOf = (events: ReadonlyArray<Pick<StoredEvent, 'eventId'>>): ReadonlyArray<string> =>
  events.map(({ eventId }) => eventId);

/** All that a new subscriber gets from the beginning up to the end of now. */
export const followed = async (store: EventStore, after = 0n): Promise<ReadonlyArray<StoredEvent>> => {
  const end = await right(store.head());
  const seen: StoredEvent[] = [];
  if (end <= after) return seen;
  for await (const batch of store.subscribe(after, { batchSize: 7, signal: new AbortController().signal })) {
    seen.push(...batch);
    if ((batch.at(-1)?.position ?? 0n) >= end) break;
  }
  return seen;
};
