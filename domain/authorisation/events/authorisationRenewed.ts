import { type Refusal, refusal } from '../../shared/refusal.ts';
import { date, optional, record } from '../../shared/shape.ts';
import { addDays, startOfDate } from '../../time/calendarDate.ts';
import { defineEvent } from '../definition.ts';
import { checkPeriod, periodOf } from '../periods.ts';
import { underArticles9And10 } from '../scope.ts';

export const authorisationRenewed = defineEvent({
  type: 'AuthorisationRenewed',
  schemaVersion: 1,
  meaning: 'A right was renewed for a further period.',
  payload: record({
    validFrom: date('first day of the further period', '2031-01-01'),
    validTo: optional(date('last day', '2035-12-31')),
    reviewDue: optional(date('last day of the next review', '2035-12-31')),
  }),
  recordedBy: ['CLK', 'SYS'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:9', '2021/555:10'],
  check: ({ payload, state, policy, phase }): Refusal | undefined => {
    if (phase === 'NOW') return undefined;
    const { right } = state;
    if (right === undefined)
      return refusal('R17', 'Only a right to have, make or trade firearms is renewed.');
    const years = right.kind === 'DEALER_TRANSFER' ? policy.dealerTransferYears : undefined;
    const wrong = checkPeriod(payload.validFrom, payload.validTo, years, '/payload/validTo');
    if (wrong !== undefined || !underArticles9And10(right.kind, right)) return wrong;
    const last = payload.reviewDue ?? payload.validTo;
    return checkPeriod(payload.validFrom, last, policy.permitReviewYears, '/payload/reviewDue');
  },
  apply: (state, { payload, metadata }) => {
    const { zone } = metadata.effectiveAt;
    return {
      ...state,
      periods: [...state.periods, periodOf(payload.validFrom, payload.validTo, zone)],
      ...(payload.reviewDue === undefined
        ? {}
        : { reviewDue: startOfDate(addDays(payload.reviewDue, 1), zone) }),
    };
  },
});
