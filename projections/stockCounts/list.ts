import type { StockInventory } from '../../domain/party/dealer.ts';
import { momentOfCount } from '../../domain/tasks/kinds/stockDiscrepancies.ts';
import type { Segment } from '../engine/bitemporal.ts';
import type { StreamHistory } from '../engine/projection.ts';
import { lastInstant } from '../engine/projection.ts';
import { from, listOf, listTable } from '../lists/list.ts';

/** What was in hand at each count of stock, object by object, with what it was seen to bear where that differs. */
export const countedTable = listTable(
  'counted',
  { inventory: 'uuid', object_id: 'text', field: 'text', as_read: 'text' },
  ['(inventory, object_id)'],
);

const segments =
  ({ events, timelineAfter }: StreamHistory<'party'>) =>
  (index: number): ReadonlyArray<Segment> => {
    const recordedAt = new Map(events.map((event) => [event.eventId, event.recordedAt]));
    const { steps, initial } = timelineAfter(index);
    const inventories: ReadonlyArray<StockInventory> = (steps.at(-1)?.state ?? initial).dealer.inventories;
    return inventories.flatMap((inventory) => {
      const differing = new Map(inventory.differing.map((each) => [each.firearmId, each]));
      const since = momentOfCount(inventory, recordedAt.get(inventory.eventId) ?? 0);
      return inventory.firearmIds.map(
        (firearmId): Segment => ({
          from: since,
          to: lastInstant,
          values: {
            inventory: inventory.eventId,
            object_id: firearmId,
            field: differing.get(firearmId)?.field ?? null,
            as_read: differing.get(firearmId)?.asRead ?? null,
          },
        }),
      );
    });
  };

/** Counts of stock, from which and the book the discrepancies follow (catalogue 5.2). */
export const stockCounts = listOf(
  countedTable,
  from({
    kind: 'party',
    concerns: (events) => events.some(({ type }) => type === 'StockInventoryRecorded'),
    segments,
  }),
);
