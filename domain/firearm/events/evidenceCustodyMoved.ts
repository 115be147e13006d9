import { reference } from '../../shared/commonFields.ts';
import { record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';

export const evidenceCustodyMoved = defineEvent({
  type: 'EvidenceCustodyMoved',
  schemaVersion: 1,
  meaning: 'The authority that keeps the firearm as evidence handed it to another one.',
  payload: record({
    fromCustodian: reference('organisation that hands it over', 'POLICE'),
    toCustodian: reference('organisation that receives it', 'LAB'),
    sealNo: reference('number of the seal', 'S-118'),
  }),
  recordedBy: ['POL', 'LAB', 'JUD'],
  assertionKind: 'FACT',
  legalBasis: ['UNFP:6'],
  // A chain of evidence with a break in it is recorded all the same, and looked at.
  flags: ({ payload, state }) =>
    state.custodian === undefined || state.custodian.party === payload.fromCustodian
      ? []
      : ['PARTICULARS_DIFFER'],
  apply: (state, { payload, eventId }) => ({
    ...state,
    custodian: { party: payload.toCustodian, purpose: 'EVIDENCE', since: eventId },
  }),
});
