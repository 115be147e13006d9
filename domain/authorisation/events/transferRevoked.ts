import { docRef } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { oneOf, optional, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';

export const transferRevoked = defineEvent({
  type: 'TransferRevoked',
  schemaVersion: 1,
  meaning: 'The licence for a transfer to another Member State was revoked.',
  payload: record({
    ground: oneOf(['SECURITY', 'RELIABILITY', 'CONSENT_WITHDRAWN', 'OTHER'], 'ground of the revocation'),
    decisionRef: optional(docRef('the decision')),
  }),
  recordedBy: ['CLK'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:16(3)'],
  check: ({ state, phase }) =>
    phase === 'NOW' || state.licence?.movement === 'TRANSFER' || state.right?.kind === 'DEALER_TRANSFER'
      ? undefined
      : refusal('R17', 'This is no licence for a transfer.'),
  apply: (state, { payload, eventId }) => ({ ...state, ended: { eventId, reason: payload.ground } }),
});
