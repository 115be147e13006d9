import type { Absent } from '../../shared/shape.ts';
import type { Confirmation, Timeline, TimelineStep } from '../../time/bitemporalFold.ts';
import type { Basis, Boundary } from '../../time/unsettled.ts';
import { basisOf } from '../../time/unsettled.ts';
import type { FirearmState } from '../state.ts';

type Step = TimelineStep<FirearmState>;

export type RetailPurchase = {
  readonly purchaser: string | Absent;
  readonly seller: string | Absent;
  readonly on: Boundary;
  readonly basis: Basis;
  readonly confirmation?: Confirmation;
};

const origins: ReadonlySet<string> = new Set(['FirearmManufactured', 'FirearmImported']);

/** The step is a sale from the trade to somebody who is neither trade nor State. */
const isRetail = ({ event, state }: Step, before: FirearmState | undefined): boolean =>
  event.type === 'FirearmTransferred' &&
  state.holder?.role === 'HOLDER' &&
  (before?.holder?.role === 'TRADE' ||
    (event.payload as { readonly transferKind: string }).transferKind === 'DEALER_TO_PERSON');

/** The other side says that the sale did not happen, and nobody has decided yet. */
const isDisputed = (timeline: Timeline<FirearmState>, { event }: Step): boolean =>
  timeline.knowledge.confirmation(event.eventId) === 'DISPUTED';

/**
 * First retail purchaser (users-and-jobs section 1): acquirer of the earliest transfer that counts from the trade to a
 * party that is neither trade nor State, after manufacture or import. Annulled transfers are not in the timeline;
 * one that the other side disputes is passed over until it is decided. An old register may lack the origin: then the
 * earliest one recorded is given.
 */
export const firstRetailPurchaser = (timeline: Timeline<FirearmState>): RetailPurchase | undefined => {
  const steps = timeline.steps.filter(({ status }) => status === 'EFFECTIVE');
  const origin = steps.findIndex(({ event }) => origins.has(event.type));
  const index = steps.findIndex(
    (step, at) => at > origin && isRetail(step, steps[at - 1]?.state) && !isDisputed(timeline, step),
  );
  const step = steps[index];
  if (step?.state.holder === undefined) return undefined;
  const { supplierId } = step.event.payload as { readonly supplierId: string | Absent };
  const confirmation = timeline.knowledge.confirmation(step.event.eventId);
  return {
    purchaser: step.state.holder.party,
    seller: supplierId,
    on: { bounds: step.bounds, time: step.event.metadata.effectiveAt },
    basis: basisOf(step.event),
    ...(confirmation === undefined ? {} : { confirmation }),
  };
};
