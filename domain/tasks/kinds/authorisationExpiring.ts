import { dueAtStatedDate } from '../authorisationDates.ts';
import { defineTask, ofType } from '../task.ts';

const stating = ofType('AuthorisationGranted', 'AuthorisationRenewed', 'PassIssued', 'PassExtended');

/** What ends without renewal leaves firearms without a right to have them (users-and-jobs 2; REQ-CAT-03). */
export const authorisationExpiring = defineTask<'authorisation'>()({
  kind: 'AUTHORISATION_EXPIRING',
  meaning: 'A permit or pass ends.',
  ownerRole: 'CLK',
  closes: 'AuthorisationRenewed, PassExtended, AuthorisationExpired, or another end',
  opensWith: stating,
  find: dueAtStatedDate(stating, 'validTo'),
});
