import { type AuthorisationView, isAlive, statedDate } from '../authorisationView.ts';
import { spanOf, whileSame } from '../spans.ts';
import { defineTask, ofType } from '../task.ts';

const stating = ofType('AuthorisationGranted', 'AuthorisationRenewed', 'PassIssued', 'PassExtended');

/** What ends without renewal leaves firearms without a right to have them (users-and-jobs 2; REQ-CAT-03). */
export const authorisationExpiring = defineTask<'authorisation'>()({
  kind: 'AUTHORISATION_EXPIRING',
  meaning: 'A permit or pass ends.',
  ownerRole: 'CLK',
  closes: 'AuthorisationRenewed, PassExtended, AuthorisationExpired, or another end',
  opensWith: stating,
  find: ({ timeline }) => {
    let stated: string | undefined;
    return whileSame(timeline, ({ event, state }) => {
      if (stating(event)) stated = statedDate(event, 'validTo') ?? stated;
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
