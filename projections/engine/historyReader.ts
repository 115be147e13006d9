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
export const historiesByFirearm = (events: ReadonlyArray<RecordedEvent>): Family => {
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
    const { id: root, events: counting } = unionOfStreams(id, historiesByFirearm(events.slice(0, index + 1)));
    return timelineOf(anyKindOf('firearm').fold, root === id ? counting : []);
  };
  const timelineAfter = (index: number): Timeline<unknown> => {
    const timeline = timelines[index] ?? made(index);
    timelines[index] = timeline;
    return timeline;
  };
  return { kind: 'firearm', id, events, firstNew, timelineAfter: timelineAfter as TimelineAfter };
};

/** The log could not be read: nothing is wrong with the events. */
export class LogUnavailable extends Error {}

type Streams = ReadonlyMap<
  string,
  { readonly events: ReadonlyArray<RecordedEvent>; readonly firstNew: number }
>;

/** What the log says beside a batch: events of other streams up to `upTo`, its end; those from `newFrom` on are new. */
type Around = { readonly upTo: bigint; readonly newFrom: bigint };

/** Subjects of a batch that are folded at once: their histories with all states are what following takes in memory. */
const streamsOfPart = 1000;

/** The events of a batch by stream, in parts of whole streams; streams come in the order of their first event. */
const partsOf = (
  batch: ReadonlyArray<StoredEvent>,
  streams: number,
): ReadonlyArray<ReadonlyArray<StoredEvent>> => {
  const byStream = new Map<string, StoredEvent[]>();
  for (const event of batch) {
    const known = byStream.get(event.streamId);
    if (known === undefined) byStream.set(event.streamId, [event]);
    else known.push(event);
  }
  if (byStream.size <= streams) return [batch];
  const all = [...byStream.values()];
  return Array.from({ length: Math.ceil(all.length / streams) }, (_, part) =>
    all.slice(part * streams, (part + 1) * streams).flat(),
  );
};

/**
 * Turns events of the log into whole histories of their subjects. Throws when the store cannot be read or an event cannot
 * be decoded; the projection then stops at that batch.
 */
