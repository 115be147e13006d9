import { reference } from '../../shared/commonFields.ts';
import { record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import type { FirearmState } from '../state.ts';

/** Who hands it over is not who has it: the chain of evidence has a break. */
export const evidenceBreaks = (
  { fromCustodian }: { readonly fromCustodian: string },
  { custodian }: Pick<FirearmState, 'custodian'>,
): boolean => custodian !== undefined && custodian.party !== fromCustodian;

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
  flags: ({ payload, state }) => (evidenceBreaks(payload, state) ? ['PARTICULARS_DIFFER'] : []),
  apply: (state, { payload, eventId }) => ({
    ...state,
    custodian: { party: payload.toCustodian, purpose: 'EVIDENCE', since: eventId },
  }),
});
