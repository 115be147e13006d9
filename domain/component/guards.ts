import type { Refusal } from '../shared/refusal.ts';
import { refusal } from '../shared/refusal.ts';
import type { ComponentCheck } from './definition.ts';
import { effectiveStatus } from './effectiveStatus.ts';
import type { ComponentState } from './state.ts';

const movements: ReadonlySet<string> = new Set([
  'ComponentFitted',
  'ComponentRemoved',
  'ComponentReplaced',
  'ComponentTransferred',
  'ComponentDestroyed',
]);

/**
 * A movement dated before one that is recorded already would change what that one rests on, in this stream and in the
 * firearm's. It is kept as DISPUTED for the authority, so that no component has two firearms (REQ-CMP-02, HC-10).
 */
export const beforeLaterMovement = <P>({
  phase,
  timeline,
  effective,
}: ComponentCheck<P>): Refusal | undefined => {
  if (phase !== 'NOW') return undefined;
  const later = timeline.steps.filter(
    ({ event, bounds, status }) =>
      status === 'EFFECTIVE' && movements.has(event.type) && bounds.earliest > effective.earliest,
  );
  return later.length === 0
    ? undefined
    : refusal('R17', 'A later movement of this component is recorded already. The registry decides.', {
        eventIds: later.map(({ event }) => event.eventId),
      });
};

/** The firearm that a component is fitted in, at the moment that the guard is about. */
export const parentState = <P>({ around, moment, state }: ComponentCheck<P>) =>
  state.parent === undefined ? undefined : around.statesIn('firearm', state.parent.firearmId, moment)?.[0];

/** A private holder or dealer reports only what he answers for: a fitted component is its firearm's holder's. */
export const notItsHolder = <P>(context: ComponentCheck<P>): Refusal | undefined => {
  const { metadata, state } = context;
  const { role, organisationId } = metadata.recordedBy;
  if (context.asHalf || (role !== 'HLD' && role !== 'DLR')) return undefined;
  const { holder } = effectiveStatus(state, parentState(context));
  return holder === undefined || holder.party === organisationId
    ? undefined
    : refusal('NOT_YOUR_FIREARM', 'You may report only what concerns your own organisation.');
};

/** The alert of loss or theft that is open for the component. */
export const openLossAlert = ({ alerts }: ComponentState) =>
  alerts.find(({ kind }) => kind === 'LOST' || kind === 'STOLEN');
