import type { StoredEvent } from '../../../domain/ports/eventStore.ts';
import { atOnce } from './atOnce.ts';
import { DamagedLog } from './failure.ts';
import { callsAtOnce } from './limits.ts';
import type { Names } from './names.ts';
import type { RawReads, RawRecord } from './rawReads.ts';
import { createRecent } from './recent.ts';
import { ownTypes, readEvent, readHalf } from './records.ts';
import type { Decision, Units } from './units.ts';

/**
 * Where a stream ends: in the server's count, which includes halves and fences, and in the ledger's, which includes
 * events only. For a given end of the server's stream the other one never changes, since nothing is appended behind a
 * half before its unit is decided.
 */
export type End = { readonly raw: bigint; readonly revision: bigint; readonly recordedAt: number };

export type History = {
  readonly events: ReadonlyArray<StoredEvent>;
  readonly end: End;
  /** The undecided unit whose half is the stream's last record. */
  readonly open: string | undefined;
};

const rememberedEnds = 50_000;
export const noEvents: End = { raw: -1n, revision: -1n, recordedAt: Number.NEGATIVE_INFINITY };

const unitsIn = (records: ReadonlyArray<RawRecord>): ReadonlyArray<string> =>
  records.filter(({ type }) => type === ownTypes.half).map(readHalf);

/** What a reader sees of a stream: its own events and those of complete units, in one order. */
const historyOf = (
  streamId: string,
  records: ReadonlyArray<RawRecord>,
  decisions: ReadonlyMap<string, Decision>,
): History => {
  const events: StoredEvent[] = [];
  let open: string | undefined;
  const add = (event: StoredEvent): void => {
    if (event.revision !== BigInt(events.length))
      throw new DamagedLog(
        `The stream ${streamId} in EventStoreDB has the event ${event.eventId} as its ${event.revision}, where ${events.length} is due`,
      );
    events.push(event);
  };
  for (const record of records) {
    if (open !== undefined)
      throw new DamagedLog(
        `The stream ${streamId} in EventStoreDB goes on behind the half of an undecided unit`,
      );
    switch (record.type) {
      case ownTypes.fence:
        break;
      case ownTypes.half: {
        const unit = readHalf(record);
        const decision = decisions.get(unit);
        if (decision?.kind === 'COMPLETED')
          for (const event of decision.events) if (event.streamId === streamId) add(event);
        if (decision === undefined || decision.kind === 'OPEN') open = unit;
        break;
      }
      default:
        add(readEvent(record, streamId));
    }
  }
  return {
    events,
    open,
    end: {
      raw: BigInt(records.length) - 1n,
      revision: BigInt(events.length) - 1n,
      recordedAt: events.at(-1)?.recordedAt ?? noEvents.recordedAt,
    },
  };
};

/** Streams of events as their readers see them. */
export const createStreams = (names: Names, reads: RawReads, units: Units) => {
  const ends = createRecent<End>(rememberedEnds);

  /** Streams one by one: each as of its own moment. A unit is decided for all of them or for none. */
  const load = async (streamIds: ReadonlyArray<string>): Promise<ReadonlyArray<History>> => {
    const raw = await atOnce(callsAtOnce, streamIds, (streamId) => reads.stream(names.events(streamId)));
    const concerned = [...new Set(raw.flatMap(unitsIn))];
    // Asked after the streams were read: what lies behind a half was written when its unit was decided.
    const decisions = new Map(
      await atOnce(callsAtOnce, concerned, async (unit) => [unit, await units.decision(unit)] as const),
    );
    return streamIds.map((streamId, index) => {
      const history = historyOf(streamId, raw[index] ?? [], decisions);
      if (history.open === undefined) ends.set(streamId, history.end);
      return history;
    });
  };
  const loadOne = async (streamId: string): Promise<History> => {
    const [history] = await load([streamId]);
    if (history === undefined) throw new DamagedLog(`${streamId} was not read`);
    return history;
  };
  /** A stream with nothing undecided in it: waits for the unit of somebody else, or undoes it. */
  const loadDecided = async (streamId: string): Promise<History> => {
    for (;;) {
      const history = await loadOne(streamId);
      if (history.open === undefined) return history;
      await units.settle(history.open);
    }
  };
  return { load, loadOne, loadDecided, ends };
};
export type Streams = ReturnType<typeof createStreams>;
