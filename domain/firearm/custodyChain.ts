import { canonicalJson, type Json } from '../shared/canonicalJson.ts';
import { type Absent, isAbsent } from '../shared/shape.ts';
import type { Confirmation, Timeline } from '../time/bitemporalFold.ts';
import { type Basis, type Boundary, basisOf } from '../time/unsettled.ts';
import { responsibleFor } from './responsible.ts';
import type { Custodian, Custody, FirearmState, Holder } from './state.ts';

/** [from, to) during which custody and responsible party stay the same (users-and-jobs section 1). */
export type CustodyInterval = {
  readonly from: Boundary;
  /** Absent for the interval that is still open. */
  readonly to?: Boundary;
  readonly custody: Custody;
  readonly holder?: Holder;
  /** Who has it in hand while the holder answers for it: possession overlays ownership and does not cut it. */
  readonly custodian?: Custodian;
  /** Who answers for it at that time; the holder, but for what was lost from an authority's store (HC-21). */
  readonly responsible?: string | Absent;
  /** From whom it came, as the event says that begins the interval. */
  readonly supplier?: string;
  readonly basis: Basis;
  readonly confirmation?: Confirmation;
  readonly supplierMismatch: boolean;
};

export type Gap = {
  readonly from: Boundary;
  readonly to?: Boundary;
  readonly reason: 'HOLDER_UNKNOWN' | 'NO_HOLDER' | 'COARSE_DATE';
};

export type CustodyChain = {
  readonly intervals: ReadonlyArray<CustodyInterval>;
  readonly gaps: ReadonlyArray<Gap>;
};

/** The party that an event says the firearm came from. */
const supplierOf = (payload: unknown): string | undefined => {
  const { supplierId, deceasedPartyId } = payload as {
    readonly supplierId?: unknown;
    readonly deceasedPartyId?: unknown;
  };
  const named = supplierId ?? deceasedPartyId;
  return typeof named === 'string' ? named : undefined;
};

const keyOf = (state: FirearmState): string =>
  canonicalJson([
    state.custody,
    state.holder ?? null,
    state.custodian?.party ?? null,
    state.custodian?.purpose ?? null,
  ] as unknown as Json);

// The chains of a history as it grew look at the same states again and again.
const keys = new WeakMap<FirearmState, string>();
const knownKeyOf = (state: FirearmState): string => {
  const known = keys.get(state) ?? keyOf(state);
  keys.set(state, known);
  return known;
};
const sameCustody = (one: FirearmState, other: FirearmState): boolean =>
  (one.custody === other.custody && one.holder === other.holder && one.custodian === other.custodian) ||
  knownKeyOf(one) === knownKeyOf(other);

const ended: ReadonlySet<Custody> = new Set(['DST', 'DSM']);
const coarse = ({ time }: Boundary): boolean =>
  time.precision === 'MONTH' || time.precision === 'YEAR' || time.precision === 'UNKNOWN';

/** Chain of custody of one firearm from its folded history: intervals and gaps. What is recorded without effect is in `unsettledOf`. */
export const custodyChain = (timeline: Timeline<FirearmState>): CustodyChain => {
  const intervals: CustodyInterval[] = [];
  let last: FirearmState | undefined;
  for (const step of timeline.steps) {
    const { event, state, status, bounds } = step;
    const from: Boundary = { bounds, time: event.metadata.effectiveAt };
    if (status !== 'EFFECTIVE') continue;
    const transfer = event.type === 'FirearmTransferred';
    if (!transfer && last !== undefined && sameCustody(last, state)) continue;
    last = state;
    const open = intervals.pop();
    if (open !== undefined) intervals.push({ ...open, to: from });
    const responsible = responsibleFor(state);
    const supplier = supplierOf(event.payload);
    const confirmation = transfer ? timeline.knowledge.confirmation(event.eventId) : undefined;
    intervals.push({
      from,
      custody: state.custody,
      ...(state.holder === undefined ? {} : { holder: state.holder }),
      ...(state.custodian === undefined ? {} : { custodian: state.custodian }),
      ...(responsible === undefined ? {} : { responsible }),
      ...(supplier === undefined ? {} : { supplier }),
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
  return { intervals, gaps };
};
