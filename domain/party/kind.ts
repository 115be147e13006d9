import { idPattern } from '../shared/ids.ts';
import { createStreamKind } from '../stream/streamKind.ts';
import { partyCatalogue } from './catalogue.ts';
import { initialParty, type PartyStatus, partyStatuses } from './state.ts';

/** Role and status of one party; personal data only as vault reference (catalogue 5.2, 5.3). */
export const partyKind = createStreamKind({
  name: 'party',
  plural: 'parties',
  idPattern: idPattern.party,
  prefixFor: () => 'P',

  statuses: partyStatuses,
  initial: initialParty,
  statusOf: (state) => state.status,
  withStatus: (state, status) => ({ ...state, status: status as PartyStatus }),
  catalogue: partyCatalogue,
  rules: {},
  responsible: () => undefined,
});
