import type { Holding } from '../../projections/chainOfCustody/queries.ts';
import type { HttpDeps } from './deps.ts';
import { ownStatesOf } from './ownRecords.ts';

/** Holdings as the holder himself may see them: no report of somebody else shows in them (users-and-jobs 6, HLD). */
export const ownHoldings = async (
  deps: Pick<HttpDeps, 'eventStore' | 'codec'>,
  rows: ReadonlyArray<Holding>,
  party: string,
  times: { readonly validAt: string; readonly knownAt: string },
): Promise<ReadonlyArray<Holding>> => {
  const ids = rows.map(({ firearmId }) => firearmId);
  const states = await ownStatesOf(deps, ids, party, times);
  return rows.flatMap((row): ReadonlyArray<Holding> => {
    const own = states.get(row.firearmId);
    return own === undefined || own.shown.holder?.party !== party
      ? []
      : [
          {
            firearmId: row.firearmId,
            custody: own.shown.custody,
            holderRole: own.shown.holder.role,
            since: own.since.bounds.earliest,
            precision: own.since.event.metadata.effectiveAt.precision,
            basisEventId: own.since.event.eventId,
            confirmation: own.confirmation ?? null,
          },
        ];
  });
};
