import { refusal } from '../../shared/refusal.ts';
import { defineEvent } from '../definition.ts';
import { fittedEvent } from '../fitting.ts';
import { beforeLaterMovement } from '../guards.ts';
import { snapshotOf } from '../particulars.ts';

/** The component's half of a fit: it must be loose, and is in this firearm from then on (REQ-CMP-02). */
export const componentFitted = defineEvent({
  ...fittedEvent,
  looksAt: ({ firearmId }) => [{ kind: 'firearm', id: firearmId }],
  complete: ({ payload, id, state }) => {
    const { component: _stated, ...stated } = payload;
    const component = snapshotOf(id, state);
    return component === undefined ? stated : { ...stated, component };
  },
  check: (context) =>
    context.payload.componentId !== context.id
      ? refusal('R71', 'The payload names another component than the one it is recorded for.', {
          pointer: '/payload/componentId',
        })
      : beforeLaterMovement(context),
  halves: ({ firearmId }) => [{ kind: 'firearm', id: firearmId }],
  spreads: ({ payload }) => [
    { stream: { kind: 'firearm', id: payload.firearmId }, type: fittedEvent.type, payload },
  ],
  apply: ({ holder: _followsTheFirearm, ...state }, { payload, metadata }) => ({
    ...state,
    parent: { firearmId: payload.firearmId, since: metadata.effectiveAt },
  }),
});
