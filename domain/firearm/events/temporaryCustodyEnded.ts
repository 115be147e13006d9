import { partyId } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { date, oneOf, optional, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';

export const temporaryCustodyEnded = defineEvent({
  type: 'TemporaryCustodyEnded',
  schemaVersion: 1,
  meaning: 'The firearm came back to its holder.',
  payload: record({
    returnedOn: date('day on which it came back', '2026-04-01'),
    condition: oneOf(['UNCHANGED', 'REPAIRED', 'MODIFIED', 'DAMAGED', 'INCOMPLETE'], 'in which condition'),
    custodianId: optional(partyId('who had it, where he reports it')),
  }),
  recordedBy: ['DLR', 'CLK', 'HLD'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)(c)'],
  parties: ({ custodianId }) => [custodianId],
  returnsTo: (state) => state.custodyBeforeTemporary,
  check: ({ payload, state }) => {
    if (state.custody !== 'TMP') return undefined;
    if (state.custodyBeforeTemporary === undefined)
      return refusal(
        'R17',
        'The firearm is with an estate: that ends by a transfer (endsTemporaryCustody), deactivation or surrender.',
      );
    return payload.custodianId === undefined || payload.custodianId === state.custodian?.party
      ? undefined
      : refusal('NOT_YOUR_FIREARM', 'The firearm is in the custody of another party.', {
          pointer: '/payload/custodianId',
        });
  },
  apply: (state, { eventId }) => {
    if (state.custody !== 'TMP' || state.holder === undefined) return state;
    const { custodyBeforeTemporary, ...back } = state;
    return { ...back, custodian: { party: state.holder.party, purpose: 'ESTATE', since: eventId } };
  },
});
