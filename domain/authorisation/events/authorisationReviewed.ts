import { refusal } from '../../shared/refusal.ts';
import { date, oneOf, record } from '../../shared/shape.ts';
import { addDays, startOfDate } from '../../time/calendarDate.ts';
import { defineEvent } from '../definition.ts';

/** The review of Dir. 9 and 10(4) (REQ-CAT-05); one that lets a suspended right go on ends the suspension. */
export const authorisationReviewed = defineEvent({
  type: 'AuthorisationReviewed',
  schemaVersion: 1,
  meaning: 'The conditions of a right were reviewed.',
  payload: record({
    outcome: oneOf(['CONTINUES', 'CONDITIONS_NOT_MET'], 'what the review found'),
    nextReviewDue: date('last day of the next review', '2031-01-01'),
  }),
  recordedBy: ['CLK', 'SYS'],
  assertionKind: 'ASSESSMENT',
  legalBasis: ['2021/555:10(4)'],
  check: ({ state, phase }) =>
    phase === 'NOW' || state.right !== undefined
      ? undefined
      : refusal('R17', 'Only a right to have, make or trade firearms is reviewed.'),
  apply: (state, { payload, metadata }) => {
    if (payload.outcome === 'CONDITIONS_NOT_MET') return state;
    const { ended: _suspension, ...rest } = state;
    return {
      ...rest,
      reviewDue: startOfDate(addDays(payload.nextReviewDue, 1), metadata.effectiveAt.zone),
    };
  },
});
