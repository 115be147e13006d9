import * as E from 'fp-ts/lib/Either.js';
import type { RecordedEvent } from '../../domain/event/envelope.ts';
import {
  type Family,
  familyOf,
  inRecordedOrder,
  linkedFirearms,
  unionOfStreams,
} from '../../domain/firearm/unionOfStreams.ts';
import type { EventCodec } from '../../domain/ports/eventCodec.ts';
import type { EventStore, StoredEvent } from '../../domain/ports/eventStore.ts';
import type { StreamKindName } from '../../domain/stream/kinds.ts';
import type { StreamKey } from '../../domain/stream/surroundings.ts';
import { anyKindOf, keyOfStream, streamOfKey } from '../../domain/streamKinds.ts';
import type { Timeline } from '../../domain/time/bitemporalFold.ts';
import { timelineOf } from '../../domain/time/bitemporalFold.ts';
import { growingTimeline } from '../../domain/time/growingTimeline.ts';
import type { HistoryBatch, StreamHistory } from './projection.ts';

/** Batches whose decoded history is kept: projections that run side by side read the same ones. */
const keptBatches = 6;

/** The events of a family by the firearm whose stream holds them. */
const ownHistories = (events: ReadonlyArray<RecordedEvent>): Family => {
  const own = new Map<string, RecordedEvent[]>();
  for (const event of events) {
    const id = keyOfStream(event.streamId)?.id ?? '';
    own.set(id, [...(own.get(id) ?? []), event]);
  }
  return own;
};

type TimelineAfter = StreamHistory<StreamKindName>['timelineAfter'];

const historyOf = (
  { kind, id }: StreamKey,
  events: ReadonlyArray<RecordedEvent>,
  firstNew: number,
): StreamHistory<StreamKindName> => ({
  kind,
  id,
  events,
  firstNew,
  timelineAfter: growingTimeline(anyKindOf(kind).fold, events) as TimelineAfter,
});

/** A firearm of a family: which events count as its own changes with what is known of the family. */
const historyInFamily = (
  id: string,
  events: ReadonlyArray<RecordedEvent>,
  firstNew: number,
): StreamHistory<StreamKindName> => {
  const timelines: Timeline<unknown>[] = [];
  const made = (index: number): Timeline<unknown> => {
    const { id: root, events: counting } = unionOfStreams(id, ownHistories(events.slice(0, index + 1)));
    return timelineOf(anyKindOf('firearm').fold, root === id ? counting : []);
  };
  const timelineAfter = (index: number): Timeline<unknown> => {
    const timeline = timelines[index] ?? made(index);
    timelines[index] = timeline;
    return timeline;
  };
  return { kind: 'firearm', id, events, firstNew, timelineAfter: timelineAfter as TimelineAfter };
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
    const families = await pullFamilies(streams, first?.position ?? 0n);
    const histories = new Map<StreamKindName, StreamHistory<StreamKindName>[]>();
    for (const [streamId, stream] of streams) {
      const key = keyOfStream(streamId);
      if (key === undefined) continue;
      const history = families.get(key.id) ?? historyOf(key, stream.events, stream.firstNew);
      families.delete(key.id);
      const known = histories.get(key.kind);
      if (known === undefined) histories.set(key.kind, [history]);
      else known.push(history);
    }
    // Partners of a merge or split whose own streams are not in the batch change with it.
    const firearms = [...(histories.get('firearm') ?? []), ...families.values()];
    if (firearms.length > 0) histories.set('firearm', firearms);
    return { events, of: ((kind: StreamKindName) => histories.get(kind) ?? []) as HistoryBatch['of'] };
  };

  /**
   * Histories of the firearms of a batch that merges or splits link to others, with those others: each sees the events
   * of all in the order of recording, and folds those that counted as its own at the time.
   */
  const pullFamilies = async (
    streams: ReadonlyMap<string, { readonly events: ReadonlyArray<RecordedEvent> }>,
    first: bigint,
  ): Promise<Map<string, StreamHistory<StreamKindName>>> => {
    const own = new Map<string, ReadonlyArray<RecordedEvent>>();
    const linked: string[] = [];
    for (const [streamId, { events }] of streams) {
      const key = keyOfStream(streamId);
      if (key?.kind !== 'firearm') continue;
      own.set(key.id, events);
      if (linkedFirearms(events).length > 0) linked.push(key.id);
    }
    const families = new Map<string, StreamHistory<StreamKindName>>();
    for (const id of linked) {
      let found = familyOf(id, (each) => own.get(each));
      while (found.missing.length > 0) {
        const names = new Map(
          found.missing.map((each) => [streamOfKey({ kind: 'firearm', id: each }), each]),
        );
        const stored = await store.readStreams([...names.keys()], first - 1n)();
        if (E.isLeft(stored)) throw new Error(`the log cannot be read: ${stored.left.reason}`);
        const events = stored.right.map(codec.decode);
        for (const [streamId, each] of names)
          own.set(
            each,
            events.filter((event) => event.streamId === streamId),
          );
        found = familyOf(id, (each) => own.get(each));
      }
      const all = [...found.family.values()].flat().sort(inRecordedOrder);
      const firstNew = all.findIndex((event) => (event.position ?? 0n) >= first);
      for (const member of found.family.keys()) families.set(member, historyInFamily(member, all, firstNew));
    }
    return families;
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
