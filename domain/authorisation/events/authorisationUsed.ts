import { firearmRef } from '../../shared/commonFields.ts';
import { oneOf, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { withUsed } from '../limit.ts';

/** What counts against the number of firearms that an authorisation allows. */
export const use = record({
  firearmId: firearmRef('firearm'),
  use: oneOf(['ACQUISITION', 'DISPATCH', 'IMPORT'], 'what it was used for'),
});

/**
 * The other half of a transfer, dispatch or import under an authorisation whose number is limited. Nobody reports it
 * by itself; the catalogue leaves open how a quantity is used up.
 */
export const authorisationUsed = defineEvent({
  type: 'AuthorisationUsed',
  schemaVersion: 1,
  meaning: 'A firearm was acquired or moved under an authorisation for a limited number.',
  payload: use,
  recordedBy: ['SYS'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:10', '258/2012'],
  halves: () => [],
  apply: (state, { payload, eventId }) =>
    state.used.includes(payload.firearmId)
      ? state
      : withUsed(state, [...state.used, payload.firearmId], eventId),
});
