import type { Timeline, TimelineStep } from '../../time/bitemporalFold.ts';
import { boundsOf, readEffectiveTime } from '../../time/effectiveTime.ts';
import type { Basis, Boundary } from '../../time/unsettled.ts';
import { basisOf } from '../../time/unsettled.ts';
import type { FirearmState, Holder } from '../state.ts';

type Step = TimelineStep<FirearmState>;

export type DiversionKind =
  | 'THEFT'
  | 'LOSS'
  | 'UNREPORTED_TRANSFER'
  | 'UNEXPLAINED_PLACE'
  | 'UNLAWFUL_ORIGIN';

/** Where the chain turns illicit: not before `from`, not after `to`; without `from` no lower bound is known. */
export type Diversion = {
  readonly kind: DiversionKind;
  readonly from?: Boundary;
  readonly to: Boundary;
  readonly basis: Basis;
  /** Responsible party of the last lawful interval before it. */
  readonly lastLegalHolder?: Holder;
};

const boundaryOf = ({ event, bounds }: Pick<Step, 'event' | 'bounds'>): Boundary => ({
  bounds,
  time: event.metadata.effectiveAt,
});

const stated = (moment: string, { event }: Step): Boundary => {
  const time = readEffectiveTime(moment, event.metadata.effectiveAt.zone) ?? event.metadata.effectiveAt;
  return { time, bounds: boundsOf(time, event.recordedAt) };
};

type Window = { readonly from: string; readonly to: string };

/** Whether the one from whom it was seized is somebody else than its recorded holder. */
const fromAnother = (step: Step, before: FirearmState | undefined): boolean => {
  const from = (step.event.payload as { readonly fromParty?: unknown }).fromParty;
  const holder = before?.holder?.party;
  return typeof from === 'string' && typeof holder === 'string' && from !== holder;
};

/** Where an event shows that the chain had turned illicit: what kind, and between when and when. */
const shownBy = (
  step: Step,
  previous: Step | undefined,
): Pick<Diversion, 'kind' | 'from' | 'to'> | undefined => {
  const { event } = step;
  const since = previous === undefined ? {} : { from: boundaryOf(previous) };
  const found = { ...since, to: boundaryOf(step) };
  switch (event.type) {
    case 'TheftReported': {
      const { from, to } = (event.payload as { readonly stolenBetween: Window }).stolenBetween;
      return { kind: 'THEFT', from: stated(from, step), to: stated(to, step) };
    }
    case 'LossReported': {
      const { from, to } = (event.payload as { readonly lostBetween: Window }).lostBetween;
      return { kind: 'LOSS', from: stated(from, step), to: stated(to, step) };
    }
    case 'FirearmTransferred':
      return event.metadata.disputes?.includes('SUPPLIER_MISMATCH') === true
        ? { kind: 'UNREPORTED_TRANSFER', ...found }
        : undefined;
    case 'FirearmFound':
      if (previous === undefined || previous.state.custody === 'NEW')
        return { kind: 'UNLAWFUL_ORIGIN', ...found };
      return { kind: 'UNEXPLAINED_PLACE', ...found };
    case 'FirearmSeized':
      if (previous === undefined || previous.state.custody === 'NEW')
        return { kind: 'UNLAWFUL_ORIGIN', ...found };
      return fromAnother(step, previous.state) || previous.state.custody === 'EXP'
        ? { kind: 'UNREPORTED_TRANSFER', ...found }
        : undefined;
    default:
      return undefined;
  }
};

const lawful: ReadonlySet<string> = new Set(['MFD', 'TRD', 'HLD', 'STK', 'TMP', 'TRN']);
/** Decisions of an authority by which a firearm is lawfully held again. */
const cures: ReadonlySet<string> = new Set(['FirearmReleased', 'AlertWithdrawn', 'FirearmForfeited']);

/**
 * Point of diversion and last legal holder (users-and-jobs section 1): the earliest valid time at which the chain turns
 * illicit. A firearm that an authority gave back turned lawful again; what then happens to it counts anew. Undefined
 * while nothing illicit is recorded.
 */
export const pointOfDiversion = (timeline: Timeline<FirearmState>): Diversion | undefined => {
  let diversion: Diversion | undefined;
  let previous: Step | undefined;
  let legal: Holder | undefined;
  for (const step of timeline.steps) {
    if (step.status !== 'EFFECTIVE') continue;
    if (cures.has(step.event.type)) diversion = undefined;
    if (diversion === undefined) {
      const shown = shownBy(step, previous);
      if (shown !== undefined)
        diversion = {
          ...shown,
          basis: basisOf(step.event),
          ...(legal === undefined ? {} : { lastLegalHolder: legal }),
        };
      else if (lawful.has(step.state.custody)) legal = step.state.holder;
    }
    previous = step;
  }
  return diversion;
};

/** Responsible party of the last holder interval before the first illicit event; today's while there is none. */
export const lastLegalHolder = (timeline: Timeline<FirearmState>): Holder | undefined => {
  const diversion = pointOfDiversion(timeline);
  if (diversion !== undefined) return diversion.lastLegalHolder;
  return timeline.steps
    .filter(({ status, state }) => status === 'EFFECTIVE' && lawful.has(state.custody))
    .at(-1)?.state.holder;
};
