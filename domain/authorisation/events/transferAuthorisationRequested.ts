import { partyId } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { record } from '../../shared/shape.ts';
import { checkParticulars, streamsOf, withIdentities } from '../checkParticulars.ts';
import { defineEvent } from '../definition.ts';
import { transferParticulars } from '../particulars.ts';

export const transferAuthorisationRequested = defineEvent({
  type: 'TransferAuthorisationRequested',
  schemaVersion: 1,
  meaning: 'Somebody asked for the licence to transfer firearms to another Member State.',
  payload: record({
    applicantId: partyId('who asks: the holder, or an agent for him'),
    particulars: transferParticulars,
  }),
  // A clerk enters what came on paper.
  recordedBy: ['HLD', 'DLR', 'CLK'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:16(2)'],
  parties: ({ applicantId }) => [applicantId],
  personalSubject: ({ particulars }) => particulars.acquirerId,
  looksAt: ({ particulars }) => streamsOf(particulars),
  complete: (context) => ({
    ...context.payload,
    particulars: withIdentities(context, context.payload.particulars),
  }),
  check: (context) => {
    const { payload, policy, phase } = context;
    if (phase === 'NOW') return undefined;
    if (policy.euMovements !== 'ART_16_TRANSFER')
      return refusal('R17', 'Outside the Union movements are exports: record ExportAuthorised.');
    if (payload.particulars.destinationState === policy.territory)
      return refusal('R33', 'The State of destination is this one.', {
        pointer: '/payload/particulars/destinationState',
      });
    return checkParticulars(context, payload.particulars, '/payload/particulars');
  },
  apply: (state, { payload }) => ({
    ...state,
    matter: 'TRANSFER',
    partyId: payload.particulars.supplierId,
    request: payload.particulars,
  }),
});
