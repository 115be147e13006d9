import { removedEvent } from '../../component/fitting.ts';
import { refusal } from '../../shared/refusal.ts';
import { defineEvent } from '../definition.ts';
import { carriesIdentity, fittedIn, withRemoved } from '../fittedComponents.ts';
import { notItsHolder, onTheOther } from './componentChecks.ts';

/** The firearm's half of a removal: the part is loose, and the firearm's holder answers for it (catalogue 5.5). */
export const componentRemoved = defineEvent({
  ...removedEvent,
  looksAt: ({ componentId }) => [{ kind: 'component', id: componentId }],
  complete: ({ payload, state }) => {
    const { component: _stated, holder: _party, ...stated } = payload;
    const component = fittedIn(state, stated.componentId);
    return {
      ...stated,
      ...(component === undefined ? {} : { component }),
      ...(state.holder === undefined ? {} : { holder: state.holder as NonNullable<typeof payload.holder> }),
    };
  },
  lift: (code, payload) => (code === 'R23' && payload.legalOrderRef !== undefined ? 'SAME' : undefined),
  contradicts: ({ componentId }, state) =>
    fittedIn(state, componentId) === undefined
      ? refusal('R17', 'This component is not recorded in this firearm. Record ComponentFitted first.', {
          pointer: '/payload/componentId',
        })
      : undefined,
  check: ({ payload, state, metadata, policy, id, asHalf }) => {
    if (payload.firearmId !== id && !asHalf)
      return refusal('R71', 'The payload names another firearm than the one it is recorded for.', {
        pointer: '/payload/firearmId',
      });
    if (payload.reason === 'DISMANTLED')
      return refusal('R17', 'Record FirearmDismantled: it takes all parts out.', {
        pointer: '/payload/reason',
      });
    const out = fittedIn(state, payload.componentId);
    if (out !== undefined && carriesIdentity(state, out.kind, policy))
      return refusal(
        'R17',
        'The firearm is identified by this part. Record ComponentReplaced, or FirearmDismantled.',
        { pointer: '/payload/componentId' },
      );
    return notItsHolder(state, metadata);
  },
  halves: ({ componentId }) => [{ kind: 'component', id: componentId }],
  spreads: ({ payload }) => onTheOther(removedEvent.type, payload),
  apply: (state, { payload, eventId }) => withRemoved(state, payload.componentId, eventId),
});
