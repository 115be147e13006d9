import { partyId } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { date, oneOf, optional, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { openLossAlert } from './shared.ts';

export const temporaryCustodyStarted = defineEvent({
  type: 'TemporaryCustodyStarted',
  schemaVersion: 1,
  meaning: 'Somebody else has the firearm for a while; its holder goes on answering for it.',
  payload: record({
    custodianId: partyId('who has it'),
    purpose: oneOf(['LOAN', 'STORAGE', 'REPAIR', 'PROOF', 'EXHIBITION', 'HIRE', 'TRANSPORT'], 'what for'),
    dueBack: optional(date('day on which it is due back', '2026-04-01')),
  }),
  recordedBy: ['DLR', 'CLK', 'HLD'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)(c)'],
  parties: ({ custodianId }) => [custodianId],
  check: ({ payload, state }) => {
    const open = openLossAlert(state);
    if (open !== undefined)
      return refusal(open.kind === 'STOLEN' ? 'R11' : 'R10', 'An alert is open for this firearm.', {
        eventIds: [open.openedBy],
      });
    return payload.custodianId === state.holder?.party
      ? refusal('R33', 'The custodian is the holder himself.', { pointer: '/payload/custodianId' })
      : undefined;
  },
  apply: (state, { payload, eventId }, before) => ({
    ...state,
    custodyBeforeTemporary: before.custody,
    custodian: { party: payload.custodianId, purpose: payload.purpose, since: eventId },
  }),
});
