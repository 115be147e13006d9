import { rightKinds } from '../../authorisation/state.ts';
import { authorisationRef } from '../../shared/commonFields.ts';
import { oneOf, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';

/**
 * The other half of AuthorisationGranted, so that a party's rights are found from the party (REQ-DLR-01, HC-19). Nobody
 * reports it by itself; what becomes of the right is in its own stream.
 */
export const authorisationLinked = defineEvent({
  type: 'AuthorisationLinked',
  schemaVersion: 1,
  meaning: 'A right was granted to this party.',
  payload: record({
    authorisationId: authorisationRef('the right'),
    kind: oneOf(rightKinds, 'kind of right'),
  }),
  recordedBy: ['SYS'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(4)', '2021/555:9', '2021/555:10', '2021/555:11'],
  apply: (state, { payload }) => ({ ...state, rights: [...state.rights, payload] }),
});
