import { docRef } from '../../shared/commonFields.ts';
import { oneOf, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';

export const legalHoldPlaced = defineEvent({
  type: 'LegalHoldPlaced',
  schemaVersion: 1,
  meaning: 'A proceeding needs the records of this firearm: nothing of them is erased until it is lifted.',
  payload: record({
    scope: oneOf(['FIREARM', 'PARTIES', 'ALL'], 'what is held'),
    ref: docRef('order of the hold'),
  }),
  recordedBy: ['JUD', 'DPO'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)'],
  apply: (state, { payload }) => ({ ...state, legalHolds: [...state.legalHolds, payload.ref.number] }),
});
