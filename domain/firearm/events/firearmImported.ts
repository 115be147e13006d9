import { country, partyRef, partyRole, reference } from '../../shared/commonFields.ts';
import { oneOf, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { identity } from '../identity.ts';
import { identityMark, withMarks } from './shared.ts';

export const firearmImported = defineEvent({
  type: 'FirearmImported',
  schemaVersion: 1,
  meaning: 'A firearm came into the territory, for the first time or back from abroad.',
  payload: record({
    identity,
    fromCountry: country('where it came from'),
    licenceNo: reference('import licence', 'IMP-2025-0042'),
    customsRef: reference('customs declaration', '25ME000123456789'),
    kind: oneOf(['NEW', 'RETURN', 'TEMPORARY'], 'first import, return, or temporary admission'),
    responsiblePartyId: partyRef('who answers for it from now on'),
    partyRole,
  }),
  recordedBy: ['CUS', 'DLR', 'CLK'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(1)', '2025/41'],
  parties: (payload) => [payload.responsiblePartyId],
  receivedAs: (payload) => payload.partyRole,
  remains: (state, { payload, eventId }) =>
    withMarks(state, identityMark(payload.identity, { absent: 'UNKNOWN' }, eventId)),
  apply: (state, { payload, eventId }) =>
    withMarks(
      {
        ...state,
        identity: state.identity ?? payload.identity,
        registered: true,
        markState: state.markState === 'UNMARKED' ? 'MARKED' : state.markState,
        importMarkDue: payload.kind === 'NEW',
        holder: { party: payload.responsiblePartyId, role: payload.partyRole },
      },
      identityMark(payload.identity, { absent: 'UNKNOWN' }, eventId),
    ),
});
