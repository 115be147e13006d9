import { defineEvent } from '../definition.ts';
import { checkTrade, tradeLicence, withTrade } from '../tradeLicence.ts';

export const exportAuthorised = defineEvent({
  type: 'ExportAuthorised',
  schemaVersion: 1,
  meaning: 'A licence of export was issued.',
  payload: tradeLicence,
  recordedBy: ['CLK'],
  assertionKind: 'FACT',
  legalBasis: ['258/2012', '2025/41', 'UNFP:10'],
  looksAt: ({ holderId }) => [{ kind: 'party', id: holderId }],
  check: (context) => checkTrade('EXPORT', context),
  apply: (state, { payload, metadata }) => withTrade('EXPORT', state, payload, metadata.effectiveAt.zone),
});
