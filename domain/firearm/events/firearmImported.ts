import { isImportMarkDue } from '../../marking/importMark.ts';
import { authorisationRef, country, partyRef, partyRole, reference } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { isAbsent, oneOf, optional, record } from '../../shared/shape.ts';
import { writtenMoment } from '../../time/effectiveTime.ts';
import { defineEvent } from '../definition.ts';
import { identity } from '../identity.ts';
import { importLicenceFault, licenceUse } from '../licence.ts';
import { identityMark, withMarks } from './shared.ts';

export const firearmImported = defineEvent({
  type: 'FirearmImported',
  schemaVersion: 1,
  meaning: 'A firearm came into the territory, for the first time or back from abroad.',
  payload: record({
    identity,
    fromCountry: country('where it came from'),
    licenceNo: optional(reference('import licence', 'IMP-2025-0042')),
    licenceId: optional(authorisationRef('import licence in this register')),
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
  looksAt: ({ licenceId }) =>
    licenceId === undefined ? [] : [{ kind: 'authorisation' as const, id: licenceId }],
  check: (context) => {
    const { payload, phase, policy } = context;
    const { licenceNo, licenceId } = payload;
    if (licenceNo === undefined)
      return policy.importLicenceRequired
        ? refusal('R18', 'An import needs a licence. Name its number.', { pointer: '/payload/licenceNo' })
        : undefined;
    return licenceId === undefined || phase === 'NOW'
      ? undefined
      : importLicenceFault(context, { licenceId, licenceNo, fromCountry: payload.fromCountry });
  },
  spreads: (context) => licenceUse(context, context.payload.licenceId, 'IMPORT'),
  remains: (state, { payload, eventId }) =>
    withMarks(state, identityMark(payload.identity, { absent: 'UNKNOWN' }, eventId)),
  apply: (state, { payload, eventId, metadata }) => {
    // A return does not undo the duties of the import by which the firearm first came.
    const lasting = payload.kind === 'RETURN' && state.importKind === 'NEW';
    return withMarks(
      {
        ...state,
        identity: state.identity ?? payload.identity,
        registered: true,
        markState:
          state.markState === 'UNMARKED' && !isAbsent(payload.identity.serialRaw)
            ? 'MARKED'
            : state.markState,
        importMarkDue: (lasting && state.importMarkDue) || isImportMarkDue(payload.kind),
        ...(lasting ? {} : { importKind: payload.kind, importedOn: writtenMoment(metadata.effectiveAt) }),
        holder: { party: payload.responsiblePartyId, role: payload.partyRole },
      },
      identityMark(payload.identity, { absent: 'UNKNOWN' }, eventId),
    );
  },
});
