import { docRef, reference } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { date, optional, record, text } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';

export const deactivationCertified = defineEvent({
  type: 'DeactivationCertified',
  schemaVersion: 1,
  meaning: 'The verifying entity checked the deactivation, applied its mark and issued the certificate.',
  payload: record({
    certificateNo: reference('number of the certificate', 'DC-2026-014'),
    mark: text(60, 'deactivation mark', 'EU ME VE1 26'),
    date: date('day of the certificate', '2026-02-10'),
    entity: reference('verifying entity', 'VE1'),
    legalOrderRef: optional(docRef('order of court or prosecutor, for a seized firearm')),
  }),
  recordedBy: ['VER'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:15', '2015/2403:3'],
  lift: (code, payload) => (code === 'R23' && payload.legalOrderRef !== undefined ? 'SAME' : undefined),
  check: ({ state, metadata: { recordedBy } }) => {
    if (state.condition !== 'DEACT_DONE' || state.deactivation === undefined)
      return refusal('R17', 'There is no deactivation that awaits certification.');
    const by = state.deactivation.performedBy;
    return by.actorId === recordedBy.actorId || by.organisationId === recordedBy.organisationId
      ? refusal('R51', 'Another actor of another organisation must certify than the one who deactivated.')
      : undefined;
  },
  apply: (state, { payload }) => ({
    ...state,
    condition: 'DEACT_CERT',
    ...(state.deactivation === undefined
      ? {}
      : { deactivation: { ...state.deactivation, certificateNo: payload.certificateNo } }),
    ...(state.identity === undefined
      ? {}
      : { identity: { ...state.identity, category: 'C' as const, subcategory: 'C6' as const } }),
  }),
});
