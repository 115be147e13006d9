import { canonicalJson, type Json } from '../shared/canonicalJson.ts';
import type { Basis, Boundary } from '../time/unsettled.ts';
import type { CustodyInterval } from './custodyChain.ts';
import type { Custodian, Custody, Holder } from './state.ts';

/** Possession by somebody else than the holder, within an interval of ownership. */
export type Possession = {
  readonly from: Boundary;
  readonly to?: Boundary;
  readonly custody: Custody;
  readonly custodian?: Custodian;
};

/** [from, to) during which one party is the holder, whoever has the firearm in hand meanwhile. */
export type Ownership = {
  readonly from: Boundary;
  readonly to?: Boundary;
  readonly holder: Holder;
  readonly basis: Basis;
  readonly possessions: ReadonlyArray<Possession>;
};

const overlays: ReadonlySet<Custody> = new Set(['TMP', 'AUT', 'SZD', 'TRN']);
const cuts: ReadonlySet<Custody> = new Set(['LST', 'STL', 'EXP', 'DSM', 'DST']);

/** A transfer begins a new interval even between the same two names; everything else only when the holder changes. */
const goesOn = (open: Ownership, { holder, basis }: CustodyInterval): boolean =>
  basis.type !== 'FirearmTransferred' &&
  canonicalJson(open.holder as unknown as Json) === canonicalJson(holder as unknown as Json);

const possessionOf = ({ from, to, custody, custodian }: CustodyInterval): ReadonlyArray<Possession> =>
  overlays.has(custody)
    ? [
        {
          from,
          ...(to === undefined ? {} : { to }),
          custody,
          ...(custodian === undefined ? {} : { custodian }),
        },
      ]
    : [];

/**
 * Intervals of ownership (users-and-jobs section 1, "holder interval"): they end with transfer, death, loss or end of
 * life; temporary custody, finding, seizure and transport overlay them and do not cut them.
 */
export const ownershipOf = (intervals: ReadonlyArray<CustodyInterval>): ReadonlyArray<Ownership> => {
  const owned: Ownership[] = [];
  let open: Ownership | undefined;
  const close = (to: Boundary): void => {
    if (open !== undefined) owned.push({ ...open, to });
    open = undefined;
  };
  for (const interval of intervals) {
    const { holder, custody, from, basis } = interval;
    if (holder === undefined || cuts.has(custody)) {
      close(from);
      continue;
    }
    if (open !== undefined && goesOn(open, interval)) {
      open = { ...open, possessions: [...open.possessions, ...possessionOf(interval)] };
      continue;
    }
    close(from);
    open = { from, holder, basis, possessions: possessionOf(interval) };
  }
  return open === undefined ? owned : [...owned, open];
};
