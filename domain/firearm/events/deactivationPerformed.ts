import { docRef } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { flag, list, oneOf, optional, record, text } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { seizedEvidenceFault } from '../evidence.ts';
import { markLocations } from '../identity.ts';
import { deactivationStandards } from '../state.ts';

export const deactivationPerformed = defineEvent({
  type: 'DeactivationPerformed',
  schemaVersion: 1,
  meaning: 'The firearm was made permanently inoperable; the verifying entity has still to certify it.',
  payload: record({
    standard: oneOf(deactivationStandards, 'technical rules that were followed'),
    operations: list(text(120, 'operation', 'BARREL_WELDED'), 1, 40, 'operations carried out'),
    components: list(oneOf(markLocations, 'component'), 1, 9, 'components treated'),
    serialRemoved: optional(flag('whether a serial number was removed; the original ones must stay')),
    legalOrderRef: optional(docRef('order of court or prosecutor, for a seized firearm')),
    evidenceWaiver: optional(docRef('decision that test fire and images are not needed (HC-04)')),
  }),
  recordedBy: ['DLR', 'VER'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:15', '2015/2403:2'],
  lift: (code, payload) => (code === 'R23' && payload.legalOrderRef !== undefined ? 'SAME' : undefined),
  check: ({ payload, state }) => {
    if (state.condition !== 'LIVE') return refusal('R17', 'The firearm is deactivated already.');
    return payload.serialRemoved === true
      ? refusal(
          'R52',
          'Original serial numbers stay on a deactivated firearm (2015/2403 art. 5). Have it marked anew by FirearmRemarked first.',
          { pointer: '/payload/serialRemoved' },
        )
      : seizedEvidenceFault(state, payload.evidenceWaiver);
  },
  apply: (state, { payload, metadata: { recordedBy } }) => ({
    ...state,
    condition: 'DEACT_DONE',
    deactivation: {
      performedBy: { actorId: recordedBy.actorId, organisationId: recordedBy.organisationId },
      standard: payload.standard,
    },
  }),
});
