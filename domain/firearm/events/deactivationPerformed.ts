import { docRef } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { list, oneOf, optional, record, text } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { markLocations } from '../identity.ts';

export const deactivationPerformed = defineEvent({
  type: 'DeactivationPerformed',
  schemaVersion: 1,
  meaning: 'The firearm was made permanently inoperable; the verifying entity has still to certify it.',
  payload: record({
    standard: text(60, 'technical standard', '2015/2403'),
    operations: list(text(120, 'operation', 'BARREL_WELDED'), 1, 40, 'operations carried out'),
    components: list(oneOf(markLocations, 'component'), 1, 9, 'components treated'),
    legalOrderRef: optional(docRef('order of court or prosecutor, for a seized firearm')),
  }),
  recordedBy: ['DLR', 'VER'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:15', '2015/2403:2'],
  lift: (code, payload) => (code === 'R23' && payload.legalOrderRef !== undefined ? 'SAME' : undefined),
  check: ({ state }) =>
    state.condition === 'LIVE' ? undefined : refusal('R17', 'The firearm is deactivated already.'),
  apply: (state, { metadata: { recordedBy } }) => ({
    ...state,
    condition: 'DEACT_DONE',
    deactivation: { performedBy: { actorId: recordedBy.actorId, organisationId: recordedBy.organisationId } },
  }),
});
