import { defineEvent } from '../definition.ts';
import { checkTrade, tradeLicence, withTrade } from '../tradeLicence.ts';

export const importAuthorised = defineEvent({
  type: 'ImportAuthorised',
  schemaVersion: 1,
  meaning: 'A licence of import was issued.',
  payload: tradeLicence,
  recordedBy: ['CLK'],
  assertionKind: 'FACT',
  legalBasis: ['258/2012', '2025/41', 'UNFP:10'],
  looksAt: ({ holderId }) => [{ kind: 'party', id: holderId }],
  check: (context) => checkTrade('IMPORT', context),
  apply: (state, { payload, metadata }) => withTrade('IMPORT', state, payload, metadata.effectiveAt.zone),
});
