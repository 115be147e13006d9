import { type AuthorisationView, isAlive, statedDate } from '../authorisationView.ts';
import { spanOf, whileSame } from '../spans.ts';
import { defineTask, ofType } from '../task.ts';

const stating = ofType('AuthorisationGranted', 'AuthorisationReviewed', 'AuthorisationRenewed');

/** Authorisations are reviewed at least every five years (Dir. 9, 10(4); REQ-CAT-05). */
export const authorisationReviewDue = defineTask<'authorisation'>()({
  kind: 'AUTHORISATION_REVIEW_DUE',
  meaning: 'A permit is to be reviewed.',
  ownerRole: 'CLK',
  closes: 'AuthorisationReviewed, renewal, or the end of the permit',
  opensWith: stating,
  find: ({ timeline }) => {
    let stated: string | undefined;
    return whileSame(timeline, ({ event, state }) => {
      if (stating(event)) stated = statedDate(event, 'reviewDue') ?? stated;
      return isAlive(state) ? stated : undefined;
    }).map((span) => {
      const { partyId }: AuthorisationView = span.opened.state;
      return {
        ...spanOf(span),
        due: { on: span.name, zone: span.opened.event.metadata.effectiveAt.zone },
        ...(partyId === undefined ? {} : { party: partyId }),
      };
    });
  },
});
