import { holdPlaced } from '../../shared/legalHold.ts';
import { refusal } from '../../shared/refusal.ts';
import { defineEvent } from '../definition.ts';

/** The half of a hold in the stream of a firearm that it names; of one firearm alone it is recorded here directly. */
export const legalHoldPlaced = defineEvent({
  type: 'LegalHoldPlaced',
  schemaVersion: 1,
  meaning: 'Data must be kept for a case beyond the end of retention.',
  payload: holdPlaced,
  recordedBy: ['JUD', 'DPO'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)'],
  check: ({ payload: { scope }, id }) =>
    scope.firearmIds === undefined || scope.firearmIds.includes(id)
      ? undefined
      : refusal('R25', 'The hold names other firearms. Record it with them, or with the ledger itself.', {
          pointer: '/payload/scope/firearmIds',
        }),
  apply: (state, { eventId, metadata }) => ({
    ...state,
    legalHolds: [...state.legalHolds, metadata.causationId ?? eventId],
  }),
});
