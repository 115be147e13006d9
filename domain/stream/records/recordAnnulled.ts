import { eventId } from '../../shared/commonFields.ts';
import { list, oneOf, optional, record } from '../../shared/shape.ts';
import { defineSharedEvent } from '../definition.ts';

/** What the fold reads of an annulment. */
export type Annulment = { readonly targetEventId: string; readonly cascade?: ReadonlyArray<string> };

export const recordAnnulled = defineSharedEvent({
  type: 'RecordAnnulled',
  schemaVersion: 1,
  meaning: 'An earlier record counts no more; it stays visible to audit and its id is never used again.',
  payload: record({
    targetEventId: eventId('the event that is annulled'),
    reason: oneOf(['NEVER_HAPPENED', 'WRONG_OBJECT', 'DUPLICATE', 'TEST'], 'why'),
    cascade: optional(
      list(
        eventId('a later event that falls with it'),
        1,
        100,
        'later events that depend on it and fall with it',
      ),
    ),
  }),
  recordedBy: ['CLK', 'DLR'],
  assertionKind: 'FACT',
  legalBasis: ['GDPR:16', 'LED:16'],
  aboutRecord: true,
});
