import { isImportMarkDue } from '../../marking/importMark.ts';
import { authorisationRef, country, partyRef, partyRole, reference } from '../../shared/commonFields.ts';
import { type Refusal, refusal } from '../../shared/refusal.ts';
import { isAbsent, oneOf, optional, record, type ValueOf } from '../../shared/shape.ts';
import { writtenMoment } from '../../time/effectiveTime.ts';
import { defineEvent, type FirearmCheck } from '../definition.ts';
import { identity } from '../identity.ts';
import { importLicenceFault, licenceUse } from '../licence.ts';
import { acquisitionUse, isOldPaper, receivingLooksAt } from '../receivingRight.ts';
import { usedRights } from '../usedRights.ts';
import { reporterIsLicensed } from './acquirer.ts';
import { receiverOf, responsibleFault, withFoundRight } from './responsible.ts';
import { alertForbids, identityMark, withMarks } from './shared.ts';

const payload = record({
  identity,
  fromCountry: country('where it came from'),
  // Whether an import needs a licence is for the policy (importLicenceRequired, REQ-IMP-04).
  licenceNo: optional(reference('import licence', 'IMP-2025-0042')),
  licenceId: optional(authorisationRef('import licence in this register')),
  customsRef: reference('customs declaration', '25ME000123456789'),
  kind: oneOf(['NEW', 'RETURN', 'TEMPORARY'], 'first import, return, or temporary admission'),
  responsiblePartyId: partyRef('who answers for it from now on'),
  partyRole,
  responsibleAuthorisationId: optional(
    authorisationRef(
      'right under which he may have it; where none is named the ledger adds the one it finds',
    ),
  ),
});
type Import = ValueOf<typeof payload>;

/** A visitor has his firearm under the law and the pass of his own State (Dir. 17, HC-23); old papers name no right. */
const receives = ({
  payload: { kind, responsibleAuthorisationId },
  metadata,
}: FirearmCheck<Import>): boolean =>
  kind !== 'TEMPORARY' && (responsibleAuthorisationId !== undefined || !isOldPaper(metadata));

/** Somebody answers for what comes in, and may have it on that day. */
const checkReceiver = (context: FirearmCheck<Import>): Refusal | undefined => {
  const { payload: stated, phase, metadata } = context;
  if (isAbsent(stated.responsiblePartyId) && !isOldPaper(metadata))
    return refusal('R31', 'The responsible party is required; only a paper or legacy record may lack it.', {
      pointer: '/payload/responsiblePartyId',
    });
  return phase === 'NOW' || !receives(context) ? undefined : responsibleFault(context, { declared: false });
};

export const firearmImported = defineEvent({
  type: 'FirearmImported',
  schemaVersion: 1,
  meaning: 'A firearm came into the territory, for the first time or back from abroad.',
  payload,
  recordedBy: ['CUS', 'DLR', 'CLK'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(1)', '2025/41'],
  parties: (payload) => [payload.responsiblePartyId],
  receivedAs: (payload) => payload.partyRole,
  looksAt: (stated) => [
    ...(stated.licenceId === undefined ? [] : [{ kind: 'authorisation' as const, id: stated.licenceId }]),
    ...(stated.kind === 'TEMPORARY' ? [] : receivingLooksAt(receiverOf(stated))),
  ],
  added: ['responsibleAuthorisationId'],
  complete: (context) => (receives(context) ? withFoundRight(context) : context.payload),
  flags: (context) => (reporterIsLicensed(context) ? [] : ['LICENCE_NOT_VALID']),
  check: (context) => {
    const { payload: stated, state, phase, policy } = context;
    const { licenceNo, licenceId } = stated;
    const alert = state.custody === 'EXP' ? alertForbids(state) : undefined;
    if (alert !== undefined) return alert;
    if (licenceNo === undefined && policy.importLicenceRequired)
      return refusal('R18', 'An import needs a licence. Name its number.', { pointer: '/payload/licenceNo' });
    const unlicensed =
      licenceNo === undefined || licenceId === undefined || phase === 'NOW'
        ? undefined
        : importLicenceFault(context, { licenceId, licenceNo, fromCountry: stated.fromCountry });
    return unlicensed ?? checkReceiver(context);
  },
  halves: ({ licenceId, responsibleAuthorisationId }) => usedRights(licenceId, responsibleAuthorisationId),
  halvesFollow: true,
  spreads: (context) => [
    ...licenceUse(context, context.payload.licenceId, 'IMPORT'),
    ...(receives(context) ? acquisitionUse(context, context.payload.responsibleAuthorisationId) : []),
  ],
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
