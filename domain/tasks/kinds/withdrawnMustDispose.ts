import type { AuthorisationView } from '../authorisationView.ts';
import { dueAfter } from '../due.ts';
import { spanOf, whileState } from '../spans.ts';
import { defineTask, ofType } from '../task.ts';

/**
 * Whoever loses the right has to part with the firearms in time (HC-19; REQ-CAT-06). The authorisation knows its party
 * only; which firearms he still holds is asked when the list is read, firearm by firearm, until none is left.
 */
export const withdrawnMustDispose = defineTask<'authorisation'>()({
  kind: 'WITHDRAWN_MUST_DISPOSE',
  meaning: 'The right to have this firearm ended; its holder has to part with it.',
  ownerRole: 'CLK',
  closes: 'transfer, surrender, deactivation or destruction of the firearm, or another right that covers it',
  opensWith: ofType('AuthorisationWithdrawn', 'AuthorisationExpired'),
  find: ({ timeline }) =>
    whileState(timeline, ({ status }) => status === 'WITHDRAWN' || status === 'EXPIRED').flatMap((span) => {
      const { partyId, right }: AuthorisationView = span.opened.state;
      // A licence for one movement, a consent or a pass gives nobody the right to have a firearm.
      if (partyId === undefined || right === undefined) return [];
      return [
        {
          ...spanOf(span),
          due: dueAfter(span.opened.event, 'disposalAfterWithdrawal'),
          party: partyId,
          data: { categories: (right.categories ?? []).join(' ') },
        },
      ];
    }),
});
