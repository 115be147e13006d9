import { docRef } from '../../shared/commonFields.ts';
import { optional, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { endReason } from './endReason.ts';

/** No firearm moves by it (HC-19): those of the holder become tasks with a deadline. */
export const authorisationWithdrawn = defineEvent({
  type: 'AuthorisationWithdrawn',
  schemaVersion: 1,
  meaning: 'The authorisation is withdrawn for good from the effective date on.',
  payload: record({ reason: endReason, decisionRef: optional(docRef('the decision')) }),
  recordedBy: ['CLK', 'SYS'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:6(3)', '2021/555:9', '2021/555:10'],
  apply: (state, { payload, eventId }) => ({ ...state, ended: { eventId, reason: payload.reason } }),
});
