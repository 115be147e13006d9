import { eventId } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { oneOf, record } from '../../shared/shape.ts';
import { defineSharedEvent } from '../definition.ts';

/** What the fold reads of a reinstatement. */
export type Reinstatement = { readonly annulmentEventId: string };

export const recordReinstated = defineSharedEvent({
  type: 'RecordReinstated',
  schemaVersion: 1,
  meaning: 'An annulment was wrong: the annulled record counts again.',
  payload: record({
    annulmentEventId: eventId('the annulment that is undone'),
    reason: oneOf(['ANNULLED_IN_ERROR', 'NEW_EVIDENCE', 'COURT_DECISION'], 'why'),
  }),
  recordedBy: ['CLK'],
  assertionKind: 'FACT',
  legalBasis: ['GDPR:16', 'LED:16'],
  aboutRecord: true,
  check: ({ payload, history }) => {
    const pointer = { pointer: '/payload/annulmentEventId' };
    if (
      !history.some(({ eventId: id, type }) => id === payload.annulmentEventId && type === 'RecordAnnulled')
    )
      return refusal('R71', 'No annulment with this id is recorded here.', pointer);
    return history.some(
      (event) =>
        event.type === 'RecordReinstated' &&
        (event.payload as Reinstatement).annulmentEventId === payload.annulmentEventId,
    )
      ? refusal('R71', 'This annulment is undone already.', pointer)
      : undefined;
  },
});
