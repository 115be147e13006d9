import { defineEvent } from '../definition.ts';
import { withUsed } from '../limit.ts';
import { use } from './authorisationUsed.ts';

/** A dispatch was aborted, or a transfer never happened: the firearm counts no more. */
export const authorisationUseReturned = defineEvent({
  type: 'AuthorisationUseReturned',
  schemaVersion: 1,
  meaning: 'A firearm that counted against a limited authorisation counts no more.',
  payload: use,
  recordedBy: ['CLK', 'SYS'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:10', '258/2012'],
  halves: () => [],
  apply: (state, { payload }) =>
    withUsed(
      state,
      state.used.filter((firearmId) => firearmId !== payload.firearmId),
    ),
});
