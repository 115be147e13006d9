import * as E from 'fp-ts/lib/Either.js';
import type { RecordedEvent } from '../../domain/event/envelope.ts';
import type { EventCodec } from '../../domain/ports/eventCodec.ts';
import type { EventStore, StoredEvent } from '../../domain/ports/eventStore.ts';
import type { StateByKind, StreamKindName } from '../../domain/stream/kinds.ts';
import type { StreamKey } from '../../domain/stream/surroundings.ts';
import { anyKindOf, keyOfStream } from '../../domain/streamKinds.ts';
import type { Timeline } from '../../domain/time/bitemporalFold.ts';
import { timelineOf } from '../../domain/time/bitemporalFold.ts';
import type { HistoryBatch, StreamHistory } from './projection.ts';

/** Batches whose decoded history is kept: projections that run side by side read the same ones. */
const keptBatches = 6;

const historyOf = (
  { kind, id }: StreamKey,
  events: ReadonlyArray<RecordedEvent>,
  firstNew: number,
): StreamHistory<StreamKindName> => {
  const { fold } = anyKindOf(kind);
  const timelines: Timeline<unknown>[] = [];
  return {
    kind,
    id,
    events,
    firstNew,
    timelineAfter: (index) => {
      const timeline = timelines[index] ?? timelineOf(fold, events.slice(0, index + 1));
      timelines[index] = timeline;
      return timeline as Timeline<StateByKind[StreamKindName]>;
    },
  };
};

/**
 * Turns a batch of the log into whole histories: streams that began earlier are completed with one query for all of
 * them. Throws when the store cannot be read or an event cannot be decoded; the projection then stops at that batch.
 */
export const createHistoryReader = (store: EventStore, codec: EventCodec) => {
  const kept = new Map<string, Promise<HistoryBatch>>();

  const read = async (batch: ReadonlyArray<StoredEvent>): Promise<HistoryBatch> => {
    const begun = [...new Set(batch.filter((event) => event.revision > 0n).map((event) => event.streamId))];
    const inBatch = new Set(batch.filter((event) => event.revision === 0n).map((event) => event.streamId));
    const earlier = begun.filter((streamId) => !inBatch.has(streamId));
    const first = batch[0];
    const before =
      earlier.length === 0 || first === undefined
        ? E.right([])
        : await store.readStreams(earlier, first.position - 1n)();
    if (E.isLeft(before)) throw new Error(`the log cannot be read: ${before.left.reason}`);
    const streams = new Map<string, { events: RecordedEvent[]; firstNew: number }>();
    const add = (event: RecordedEvent, isNew: boolean): void => {
      const stream = streams.get(event.streamId) ?? { events: [], firstNew: 0 };
      if (!isNew) stream.firstNew += 1;
      stream.events.push(event);
      streams.set(event.streamId, stream);
    };
    for (const event of before.right) add(codec.decode(event), false);
    const events = batch.map(codec.decode);
    for (const event of events) add(event, true);
    const histories = new Map<StreamKindName, StreamHistory<StreamKindName>[]>();
    for (const [streamId, stream] of streams) {
      const key = keyOfStream(streamId);
      if (key === undefined) continue;
      const history = historyOf(key, stream.events, stream.firstNew);
      const known = histories.get(key.kind);
      if (known === undefined) histories.set(key.kind, [history]);
      else known.push(history);
    }
    return { events, of: ((kind: StreamKindName) => histories.get(kind) ?? []) as HistoryBatch['of'] };
  };

  return (batch: ReadonlyArray<StoredEvent>): Promise<HistoryBatch> => {
    const key = `${batch[0]?.position}-${batch.at(-1)?.position}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const reading = read(batch);
    kept.set(key, reading);
    reading.catch(() => kept.delete(key));
    if (kept.size > keptBatches) kept.delete(kept.keys().next().value ?? '');
    return reading;
  };
};
export type HistoryReader = ReturnType<typeof createHistoryReader>;
