import type { Holder } from '../../firearm/state.ts';
import { refusal } from '../../shared/refusal.ts';
import { defineEvent } from '../definition.ts';
import { type Replaced, replacedEvent } from '../fitting.ts';
import { beforeLaterMovement } from '../guards.ts';
import type { ComponentState } from '../state.ts';

/** Where a replacement puts this component: the firearm it is in afterwards, or none. */
export const parentAfter = (payload: Replaced, { componentId }: ComponentState): string | undefined =>
  componentId === payload.outId ? payload.swapWithFirearmId : (payload.successorId ?? payload.firearmId);

/** Where this component must be for the replacement to be possible: in which firearm, or loose. */
const parentBefore = (payload: Replaced, { componentId }: ComponentState): string | undefined =>
  componentId === payload.inId ? payload.swapWithFirearmId : payload.firearmId;

/** A component's part of a replacement, which is commanded on the firearm. */
export const componentReplaced = defineEvent({
  ...replacedEvent,
  halves: () => [],
  contradicts: (payload, state) =>
    state.parent?.firearmId === parentBefore(payload, state)
      ? undefined
      : refusal(
          'R17',
          payload.swapWithFirearmId === undefined
            ? 'The new part must be loose and the old one fitted in this firearm.'
            : 'Each part must be fitted in the firearm that it comes from.',
          { pointer: state.componentId === payload.inId ? '/payload/inId' : '/payload/outId' },
        ),
  check: (context) =>
    context.asHalf
      ? beforeLaterMovement(context)
      : refusal('R17', 'Record ComponentReplaced for the firearm: its parts are recorded with it.', {
          pointer: '/type',
        }),
  apply: ({ parent: _before, holder: _own, ...state }, { payload, metadata }) => {
    const firearmId = parentAfter(payload, state);
    if (firearmId !== undefined) return { ...state, parent: { firearmId, since: metadata.effectiveAt } };
    return { ...state, ...(payload.holder === undefined ? {} : { holder: payload.holder as Holder }) };
  },
});
