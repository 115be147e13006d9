import { idPattern } from '../shared/ids.ts';
import { createStreamKind } from '../stream/streamKind.ts';
import { authorisationCatalogue } from './catalogue.ts';
import { type AuthorisationStatus, authorisationStatuses, initialAuthorisation } from './state.ts';

/** One licence, permit, consent, pass, or refusal (catalogue 5.3, 5.4). */
export const authorisationKind = createStreamKind({
  name: 'authorisation',
  plural: 'authorisations',
  idPattern: idPattern.authorisation,
  prefixFor: () => 'E',

  statuses: authorisationStatuses,
  initial: initialAuthorisation,
  statusOf: (state) => state.status,
  withStatus: (state, status) => ({ ...state, status: status as AuthorisationStatus }),
  catalogue: authorisationCatalogue,
  rules: {
    REVIEW: (_definition, payload, state) =>
      (payload as { readonly outcome: string }).outcome === 'CONTINUES' ? 'GRANTED' : state.status,
  },
  responsible: (state) => state.partyId,
});
