import type { StoredEvent } from '../../../domain/ports/eventStore.ts';
import { refuseForgetful } from './forgetful.ts';
import type { Names } from './names.ts';
import { commitOf } from './positions.ts';
import type { RawReads, RawRecord } from './rawReads.ts';
import { eventsOfUnit, forgetfulSetting, ownTypes, readCompleted, readEvent } from './records.ts';

/** Records that are read at once; of a log that others write in too, most may not be ours. */
const pageSize = 1_000;
/** Records among which few events are looked for first. */
const firstPageSize = 20;
const ownAdapterTypes = new Set<string>(Object.values(ownTypes));

/** The events that become visible with a record of the log: its own, or all of a unit's. */
export const eventsVisibleWith = (names: Names, record: RawRecord): ReadonlyArray<StoredEvent> => {
  if (names.isUnit(record.stream))
    return record.type === ownTypes.completed && record.revision === 0n
      ? eventsOfUnit(readCompleted(record), record.commit)
      : [];
  return names.isEvents(record.stream) && !ownAdapterTypes.has(record.type)
    ? [readEvent(record, names.streamIdOf(record.stream))]
    : [];
};

/** Reads of all events in the one order of the log. The server has no filter for them, so other records pass by. */
export const createWholeLog = (names: Names, reads: RawReads) => {
  /** Up to `limit` events above a position. */
  const after = async (position: bigint, limit: number): Promise<ReadonlyArray<StoredEvent>> => {
    const found: StoredEvent[] = [];
    let size = Math.min(pageSize, Math.max(firstPageSize, limit));
    let page = await reads.log(position === 0n ? undefined : commitOf(position), size);
    for (;;) {
      await refuseForgetful(
        reads,
        page
          .filter((record) => names.isMetadata(record.stream) && forgetfulSetting(record) !== undefined)
          .map(({ stream }) => stream.slice(2)),
      );
      for (const record of page) {
        for (const event of eventsVisibleWith(names, record))
          if (event.position > position) found.push(event);
        if (found.length >= limit) return found.slice(0, limit);
      }
      const last = page.at(-1);
      if (last === undefined || page.length < size) return found;
      size = pageSize;
      // Reading goes on at a record that exists, which is therefore read twice.
      page = (await reads.log(last.commit, pageSize + 1)).slice(1);
    }
  };

  let searched: { readonly end: bigint; readonly position: bigint } | undefined;
  /** Position of the last event: searched from the end back to where an earlier search began. */
  const head = async (): Promise<bigint> => {
    let end: bigint | undefined;
    const search = async (): Promise<bigint> => {
      let before: bigint | undefined;
      for (let count = firstPageSize; ; count = pageSize) {
        const page = await reads.backwards(before, count);
        end ??= page[0]?.commit;
        for (const record of page) {
          if (searched !== undefined && record.commit <= searched.end) return searched.position;
          const last = eventsVisibleWith(names, record).at(-1);
          if (last !== undefined) return last.position;
        }
        before = page.at(-1)?.commit;
        if (before === undefined || page.length < count) return 0n;
      }
    };
    const position = await search();
    if (end !== undefined && (searched === undefined || end > searched.end)) searched = { end, position };
    return position;
  };
  /** Place of the last record of anybody: all that was ever answered as appended lies before it or there. */
  const end = async (): Promise<bigint> => (await reads.backwards(undefined, 1))[0]?.commit ?? 0n;
  return { after, head, end };
};
export type WholeLog = ReturnType<typeof createWholeLog>;
