import { refusal } from '../../shared/refusal.ts';
import { date, record } from '../../shared/shape.ts';
import { addDays, startOfDate } from '../../time/calendarDate.ts';
import { defineEvent } from '../definition.ts';

/** States what the last day said already, so that tasks on the holder's firearms begin (catalogue 5.3). */
export const authorisationExpired = defineEvent({
  type: 'AuthorisationExpired',
  schemaVersion: 1,
  meaning: 'The last day of an authorisation passed without renewal.',
  payload: record({ lastDay: date('last day on which it was valid', '2025-12-31') }),
  recordedBy: ['CLK', 'SYS'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:9', '2021/555:10'],
  check: ({ payload, state, effective, metadata, phase }) => {
    if (phase === 'NOW') return undefined;
    const ended = startOfDate(addDays(payload.lastDay, 1), metadata.effectiveAt.zone);
    const last = Math.max(...state.periods.map(({ until }) => until ?? Number.POSITIVE_INFINITY));
    if (last !== ended) return refusal('R17', 'This is not its last day.', { pointer: '/payload/lastDay' });
    return ended <= effective.latest
      ? undefined
      : refusal('R17', 'Its last day has not passed on the effective date.', { pointer: '/payload/lastDay' });
  },
  apply: (state, { eventId }) => ({ ...state, ended: { eventId, reason: 'EXPIRED' } }),
});
