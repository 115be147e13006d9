import type { CustodyChain } from '../firearm/custodyChain.ts';
import { writtenMoment } from '../time/effectiveTime.ts';

/** A chain of custody as an answer tells it: parties by their ids. */
export const snapshotOf = ({ intervals }: CustodyChain) =>
  intervals.map(({ from, to, custody, holder, basis }) => ({
    from: writtenMoment(from.time),
    ...(to === undefined ? {} : { to: writtenMoment(to.time) }),
    custody,
    ...(holder === undefined ? {} : { party: holder.party, role: holder.role }),
    basisEventId: basis.eventId,
  }));
