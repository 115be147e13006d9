import type { RecordedEvent } from '../../domain/event/envelope.ts';
import { unionOfStreams } from '../../domain/firearm/unionOfStreams.ts';
import type { Segment } from '../engine/bitemporal.ts';
import { historiesByFirearm } from '../engine/historyReader.ts';
import { lastInstant, type StreamHistory } from '../engine/projection.ts';
import { from, listOf, listTable } from '../lists/list.ts';

/** Under which id the history of a firearm goes on, as known at a moment: the subject is the merged one. */
export const mergedFirearmTable = listTable('merged_firearm', { survivor: 'text' }, ['(survivor)']);

const segments =
  ({ id, events }: StreamHistory<'firearm'>) =>
  (index: number): ReadonlyArray<Segment> => {
    const survivor = unionOfStreams(id, historiesByFirearm(events.slice(0, index + 1))).id;
    return survivor === id ? [] : [{ from: Number.NEGATIVE_INFINITY, to: lastInstant, values: { survivor } }];
  };

const merges = (events: ReadonlyArray<RecordedEvent>): boolean =>
  events.some(({ type }) => type === 'StreamsMerged');

/** Records that turned out to be of another firearm, until they are parted again (HC-13): they have no clock of their own. */
export const mergedFirearms = listOf(
  mergedFirearmTable,
  from({ kind: 'firearm', concerns: merges, segments }),
);
