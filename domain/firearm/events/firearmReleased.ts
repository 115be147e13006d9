import { docRef, partyId, partyRole } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { openLossAlert } from './shared.ts';

export const firearmReleased = defineEvent({
  type: 'FirearmReleased',
  schemaVersion: 1,
  meaning: 'The authority hands the firearm to a party entitled to it.',
  payload: record({ toPartyId: partyId('who receives it'), partyRole, orderRef: docRef('order of release') }),
  recordedBy: ['POL', 'JUD', 'CLK'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:9'],
  parties: (payload) => [payload.toPartyId],
  receivedAs: (payload) => payload.partyRole,
  check: ({ state }) => {
    const open = openLossAlert(state);
    return open === undefined
      ? undefined
      : refusal(
          open.kind === 'STOLEN' ? 'R11' : 'R10',
          'An alert is open. Close it with AlertDischarged after physical comparison, or AlertWithdrawn.',
          { eventIds: [open.openedBy] },
        );
  },
  apply: (state, { payload }) => ({
    ...state,
    seizureCases: [],
    holder: { party: payload.toPartyId, role: payload.partyRole },
  }),
});
