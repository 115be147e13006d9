import { idPattern } from '../shared/ids.ts';
import { createStreamKind } from '../stream/streamKind.ts';
import { partyCatalogue } from './catalogue.ts';
import { initialParty, type PartyStatus, partyStatuses } from './state.ts';

const isPerson = (payload: unknown): boolean =>
  typeof payload === 'object' && payload !== null && 'kind' in payload && payload.kind === 'NATURAL_PERSON';

/** Role and status of one party; personal data only as vault reference (catalogue 5.2, 5.3). */
export const partyKind = createStreamKind({
  name: 'party',
  plural: 'parties',
  idPattern: idPattern.party,
  prefixFor: (payload) => (isPerson(payload) ? 'P' : 'F'),

  statuses: partyStatuses,
  initial: initialParty,
  statusOf: (state) => state.status,
  withStatus: (state, status) => ({ ...state, status: status as PartyStatus }),
  catalogue: partyCatalogue,
  rules: {
    MERGE: (_definition, payload, state) =>
      (payload as { readonly aliasId: string }).aliasId === state.partyId ? 'MERGED' : state.status,
    SPLIT: (definition, payload, state) =>
      (payload as { readonly aliasId: string }).aliasId === state.partyId
        ? (definition.returnsTo?.(state) ?? 'ACTIVE')
        : state.status,
  },
  // A trader reports of itself only: its own stock, its own end.
  responsible: (state) => state.partyId,
});
