import { samePartyIn } from '../../party/sameParty.ts';
import { authorisationRef, partyId, reference } from '../../shared/commonFields.ts';
import { type Refusal, refusal } from '../../shared/refusal.ts';
import { date, integer, oneOf, optional, record, type ValueOf } from '../../shared/shape.ts';
import { addDays, startOfDate } from '../../time/calendarDate.ts';
import { consentFault } from '../consent.ts';
import { type AuthorisationCheck, defineEvent } from '../definition.ts';
import { checkRegistered, residenceIn } from '../owner.ts';
import { checkPeriod, periodOf } from '../periods.ts';
import { checkScope, scopeFields, scopeOf, underArticles9And10 } from '../scope.ts';
import { rightKinds } from '../state.ts';

/** From this day on refusals are exchanged (2021/1423): older grants cannot have looked them up. */
const refusalsExchangedFrom = Date.UTC(2022, 0, 31);

const payload = record({
  holderId: partyId('whose right it is'),
  kind: oneOf(rightKinds, 'kind of right'),
  ...scopeFields,
  licenceNo: reference('number of the licence, permit or declaration', 'WP-2026-0017'),
  validFrom: date('first day', '2026-01-01'),
  // National law knows rights without an end and such without review or limit: these three may be left out.
  validTo: optional(date('last day; without it the right holds until it is ended', '2030-12-31')),
  reviewDue: optional(date('last day of the next review (REQ-CAT-05)', '2030-12-31')),
  limits: optional(
    record(
      { acquisitions: optional(integer(1, 1000, 'how many firearms may be acquired under it', 1)) },
      'limits',
      'AuthorisationLimits',
    ),
  ),
  foreignConsentRef: optional(authorisationRef('prior agreement of the State of residence (Dir. 10(2))')),
});
type Grant = ValueOf<typeof payload>;

/** A right under Dir. 9 or 10 is granted after a look-up of refusals elsewhere (REQ-EXC-04). */
const checkLookup = ({ payload: grant, state, policy, effective }: AuthorisationCheck<Grant>) =>
  policy.refusalLookupRequired &&
  effective.latest >= refusalsExchangedFrom &&
  underArticles9And10(grant.kind, grant) &&
  state.lookups.length === 0
    ? refusal('R44', 'Look up refusals of other States first and record RefusalLookupPerformed here.')
    : undefined;

/** No right for category A or B to a resident of another Member State without its agreement (REQ-CAT-07). */
const checkResidence = ({
  payload: grant,
  around,
  policy,
  effective,
  moment,
  now,
}: AuthorisationCheck<Grant>): Refusal | undefined => {
  if (!underArticles9And10(grant.kind, grant)) return undefined;
  const residence = residenceIn(around, grant.holderId, effective, now);
  if (residence === undefined || residence === policy.territory) return undefined;
  const fault = consentFault(around, grant.foreignConsentRef, {
    state: residence,
    partyId: grant.holderId,
    on: moment,
    sameParty: samePartyIn(around, now),
  });
  return fault === undefined ? undefined : refusal('R42', fault, { pointer: '/payload/foreignConsentRef' });
};

const checkPeriods = ({ payload: grant, policy }: AuthorisationCheck<Grant>): Refusal | undefined => {
  const years = grant.kind === 'DEALER_TRANSFER' ? policy.dealerTransferYears : undefined;
  const wrong = checkPeriod(grant.validFrom, grant.validTo, years, '/payload/validTo');
  if (wrong !== undefined) return wrong;
  if (!underArticles9And10(grant.kind, grant)) return undefined;
  // What ends before the next review could be due needs none (Dir. 10(4)).
  const last = grant.reviewDue ?? grant.validTo;
  return checkPeriod(grant.validFrom, last, policy.permitReviewYears, '/payload/reviewDue');
};

export const authorisationGranted = defineEvent({
  type: 'AuthorisationGranted',
  schemaVersion: 1,
  meaning: 'The authority granted a right to acquire, have, make or trade firearms, or took a declaration.',
  payload,
  // The migration job takes over rights that firearms of an older register are held under.
  recordedBy: ['CLK', 'MIG'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:5', '2021/555:6', '2021/555:9', '2021/555:10', '2021/555:11'],
  looksAt: ({ holderId, foreignConsentRef }) => [
    { kind: 'party', id: holderId },
    ...(foreignConsentRef === undefined ? [] : [{ kind: 'authorisation' as const, id: foreignConsentRef }]),
  ],
  check: (context) => {
    const { payload: grant, state, around, now, phase } = context;
    // What was decided then is not undone by what is true today.
    if (phase === 'NOW') return undefined;
    if (state.matter !== undefined && state.matter !== 'RIGHT')
      return refusal('R17', `This is a ${state.matter}, no application for a right.`);
    if (state.partyId !== undefined && state.partyId !== grant.holderId)
      return refusal('R17', 'Another party applied.', { pointer: '/payload/holderId' });
    if (state.applied !== undefined && state.applied.kind !== grant.kind)
      return refusal('R17', `${state.applied.kind} was applied for.`, { pointer: '/payload/kind' });
    return (
      checkRegistered(around, grant.holderId, now, '/payload/holderId') ??
      checkScope(grant.kind, grant) ??
      checkPeriods(context) ??
      checkLookup(context) ??
      checkResidence(context)
    );
  },
  spreads: ({ payload: grant, id }) => [
    {
      stream: { kind: 'party', id: grant.holderId },
      type: 'AuthorisationLinked',
      payload: { authorisationId: id, kind: grant.kind },
    },
  ],
  apply: (state, { payload: grant, metadata }) => {
    const { zone } = metadata.effectiveAt;
    const acquisitions = grant.limits?.acquisitions;
    return {
      ...state,
      matter: 'RIGHT',
      partyId: grant.holderId,
      right: { kind: grant.kind, ...scopeOf(grant), ...(acquisitions === undefined ? {} : { acquisitions }) },
      periods: [periodOf(grant.validFrom, grant.validTo, zone)],
      ...(grant.reviewDue === undefined ? {} : { reviewDue: startOfDate(addDays(grant.reviewDue, 1), zone) }),
      ...(grant.foreignConsentRef === undefined ? {} : { foreignConsentRef: grant.foreignConsentRef }),
    };
  },
});
