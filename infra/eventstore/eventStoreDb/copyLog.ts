import type { StoredEvent } from '../../../domain/ports/eventStore.ts';
import { atOnce } from './atOnce.ts';
import type { Claim } from './claims.ts';
import type { Connection } from './connection.ts';
import { createParts } from './eventStoreDb.ts';
import { StoreFailure } from './failure.ts';
import { callsAtOnce } from './limits.ts';
import { eventDraft } from './records.ts';
import type { End } from './streams.ts';

/** Most events and bytes of one append: far below what a server takes. */
const runEventsMax = 500;
const runBytesMax = 400_000;
const attemptsMax = 3;

type Run = { readonly streamId: string; readonly events: ReadonlyArray<StoredEvent> };

/** Neighbours of one stream, which one append can take without changing the order of the log. */
const runsOf = (events: ReadonlyArray<StoredEvent>): ReadonlyArray<Run> => {
  const runs: { streamId: string; events: StoredEvent[]; bytes: number }[] = [];
  for (const event of events) {
    const last = runs.at(-1);
    const bytes = event.payload.length + event.metadata.length;
    if (
      last?.streamId === event.streamId &&
      last.events.length < runEventsMax &&
      last.bytes + bytes < runBytesMax
    ) {
      last.events.push(event);
      last.bytes += bytes;
    } else runs.push({ streamId: event.streamId, events: [event], bytes });
  }
  return runs;
};

/** Appends events of another log as they are: same ids, revisions, times and order. Nobody else may write meanwhile. */
export const createLogCopy = (connection: Connection, prefix: string) => {
  const { names, append, streams, claims } = createParts(connection, prefix);

  const endOf = async (streamId: string): Promise<End> =>
    streams.ends.get(streamId) ?? (await streams.loadDecided(streamId)).end;
  const claim = async ({ streamId, events }: Run, end: End): Promise<void> => {
    const wanted = events.map(({ eventId }, index): Claim => {
      const at = end.raw + 1n + BigInt(index);
      return { eventId, place: { streamId, behind: end.raw, at } };
    });
    if ((await claims.take(wanted)) === 'HELD')
      throw new StoreFailure(`EventStoreDB holds an event of ${streamId} already, at another place`);
  };
  /** Appends a run whose ids are claimed; false when its stream does not end there. */
  const write = async ({ streamId, events }: Run, end: End): Promise<boolean> => {
    const [first] = events;
    if (first?.revision !== end.revision + 1n)
      throw new StoreFailure(
        `EventStoreDB has ${end.revision + 1n} events of ${streamId}, where ${first?.revision} were copied: somebody else writes there`,
      );
    const drafts = events.map((event) => eventDraft(event, event.revision, event.recordedAt));
    if ((await append(names.events(streamId), end.raw, drafts)).kind !== 'OK') return false;
    const count = BigInt(events.length);
    streams.ends.set(streamId, {
      raw: end.raw + count,
      revision: end.revision + count,
      recordedAt: events.at(-1)?.recordedAt ?? end.recordedAt,
    });
    return true;
  };

  return async (events: ReadonlyArray<StoredEvent>): Promise<void> => {
    const runs = runsOf(events);
    // Claims have no order, so those of many runs go at once; each stands behind what the runs before it append.
    await atOnce(callsAtOnce, [...new Set(runs.map(({ streamId }) => streamId))], endOf);
    const expected = new Map<string, End>();
    const claimed: { readonly run: Run; readonly end: End }[] = [];
    for (const run of runs) {
      const end = expected.get(run.streamId) ?? (await endOf(run.streamId));
      const count = BigInt(run.events.length);
      expected.set(run.streamId, { ...end, raw: end.raw + count, revision: end.revision + count });
      claimed.push({ run, end });
    }
    await atOnce(callsAtOnce, claimed, ({ run, end }) => claim(run, end));
    for (const { run, end } of claimed) {
      let done = await write(run, end);
      for (let attempt = 1; !done; attempt += 1) {
        // An earlier copy died between a claim and its event, and the claim was taken away from it.
        if (attempt === attemptsMax) throw new StoreFailure(`somebody else writes to ${run.streamId}`);
        streams.ends.delete(run.streamId);
        const now = await endOf(run.streamId);
        await claim(run, now);
        done = await write(run, now);
      }
    }
  };
};
