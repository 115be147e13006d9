import type { Segment } from '../engine/bitemporal.ts';
import type { StreamHistory } from '../engine/projection.ts';
import { lastInstant } from '../engine/projection.ts';
import { from, listOf, listTable } from '../lists/list.ts';

/** Under which id a party goes on, as known at a moment: the subject is the alias. */
export const aliasTable = listTable('alias', { survivor: 'text' }, ['(survivor)']);

/** Who somebody is does not depend on the day that is asked about, only on what is known (catalogue 5.3). */
const segments =
  ({ timelineAfter }: StreamHistory<'party'>) =>
  (index: number): ReadonlyArray<Segment> => {
    const survivor = timelineAfter(index).steps.at(-1)?.state.mergedInto;
    return survivor === undefined
      ? []
      : [{ from: Number.NEGATIVE_INFINITY, to: lastInstant, values: { survivor } }];
  };

/** Ids that stand for one party: PartyMerged keeps both, PartySplit parts them again. */
export const partyAliases = listOf(
  aliasTable,
  from({
    kind: 'party',
    concerns: (events) => events.some(({ type }) => type === 'PartyMerged'),
    segments,
  }),
);
