import type { RecordedEvent } from '../event/envelope.ts';
import { familyOf, standsAlone, type Union, unionOfStreams } from '../firearm/unionOfStreams.ts';
import type { StreamKey, Surroundings } from '../stream/surroundings.ts';
import { anyKindOf, streamOfKey } from '../streamKinds.ts';
import { stateAt, type Timeline, timelineOf } from '../time/bitemporalFold.ts';

/** Histories by stream name; an empty one says that the stream was looked for and does not exist. */
export type Histories = Pick<ReadonlyMap<string, ReadonlyArray<RecordedEvent>>, 'get'>;

/** The streams of one command while it is decided: what is loaded, what was looked at, and what it adds. */
export type LoadedStreams = {
  /** Undefined while the stream is not loaded: it is then among the missing. */
  readonly history: (streamId: string) => ReadonlyArray<RecordedEvent> | undefined;
  /** What is folded for a subject: of a firearm, with all that merges and splits make its own. */
  readonly folded: (key: StreamKey) => Union | undefined;
  readonly add: (event: RecordedEvent) => void;
  readonly around: Surroundings;
  readonly looked: ReadonlySet<string>;
  readonly missing: ReadonlySet<string>;
};

const timelinesOf = new WeakMap<ReadonlyArray<RecordedEvent>, Timeline<unknown>>();

/** The folded history of another stream, which many commands look at: folded once while it is remembered. */
const foldedOnce = (
  kind: Parameters<Surroundings['statesIn']>[0],
  events: ReadonlyArray<RecordedEvent>,
): Timeline<unknown> => {
  const known = timelinesOf.get(events);
  if (known !== undefined) return known;
  const timeline = timelineOf(anyKindOf(kind).fold, events);
  timelinesOf.set(events, timeline);
  return timeline;
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
  const folded = (key: StreamKey): Union | undefined => {
    const own = history(streamOfKey(key));
    if (own === undefined) return undefined;
    if (key.kind !== 'firearm' || standsAlone(own)) return { id: key.id, events: own };
    const { family, missing: unloaded } = familyOf(key.id, (id) =>
      history(streamOfKey({ kind: 'firearm', id })),
    );
    return unloaded.length > 0 ? undefined : unionOfStreams(key.id, family);
  };
  const statesIn = (
    kind: Parameters<Surroundings['statesIn']>[0],
    id: string,
    { earliest, latest }: Parameters<Surroundings['statesIn']>[2],
  ): readonly [unknown, unknown] | undefined => {
    const streamId = streamOfKey({ kind, id });
    const known = folded({ kind, id });
    if (known === undefined || known.events.length === 0) return undefined;
    const timeline = timelines.get(streamId) ?? foldedOnce(kind, known.events);
    timelines.set(streamId, timeline);
    return [stateAt(timeline, earliest), stateAt(timeline, latest)];
  };
  return {
    history,
    folded,
    add: (event) => {
      added.set(event.streamId, [...(history(event.streamId) ?? []), event]);
      timelines.clear();
    },
    around: {
      statesIn: statesIn as Surroundings['statesIn'],
      historyOf: (key) => folded(key)?.events,
      ownHistoryOf: (key) => history(streamOfKey(key)),
    },
    looked,
    missing,
  };
};
