import type { RecordedEvent } from '../event/envelope.ts';
import type { Surroundings } from '../stream/surroundings.ts';
import { anyKindOf, streamOfKey } from '../streamKinds.ts';
import { stateAt, type Timeline, timelineOf } from '../time/bitemporalFold.ts';

/** Histories by stream name; an empty one says that the stream was looked for and does not exist. */
export type Histories = ReadonlyMap<string, ReadonlyArray<RecordedEvent>>;

/** The streams of one command while it is decided: what is loaded, what was looked at, and what it adds. */
export type LoadedStreams = {
  /** Undefined while the stream is not loaded: it is then among the missing. */
  readonly history: (streamId: string) => ReadonlyArray<RecordedEvent> | undefined;
  readonly add: (event: RecordedEvent) => void;
  readonly around: Surroundings;
  readonly looked: ReadonlySet<string>;
  readonly missing: ReadonlySet<string>;
};

/** Opens loaded histories to one command. What it adds is seen by its own later steps only. */
export const openStreams = (histories: Histories): LoadedStreams => {
  const added = new Map<string, ReadonlyArray<RecordedEvent>>();
  const timelines = new Map<string, Timeline<unknown>>();
  const looked = new Set<string>();
  const missing = new Set<string>();
  const history = (streamId: string): ReadonlyArray<RecordedEvent> | undefined => {
    looked.add(streamId);
    const known = added.get(streamId) ?? histories.get(streamId);
    if (known === undefined) missing.add(streamId);
    return known;
  };
  const statesIn = (
    kind: Parameters<Surroundings['statesIn']>[0],
    id: string,
    { earliest, latest }: Parameters<Surroundings['statesIn']>[2],
  ): readonly [unknown, unknown] | undefined => {
    const streamId = streamOfKey({ kind, id });
    const known = history(streamId);
    if (known === undefined || known.length === 0) return undefined;
    const timeline = timelines.get(streamId) ?? timelineOf(anyKindOf(kind).fold, known);
    timelines.set(streamId, timeline);
    return [stateAt(timeline, earliest), stateAt(timeline, latest)];
  };
  return {
    history,
    add: (event) => {
      added.set(event.streamId, [...(history(event.streamId) ?? []), event]);
      timelines.delete(event.streamId);
    },
    around: {
      statesIn: statesIn as Surroundings['statesIn'],
      historyOf: (kind, id) => history(streamOfKey({ kind, id })),
    },
    looked,
    missing,
  };
};
