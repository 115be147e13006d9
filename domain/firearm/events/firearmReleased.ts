import { authorisationRef, docRef, partyId, partyRole } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { optional, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { checkEntitled } from './acquirer.ts';
import { openLossAlert } from './shared.ts';

/** A court hands over as it decides; old papers do not say under which right. */
const exempt: ReadonlySet<string> = new Set(['COURT', 'PAPER', 'LEGACY_IMPORT']);

export const firearmReleased = defineEvent({
  type: 'FirearmReleased',
  schemaVersion: 1,
  meaning: 'The authority hands the firearm to a party entitled to it.',
  payload: record({
    toPartyId: partyId('who receives it'),
    partyRole,
    orderRef: docRef('order of release'),
    receiverAuthorisationId: optional(authorisationRef('right under which the receiver may have it')),
  }),
  recordedBy: ['POL', 'JUD', 'CLK'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:9'],
  parties: (payload) => [payload.toPartyId],
  receivedAs: (payload) => payload.partyRole,
  looksAt: ({ toPartyId, receiverAuthorisationId: id }) => [
    { kind: 'party', id: toPartyId },
    ...(id === undefined ? [] : [{ kind: 'authorisation' as const, id }]),
  ],
  check: (context) => {
    const { payload, state, metadata } = context;
    const open = openLossAlert(state);
    if (open !== undefined)
      return refusal(
        open.kind === 'STOLEN' ? 'R11' : 'R10',
        'An alert is open. Close it with AlertDischarged after physical comparison, or AlertWithdrawn.',
        { eventIds: [open.openedBy] },
      );
    // Only to who may have it on the day of release and today (HC-01); a court may order otherwise.
    const pointer = '/payload/receiverAuthorisationId';
    if (payload.receiverAuthorisationId !== undefined)
      return checkEntitled(context, {
        partyId: payload.toPartyId,
        authorisationId: payload.receiverAuthorisationId,
        capacity: payload.partyRole,
        pointer,
      });
    return payload.partyRole === 'STATE' || exempt.has(metadata.source.kind)
      ? undefined
      : refusal(
          'R41',
          'Name the right under which the receiver may have it today, or record the order of a court.',
          {
            pointer,
          },
        );
  },
  apply: (state, { payload }) => ({
    ...state,
    seizureCases: [],
    holder: { party: payload.toPartyId, role: payload.partyRole },
  }),
});
