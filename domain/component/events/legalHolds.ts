import { legalHoldLifted as firearmLegalHoldLifted } from '../../firearm/events/legalHoldLifted.ts';
import { legalHoldPlaced as firearmLegalHoldPlaced } from '../../firearm/events/legalHoldPlaced.ts';
import { refusal } from '../../shared/refusal.ts';
import { defineEvent } from '../definition.ts';
import { sharedWithFirearm } from './sharedWithFirearm.ts';

type Placed = { readonly scope: { readonly componentIds?: ReadonlyArray<string> } };
type Lifted = { readonly holdEventId: string };

/** The half of a hold in the stream of a component that it names; of one component alone it is recorded here directly. */
export const legalHoldPlaced = defineEvent({
  ...sharedWithFirearm(firearmLegalHoldPlaced),
  check: ({ payload, id }) => {
    const { componentIds } = (payload as Placed).scope;
    return componentIds === undefined || componentIds.includes(id)
      ? undefined
      : refusal('R25', 'The hold names other components. Record it with them, or with the ledger itself.', {
          pointer: '/payload/scope/componentIds',
        });
  },
  apply: (state, { eventId, metadata }) => ({
    ...state,
    legalHolds: [...state.legalHolds, metadata.causationId ?? eventId],
  }),
});

export const legalHoldLifted = defineEvent({
  ...sharedWithFirearm(firearmLegalHoldLifted),
  check: ({ payload, state }) =>
    state.legalHolds.includes((payload as Lifted).holdEventId)
      ? undefined
      : refusal('R71', 'No hold with this id is in force.', { pointer: '/payload/holdEventId' }),
  apply: (state, { payload }) => ({
    ...state,
    legalHolds: state.legalHolds.filter((held) => held !== (payload as Lifted).holdEventId),
  }),
});
