import { holdLifted } from '../../shared/legalHold.ts';
import { refusal } from '../../shared/refusal.ts';
import { defineEvent } from '../definition.ts';

export const legalHoldLifted = defineEvent({
  type: 'LegalHoldLifted',
  schemaVersion: 1,
  meaning: 'The case needs the data no longer; retention decides again.',
  payload: holdLifted,
  recordedBy: ['JUD', 'DPO'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)'],
  check: ({ payload, state }) =>
    state.legalHolds.includes(payload.holdEventId)
      ? undefined
      : refusal('R71', 'No hold with this id is in force.', { pointer: '/payload/holdEventId' }),
  apply: (state, { payload }) => ({
    ...state,
    legalHolds: state.legalHolds.filter((held) => held !== payload.holdEventId),
  }),
});
