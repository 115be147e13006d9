import { reference } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { oneOf, optional, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { live } from './deactivationUndone.ts';

export const deactivationRejected = defineEvent({
  type: 'DeactivationRejected',
  schemaVersion: 1,
  meaning: 'The verifying entity does not certify the deactivation: the firearm counts as live.',
  payload: record({
    reason: oneOf(
      ['OPERATIONS_INCOMPLETE', 'REVERSIBLE', 'SERIAL_REMOVED', 'MARK_MISSING', 'OTHER'],
      'why it is not certified',
    ),
    reportRef: optional(reference('report of the examination')),
  }),
  recordedBy: ['VER', 'CLK'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:15', '2015/2403:3'],
  check: ({ state }) =>
    state.condition === 'DEACT_DONE'
      ? undefined
      : refusal(
          'R17',
          'No deactivation awaits certification. A certificate is undone by DeactivationRevoked.',
        ),
  apply: live,
});
