import type { Holder } from '../../firearm/state.ts';
import { refusal } from '../../shared/refusal.ts';
import { defineEvent } from '../definition.ts';
import { removedEvent } from '../fitting.ts';
import { beforeLaterMovement } from '../guards.ts';

/**
 * The component's half of a removal: it is loose, and who answered for the firearm answers for it. One that is missing
 * or seized on its own stays so: only the link to the firearm ends.
 */
export const componentRemoved = defineEvent({
  ...removedEvent,
  looksAt: ({ firearmId }) => [{ kind: 'firearm', id: firearmId }],
  complete: ({ payload, around, moment }) => {
    const { holder: _stated, ...stated } = payload;
    const holder = around.statesIn('firearm', payload.firearmId, moment)?.[0].holder;
    return holder === undefined
      ? stated
      : { ...stated, holder: holder as NonNullable<typeof payload.holder> };
  },
  contradicts: ({ firearmId }, { parent }) =>
    parent?.firearmId === firearmId
      ? undefined
      : refusal(
          'R17',
          'The component is not recorded in that firearm. Read it again: it may be in another.',
          {
            pointer: '/payload/firearmId',
          },
        ),
  check: (context) => {
    const { payload, id, asHalf } = context;
    if (payload.componentId !== id)
      return refusal('R71', 'The payload names another component than the one it is recorded for.', {
        pointer: '/payload/componentId',
      });
    return payload.reason === 'DISMANTLED' && !asHalf
      ? refusal('R17', 'Record FirearmDismantled for the firearm: its parts are recorded with it.', {
          pointer: '/payload/reason',
        })
      : beforeLaterMovement(context);
  },
  halves: ({ firearmId }) => [{ kind: 'firearm', id: firearmId }],
  spreads: ({ payload }) => [
    { stream: { kind: 'firearm', id: payload.firearmId }, type: removedEvent.type, payload },
  ],
  apply: ({ parent: _ended, ...state }, { payload }) => ({
    ...state,
    ...(payload.holder === undefined ? {} : { holder: payload.holder as Holder }),
  }),
});
