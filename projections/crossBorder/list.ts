import type { FirearmState } from '../../domain/firearm/state.ts';
import type { TimelineStep } from '../../domain/time/bitemporalFold.ts';
import type { Segment } from '../engine/bitemporal.ts';
import type { StreamHistory } from '../engine/projection.ts';
import { lastInstant } from '../engine/projection.ts';
import { from, listOf, listTable } from '../lists/list.ts';

export const movementTable = listTable('movement', {
  direction: 'text',
  kind: 'text',
  country: 'text',
  licence_no: 'text',
  begun_by: 'uuid',
  ended_by: 'uuid',
  ended_type: 'text',
});

type Import = { readonly kind?: string; readonly fromCountry?: string; readonly licenceNo?: string };
type Dispatch = { readonly licenceNo?: string; readonly destinationState?: string };
type Arrival = { readonly destinationState?: string; readonly definitive?: boolean };

const endings: ReadonlySet<string> = new Set(['FirearmArrivedAbroad', 'DispatchAborted']);
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const inward = ({ event, bounds }: TimelineStep<FirearmState>): Segment => {
  const { kind, fromCountry, licenceNo } = event.payload as Import;
  return {
    from: bounds.earliest,
    to: bounds.earliest,
    values: {
      direction: 'IN',
      kind: text(kind),
      country: text(fromCountry),
      licence_no: text(licenceNo),
      begun_by: event.eventId,
      ended_by: event.eventId,
      ended_type: event.type,
    },
  };
};

const outward = (
  { event, bounds }: TimelineStep<FirearmState>,
  rest: ReadonlyArray<TimelineStep<FirearmState>>,
): Segment => {
  // The end of a journey is the first event that takes it out of transit, be it a theft on the way.
  const end = rest.find(
    (step) => step.status === 'EFFECTIVE' && (endings.has(step.event.type) || step.state.custody !== 'TRN'),
  );
  const dispatch = event.payload as Dispatch;
  const arrival = end?.event.type === 'FirearmArrivedAbroad' ? (end.event.payload as Arrival) : undefined;
  return {
    from: bounds.earliest,
    to: end?.bounds.earliest ?? lastInstant,
    values: {
      direction: 'OUT',
      kind: arrival === undefined ? null : arrival.definitive === true ? 'DEFINITIVE' : 'TEMPORARY',
      country: text(arrival?.destinationState) ?? text(dispatch.destinationState),
      licence_no: text(dispatch.licenceNo),
      begun_by: event.eventId,
      ended_by: end?.event.eventId ?? null,
      ended_type: end?.event.type ?? null,
    },
  };
};

const segments =
  ({ timelineAfter }: StreamHistory<'firearm'>) =>
  (index: number): ReadonlyArray<Segment> => {
    const { steps } = timelineAfter(index);
    return steps.flatMap((step, place) => {
      if (step.status !== 'EFFECTIVE') return [];
      if (step.event.type === 'FirearmImported') return [inward(step)];
      return step.event.type === 'FirearmDispatched' ? [outward(step, steps.slice(place + 1))] : [];
    });
  };

/** Every movement of a firearm into the territory or out of it (`transfers-cross-border`; Dir. 16, 18; 258/2012). */
export const movements = listOf(
  movementTable,
  from({
    kind: 'firearm',
    concerns: (events) =>
      events.some(({ type }) => type === 'FirearmImported' || type === 'FirearmDispatched'),
    segments,
  }),
);
