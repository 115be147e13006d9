import { docRef } from '../../shared/commonFields.ts';
import { flag, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';

export const firearmForfeited = defineEvent({
  type: 'FirearmForfeited',
  schemaVersion: 1,
  meaning: 'The firearm fell to the State by order.',
  payload: record({ orderRef: docRef('order of forfeiture'), final: flag('whether the order is final') }),
  recordedBy: ['JUD', 'CLK'],
  assertionKind: 'FACT',
  legalBasis: ['UNFP:6'],
  apply: (state, { metadata }) => ({
    ...state,
    holder: { party: metadata.recordedBy.organisationId, role: 'AUTHORITY' },
  }),
});
