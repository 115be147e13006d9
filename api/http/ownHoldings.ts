import type { Holding } from '../../projections/chainOfCustody/queries.ts';
import type { HttpDeps } from './deps.ts';
import { ownStatesOf } from './ownRecords.ts';

/** Holdings as the holder himself may see them: no report of somebody else shows in them (users-and-jobs 6, HLD). */
export const ownHoldings = async (
  deps: Pick<HttpDeps, 'eventStore' | 'codec'>,
  rows: ReadonlyArray<Holding>,
  times: { readonly validAt: string; readonly knownAt: string },
): Promise<ReadonlyArray<Holding>> => {
  const shown = new Map<string, Holding>();
  for (const party of new Set(rows.map(({ holder }) => holder))) {
    const own = rows.filter(({ holder }) => holder === party);
    const ids = own.map(({ firearmId }) => firearmId);
    const states = await ownStatesOf(deps, ids, party, times);
    for (const firearmId of ids) {
      const state = states.get(firearmId);
      if (state === undefined || state.shown.holder?.party !== party) continue;
      shown.set(firearmId, {
        firearmId,
        custody: state.shown.custody,
        holderRole: state.shown.holder.role,
        since: state.since.bounds.earliest,
        precision: state.since.event.metadata.effectiveAt.precision,
        basisEventId: state.since.event.eventId,
        confirmation: state.confirmation ?? null,
        holder: party,
      });
    }
  }
  return rows.flatMap(({ firearmId }) => shown.get(firearmId) ?? []);
};