export const createHistoryReader = (store: EventStore, codec: EventCodec) => {
  const kept = new Map<string, Promise<HistoryBatch>>();

  const readStreams = async (
    streamIds: ReadonlyArray<string>,
    upTo: bigint,
  ): Promise<ReadonlyArray<RecordedEvent>> => {
    if (streamIds.length === 0) return [];
    const read = await store.readStreams(streamIds, upTo)();
    if (E.isLeft(read)) throw new LogUnavailable(`the log cannot be read: ${read.left.reason}`);
    return read.right.map(codec.decode);
  };

  /**
   * Histories of the firearms that merges or splits link to others, with those others: each sees the events of all in
   * the order of recording, and folds those that counted as its own at the time.
   */
  const pullFamilies = async (
    streams: Streams,
    { upTo, newFrom }: Around,
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
        const events = await readStreams([...names.keys()], upTo);
        for (const [streamId, each] of names)
          own.set(
            each,
            events.filter((event) => event.streamId === streamId),
          );
        found = familyOf(id, (each) => own.get(each));
      }
      const all = [...found.family.values()].flat().sort(inRecordedOrder);
      const firstNew = all.findIndex((event) => (event.position ?? 0n) >= newFrom);
      for (const member of found.family.keys()) families.set(member, historyInFamily(member, all, firstNew));
    }
    return families;
  };

  const batchOf = async (
    events: ReadonlyArray<RecordedEvent>,
    streams: Streams,
    around: Around,
    /**
     * Partners of a merge or split whose own streams are not in the batch change with it. Firearms that an earlier part
     * of the batch took along are named here, and what this part takes is added.
     */
    taken: Set<string> | undefined,
  ): Promise<HistoryBatch> => {
    const families = await pullFamilies(streams, around);
    const histories = new Map<StreamKindName, StreamHistory<StreamKindName>[]>();
    for (const [streamId, stream] of streams) {
      const key = keyOfStream(streamId);
      if (key === undefined || (key.kind === 'firearm' && taken?.has(key.id) === true)) continue;
      const history = families.get(key.id) ?? historyOf(key, stream.events, stream.firstNew);
      families.delete(key.id);
      const known = histories.get(key.kind);
      if (known === undefined) histories.set(key.kind, [history]);
      else known.push(history);
    }
    const partners = [...families.values()].filter(({ id }) => taken?.has(id) === false);
    const firearms = [...(histories.get('firearm') ?? []), ...partners];
    for (const { id } of firearms) taken?.add(id);
    if (firearms.length > 0) histories.set('firearm', firearms);
    return { events, of: ((kind: StreamKindName) => histories.get(kind) ?? []) as HistoryBatch['of'] };
  };

  const read = async (
    batch: ReadonlyArray<StoredEvent>,
    around: Around,
    taken: Set<string>,
  ): Promise<HistoryBatch> => {
    const begun = [...new Set(batch.filter((event) => event.revision > 0n).map((event) => event.streamId))];
    const inBatch = new Set(batch.filter((event) => event.revision === 0n).map((event) => event.streamId));
    const streams = new Map<string, { events: RecordedEvent[]; firstNew: number }>();
    const add = (event: RecordedEvent, isNew: boolean): void => {
      const stream = streams.get(event.streamId) ?? { events: [], firstNew: 0 };
      if (!isNew) stream.firstNew += 1;
      stream.events.push(event);
      streams.set(event.streamId, stream);
    };
    const earlier = begun.filter((streamId) => !inBatch.has(streamId));
    for (const event of await readStreams(earlier, around.newFrom - 1n)) add(event, false);
    const events = batch.map(codec.decode);
    for (const event of events) add(event, true);
    return batchOf(events, streams, around, taken);
  };
  const aroundOf = (batch: ReadonlyArray<StoredEvent>): Around => ({
    newFrom: batch[0]?.position ?? 0n,
    upTo: batch.at(-1)?.position ?? 0n,
  });

  return {
    /** A batch of the log as it comes: streams that began earlier are completed with one query for all of them. */
    follow: (batch: ReadonlyArray<StoredEvent>): Promise<HistoryBatch> => {
      const key = `${batch[0]?.position}-${batch.at(-1)?.position}`;
      const known = kept.get(key);
      if (known !== undefined) return known;
      const reading = read(batch, aroundOf(batch), new Set());
      kept.set(key, reading);
      reading.catch(() => kept.delete(key));
      if (kept.size > keptBatches) kept.delete(kept.keys().next().value ?? '');
      return reading;
    },
    /**
     * The same in parts of whole subjects, so that memory does not grow with the batch: each subject is in one part, with
     * all that the batch has of it, and partners of merges in one as well.
     */
    inParts: async function* (
      batch: ReadonlyArray<StoredEvent>,
      streams = streamsOfPart,
    ): AsyncGenerator<HistoryBatch, void, undefined> {
      const taken = new Set<string>();
      for (const part of partsOf(batch, streams)) yield await read(part, aroundOf(batch), taken);
    },
    /** Streams as a whole, up to a position, all of it new: how a read model is built anew without reading any twice. */
    whole: async (streamIds: ReadonlyArray<string>, upTo: bigint): Promise<HistoryBatch> => {
      const events = await readStreams(streamIds, upTo);
      const streams = new Map<string, { events: RecordedEvent[]; firstNew: number }>();
      for (const event of events) {
        const stream = streams.get(event.streamId);
        if (stream === undefined) streams.set(event.streamId, { events: [event], firstNew: 0 });
        else stream.events.push(event);
      }
      return batchOf(events, streams, { upTo, newFrom: 0n }, undefined);
    },
  };
};
export type HistoryReader = ReturnType<typeof createHistoryReader>;
