import { partyRef, place, reference } from '../../shared/commonFields.ts';
import { list, oneOf, optional, record, text } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { identity, markSeen } from '../identity.ts';
import { keptByAuthority, seenMarks, withMarks } from './shared.ts';

export const firearmSeized = defineEvent({
  type: 'FirearmSeized',
  schemaVersion: 1,
  meaning: 'An authority seized the firearm. Alerts stay open.',
  payload: record({
    caseRef: reference('case', 'KT-112/26'),
    place: place('where it was seized'),
    fromParty: optional(partyRef('from whom')),
    fromPartyAs: optional(
      oneOf(
        ['OTHER', 'SUSPECT', 'CONVICTED', 'VICTIM'],
        'what that person is in the case (LED 6); OTHER where it is not said',
      ),
    ),
    legalGround: text(120, 'ground of the seizure', 'Criminal Procedure Code 147'),
    marksSeen: list(markSeen, 0, 20, 'marks as seen'),
    exhibitNo: reference('exhibit number', 'EX-3'),
    identityAsSeen: optional(identity),
  }),
  recordedBy: ['POL', 'CUS', 'JUD'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:9(1)', 'UNFP:6'],
  physical: true,
  // "Already seized" speaks of the same case; a second case may claim the same exhibit (catalogue R22).
  lift: (code, payload, state) =>
    code === 'R22' && !state.seizureCases.includes(payload.caseRef) ? 'SAME' : undefined,
  apply: (state, { payload, eventId, metadata }, before) =>
    withMarks(
      {
        ...keptByAuthority(state, metadata.recordedBy.organisationId, eventId, payload.identityAsSeen),
        seizureCases: [...state.seizureCases, payload.caseRef],
        // A second case claims the exhibit; who keeps it does not change by that.
        ...(before.custody === 'SZD' && state.custodian !== undefined ? { custodian: state.custodian } : {}),
      },
      seenMarks(payload.marksSeen, eventId),
    ),
});
