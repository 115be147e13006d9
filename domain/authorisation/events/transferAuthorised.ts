import { samePartyIn } from '../../party/sameParty.ts';
import { isConsentFree } from '../../policy/consentFree.ts';
import { canonicalJson, type Json } from '../../shared/canonicalJson.ts';
import { authorisationRef, reference } from '../../shared/commonFields.ts';
import { type Refusal, refusal } from '../../shared/refusal.ts';
import { date, isAbsent, oneOf, optional, record, type ValueOf } from '../../shared/shape.ts';
import { lastDayOf } from '../../time/calendarDate.ts';
import { writtenMoment } from '../../time/effectiveTime.ts';
import { consentFault } from '../consent.ts';
import { type AuthorisationCheck, defineEvent } from '../definition.ts';
import { checkFree } from '../held.ts';
import { transferParticulars } from '../particulars.ts';
import { checkPeriod, periodOf } from '../periods.ts';

const payload = record({
  licenceNo: reference('number of the licence', 'TL-2026-004'),
  kind: oneOf(['DEFINITIVE', 'TEMPORARY'], 'for good, or for a time'),
  validFrom: date('first day', '2026-03-01'),
  validTo: date('last day', '2026-05-31'),
  foreignConsentRef: optional(authorisationRef('prior agreement of the State of destination (Dir. 16(4))')),
  particulars: optional(transferParticulars),
});
type Given = ValueOf<typeof payload>;

/** The State of destination agreed, or said that it need not be asked (REQ-TRF-05). */
const checkConsent = ({
  payload: { foreignConsentRef },
  state: { request },
  around,
  policy,
  moment,
  metadata,
  now,
}: AuthorisationCheck<Given>): Refusal | undefined => {
  if (request === undefined) return undefined;
  const on = lastDayOf(writtenMoment(metadata.effectiveAt));
  for (const { firearmId, identity } of request.firearms) {
    const subcategory = identity?.subcategory;
    if (
      typeof subcategory === 'string' &&
      !isAbsent(subcategory) &&
      isConsentFree(policy, request.destinationState, subcategory, on)
    )
      continue;
    const fault = consentFault(around, foreignConsentRef, {
      state: request.destinationState,
      firearmId,
      on: moment,
      sameParty: samePartyIn(around, now),
      partyId: request.acquirerId,
    });
    if (fault !== undefined) return refusal('R42', fault, { pointer: '/payload/foreignConsentRef' });
  }
  return undefined;
};

const same = (one: unknown, other: unknown): boolean =>
  canonicalJson(one as Json) === canonicalJson(other as Json);

/** The licence with all particulars of the request, byte for byte (REQ-TRF-02): the ledger adds them. */
export const transferAuthorised = defineEvent({
  type: 'TransferAuthorised',
  schemaVersion: 1,
  meaning:
    'The licence for a transfer to another Member State was issued; it carries the particulars of the request.',
  payload,
  recordedBy: ['CLK'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:16(2)', '2021/555:16(3)'],
  looksAt: ({ foreignConsentRef }) =>
    foreignConsentRef === undefined ? [] : [{ kind: 'authorisation', id: foreignConsentRef }],
  complete: ({ payload: given, state }) =>
    given.particulars !== undefined || state.request === undefined
      ? given
      : { ...given, particulars: state.request },
  check: (context) => {
    const { payload: given, state } = context;
    if (context.phase === 'NOW') {
      // An alert or a seizure of today leaves the licence without effect until somebody decides.
      const listed = given.particulars?.firearms.map(({ firearmId }) => firearmId) ?? [];
      return checkFree(context, listed, '/payload/particulars/firearms');
    }
    const { request } = state;
    if (request === undefined) return refusal('R17', 'No transfer was asked for here.');
    if (!same(given.particulars, request))
      return refusal(
        'R33',
        'The particulars are not those of the request. Leave them out: the ledger adds them.',
        {
          pointer: '/payload/particulars',
        },
      );
    const ids = request.firearms.map(({ firearmId }) => firearmId);
    return (
      checkPeriod(given.validFrom, given.validTo, undefined, '/payload/validTo') ??
      checkFree(context, ids, '/payload/particulars/firearms') ??
      checkConsent(context)
    );
  },
  apply: (state, { payload: given, metadata }) => {
    const particulars = given.particulars ?? state.request;
    return {
      ...state,
      periods: [periodOf(given.validFrom, given.validTo, metadata.effectiveAt.zone)],
      ...(given.foreignConsentRef === undefined ? {} : { foreignConsentRef: given.foreignConsentRef }),
      ...(particulars === undefined
        ? {}
        : {
            licence: {
              movement: 'TRANSFER' as const,
              licenceNo: given.licenceNo,
              categories: [],
              subcategories: [],
              firearmIds: particulars.firearms.map(({ firearmId }) => firearmId),
              quantity: particulars.count,
              importCountry: particulars.destinationState,
              transitCountries: particulars.transitStates,
            },
          }),
    };
  },
});
