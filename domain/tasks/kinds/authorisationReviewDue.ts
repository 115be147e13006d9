import { dueAtStatedDate } from '../authorisationDates.ts';
import { defineTask, ofType } from '../task.ts';

const stating = ofType('AuthorisationGranted', 'AuthorisationReviewed', 'AuthorisationRenewed');

/** Authorisations are reviewed at least every five years (Dir. 9, 10(4); REQ-CAT-05). */
export const authorisationReviewDue = defineTask<'authorisation'>()({
  kind: 'AUTHORISATION_REVIEW_DUE',
  meaning: 'A permit is to be reviewed.',
  ownerRole: 'CLK',
  closes: 'AuthorisationReviewed, renewal, or the end of the permit',
  opensWith: stating,
  find: dueAtStatedDate(stating, 'reviewDue'),
});
