import type { StockInventory } from '../../party/dealer.ts';
import type { PartyState } from '../../party/state.ts';
import { boundsOf, readEffectiveTime } from '../../time/effectiveTime.ts';
import type { Instant } from '../../time/zone.ts';
import { dueAfter } from '../due.ts';
import { whileSame } from '../spans.ts';
import { defineTask, type FoundTask, ofType, type TaskDefinition } from '../task.ts';

/** The count in force: a later one takes the place of an earlier one. */
const lastOf = ({ dealer }: Pick<PartyState, 'dealer'>): StockInventory | undefined =>
  dealer.inventories.at(-1);

/** The moment that a count is about: the end of its day, but never later than it was recorded. */
export const momentOfCount = ({ asOf, zone }: StockInventory, recordedAt: Instant): Instant => {
  const time = readEffectiveTime(asOf, zone);
  return time === undefined ? recordedAt : Math.min(boundsOf(time, recordedAt).latest, recordedAt);
};

/**
 * What a count of stock and the register differ in (catalogue 5.2: missing ones become tasks, not losses). The party's
 * stream knows what was counted; what is in stock, firearm by firearm, is asked when the list is read, and so is the
 * event that explains it since.
 */
const stockTask = (
  kind: string,
  meaning: string,
  closes: string,
  opens: (inventory: StockInventory) => boolean,
): TaskDefinition<'party'> =>
  defineTask<'party'>()({
    kind,
    meaning,
    ownerRole: 'DLR',
    closes: `${closes}, or the next count of stock`,
    opensWith: ofType('StockInventoryRecorded'),
    find: ({ timeline }) =>
      whileSame(timeline, ({ state }) => lastOf(state)?.eventId).flatMap(
        ({ opened, closed }): FoundTask[] => {
          const inventory = lastOf(opened.state);
          const party = opened.state.partyId;
          if (inventory === undefined || party === undefined || !opens(inventory)) return [];
          const { event } = opened;
          const since = momentOfCount(inventory, event.recordedAt);
          return [
            {
              openedBy: inventory.eventId,
              since,
              due: dueAfter(event, 'stockDiscrepancy'),
              ...(event.metadata.recordedBy.role === 'STO' ? { ownerRole: 'STO' as const } : {}),
              party,
              ...(closed === undefined
                ? {}
                : { closed: { by: closed.event.eventId, at: Math.max(since, closed.bounds.earliest) } }),
            },
          ];
        },
      ),
  });

export const stockMissing = stockTask(
  'STOCK_MISSING',
  'The firearm is in stock by the register and was not counted.',
  'LossReported, TheftReported, the report of the sale or whatever else took it out of stock',
  () => true,
);
export const stockSurplus = stockTask(
  'STOCK_SURPLUS',
  'The firearm was counted and is not in stock by the register.',
  'its registration, transfer or import into stock, or the correction of the record that is wrong',
  ({ firearmIds }) => firearmIds.length > 0,
);
export const stockDiffers = stockTask(
  'STOCK_DIFFERS',
  'The firearm was counted, and what it bears is not what the register has.',
  'RecordCorrected, FirearmRemarked or FirearmModified of the firearm',
  ({ differing }) => differing.length > 0,
);
export const stockTasks = [stockMissing, stockSurplus, stockDiffers];
