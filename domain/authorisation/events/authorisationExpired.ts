import { refusal } from '../../shared/refusal.ts';
import { record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';

/** States what the last day said already, so that tasks on the holder's firearms begin (catalogue 5.3). */
export const authorisationExpired = defineEvent({
  type: 'AuthorisationExpired',
  schemaVersion: 1,
  meaning: 'The last day of an authorisation passed without renewal.',
  payload: record({}),
  recordedBy: ['CLK', 'SYS'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:9', '2021/555:10'],
  check: ({ state, effective, phase }) =>
    phase === 'NOW' ||
    (state.periods.length > 0 &&
      state.periods.every(({ until }) => until !== undefined && until <= effective.latest))
      ? undefined
      : refusal('R17', 'Its last day has not passed on the effective date.'),
  apply: (state, { eventId }) => ({ ...state, ended: { eventId, reason: 'EXPIRED' } }),
});
