import { defineEvent } from '../definition.ts';
import { checkTrade, tradeLicence, withTrade } from '../tradeLicence.ts';

export const transitAuthorised = defineEvent({
  type: 'TransitAuthorised',
  schemaVersion: 1,
  meaning: 'A licence of transit was issued.',
  payload: tradeLicence,
  recordedBy: ['CLK'],
  assertionKind: 'FACT',
  legalBasis: ['258/2012', '2025/41', 'UNFP:10'],
  looksAt: ({ holderId }) => [{ kind: 'party', id: holderId }],
  check: (context) => checkTrade('TRANSIT', context),
  apply: (state, { payload, metadata }) => withTrade('TRANSIT', state, payload, metadata.effectiveAt.zone),
});
