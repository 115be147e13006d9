import type { RecordedEvent } from '../event/envelope.ts';
import { canonicalJson, type Json } from '../shared/canonicalJson.ts';
import type { RefusalCode } from '../shared/refusal.ts';
import { isAbsent } from '../shared/shape.ts';
import type { Confirmation, Timeline } from '../time/bitemporalFold.ts';
import type { Bounds, EffectiveTime } from '../time/effectiveTime.ts';
import type { Custody, FirearmState, Holder } from './state.ts';

/** A boundary in valid time: the period in which it lies and how it was written. */
export type Boundary = { readonly bounds: Bounds; readonly time: EffectiveTime };

export type Basis = Pick<RecordedEvent, 'eventId' | 'type' | 'streamVersion'>;

/** [from, to) during which custody and responsible party stay the same (users-and-jobs section 1). */
export type CustodyInterval = {
  readonly from: Boundary;
  /** Absent for the interval that is still open. */
  readonly to?: Boundary;
  readonly custody: Custody;
  readonly holder?: Holder;
  readonly basis: Basis;
  readonly confirmation?: Confirmation;
  readonly supplierMismatch: boolean;
};

export type Gap = {
  readonly from: Boundary;
  readonly to?: Boundary;
  readonly reason: 'HOLDER_UNKNOWN' | 'NO_HOLDER' | 'COARSE_DATE';
};

/** An event that is recorded but has no effect: awaiting a decision, or contradicted by the rest (HC-09, HC-10). */
export type Unsettled = { readonly event: Basis; readonly from: Boundary; readonly code: RefusalCode };

export type CustodyChain = {
  readonly intervals: ReadonlyArray<CustodyInterval>;
  readonly gaps: ReadonlyArray<Gap>;
  readonly disputed: ReadonlyArray<Unsettled>;
  readonly inconsistent: ReadonlyArray<Unsettled>;
};

const basisOf = ({ eventId, type, streamVersion }: RecordedEvent): Basis => ({
  eventId,
  type,
  streamVersion,
});
const ended: ReadonlySet<Custody> = new Set(['DST', 'DSM']);
const coarse = ({ time }: Boundary): boolean =>
  time.precision === 'MONTH' || time.precision === 'YEAR' || time.precision === 'UNKNOWN';

/** Chain of custody of one firearm from its folded history: intervals, gaps, and what is recorded without effect. */
export const custodyChain = (timeline: Timeline<FirearmState>): CustodyChain => {
  const intervals: CustodyInterval[] = [];
  const disputed: Unsettled[] = [];
  const inconsistent: Unsettled[] = [];
  let last = '';
  for (const step of timeline.steps) {
    const { event, state, status, bounds, code } = step;
    const from: Boundary = { bounds, time: event.metadata.effectiveAt };
    if (status !== 'EFFECTIVE') {
      const list = status === 'DISPUTED' ? disputed : inconsistent;
      list.push({ event: basisOf(event), from, code: code ?? 'R17' });
      continue;
    }
    const key = `${state.custody}|${state.holder === undefined ? '' : canonicalJson(state.holder as unknown as Json)}`;
    const transfer = event.type === 'FirearmTransferred';
    if (key === last && !transfer) continue;
    last = key;
    const open = intervals.pop();
    if (open !== undefined) intervals.push({ ...open, to: from });
    const confirmation = transfer ? timeline.knowledge.confirmation(event.eventId) : undefined;
    intervals.push({
      from,
      custody: state.custody,
      ...(state.holder === undefined ? {} : { holder: state.holder }),
      basis: basisOf(event),
      ...(confirmation === undefined ? {} : { confirmation }),
      supplierMismatch: event.metadata.disputes?.includes('SUPPLIER_MISMATCH') === true,
    });
  }
  const gaps = intervals.flatMap((interval): ReadonlyArray<Gap> => {
    const { from, to, holder, custody } = interval;
    const period = { from, ...(to === undefined ? {} : { to }) };
    const found: Gap[] = [];
    if (!ended.has(custody)) {
      if (holder === undefined) found.push({ ...period, reason: 'NO_HOLDER' });
      else if (isAbsent(holder.party)) found.push({ ...period, reason: 'HOLDER_UNKNOWN' });
    }
    if (coarse(from)) found.push({ from, to: from, reason: 'COARSE_DATE' });
    return found;
  });
  return { intervals, gaps, disputed, inconsistent };
};
