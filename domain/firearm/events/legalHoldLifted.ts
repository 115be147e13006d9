import { reference } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';

export const legalHoldLifted = defineEvent({
  type: 'LegalHoldLifted',
  schemaVersion: 1,
  meaning: 'The proceeding is over: the hold blocks erasure no more.',
  payload: record({ ref: reference('number of the order of the hold', 'K-118/25') }),
  recordedBy: ['JUD', 'DPO'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)'],
  check: ({ payload, state }) =>
    state.legalHolds.includes(payload.ref)
      ? undefined
      : refusal('R71', 'No hold by an order of this number is in force.', { pointer: '/payload/ref' }),
  apply: (state, { payload }) => ({
    ...state,
    legalHolds: state.legalHolds.filter((held) => held !== payload.ref),
  }),
});
