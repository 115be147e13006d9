import { docRef } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { oneOf, optional, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { live } from './deactivationUndone.ts';

export const deactivationRevoked = defineEvent({
  type: 'DeactivationRevoked',
  schemaVersion: 1,
  meaning: 'The certificate counts no more: the firearm is live again, in the category it had before.',
  payload: record({
    reason: oneOf(['FOUND_OPERABLE', 'REACTIVATED', 'CERTIFICATE_FORGED', 'ISSUED_IN_ERROR', 'OTHER'], 'why'),
    decisionRef: optional(docRef('decision')),
  }),
  recordedBy: ['VER', 'CLK'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:15', '2015/2403:3'],
  check: ({ state }) =>
    state.condition === 'DEACT_CERT'
      ? undefined
      : refusal('R17', 'No certificate of deactivation is in force.'),
  apply: live,
});
