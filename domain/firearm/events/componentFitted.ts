import { type Fitted, fittedEvent } from '../../component/fitting.ts';
import { partiesDiffer, snapshotOf } from '../../component/particulars.ts';
import { refusal } from '../../shared/refusal.ts';
import { defineEvent, type FirearmCheck } from '../definition.ts';
import { bearsItsNumber, carriesIdentity, fittedIn, withFitted } from '../fittedComponents.ts';
import { notItsHolder, onTheOther } from './componentChecks.ts';

const componentIn = ({ around, moment, payload }: FirearmCheck<Fitted>) =>
  around.statesIn('component', payload.componentId, moment)?.[0];

/** The firearm's half of a fit (catalogue 5.5): custody by the table, one holder for both, no hidden change of frame. */
export const componentFitted = defineEvent({
  ...fittedEvent,
  looksAt: ({ componentId }) => [{ kind: 'component', id: componentId }],
  complete: (context) => {
    const { component: _stated, ...stated } = context.payload;
    const component = snapshotOf(stated.componentId, componentIn(context));
    return component === undefined ? stated : { ...stated, component };
  },
  lift: (code, payload) => (code === 'R23' && payload.legalOrderRef !== undefined ? 'SAME' : undefined),
  contradicts: ({ componentId }, state) =>
    fittedIn(state, componentId) === undefined
      ? undefined
      : refusal('R17', 'This component is fitted in this firearm already.', {
          pointer: '/payload/componentId',
        }),
  check: (context) => {
    const { payload, state, metadata, policy, id } = context;
    const pointer = { pointer: '/payload/componentId' };
    if (payload.firearmId !== id && !context.asHalf)
      return refusal('R71', 'The payload names another firearm than the one it is recorded for.', {
        pointer: '/payload/firearmId',
      });
    const component = componentIn(context);
    if (component === undefined || component.status === 'NEW')
      return refusal(
        'R71',
        'No component with this id was known then. Record ComponentRegistered first.',
        pointer,
      );
    if (payload.component === undefined)
      return refusal(
        'R31',
        'It is not recorded what this component is. Record ComponentRegistered first.',
        pointer,
      );
    if (partiesDiffer(component.holder?.party, state.holder?.party))
      return refusal(
        'R33',
        'Component and firearm have different holders. Record ComponentTransferred to the firearm’s holder first.',
        pointer,
      );
    if (carriesIdentity(state, payload.component.kind, policy) && !bearsItsNumber(state, payload.component))
      return refusal(
        'R17',
        'Another primary part would be another firearm. Register and fit the present one, then record ComponentReplaced.',
        pointer,
      );
    return notItsHolder(state, metadata);
  },
  halves: ({ componentId }) => [{ kind: 'component', id: componentId }],
  spreads: ({ payload }) => onTheOther(fittedEvent.type, payload),
  apply: (state, { payload, eventId }) =>
    payload.component === undefined ? state : withFitted(state, payload.component, eventId),
});
