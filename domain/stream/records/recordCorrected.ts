import { docRef, eventId } from '../../shared/commonFields.ts';
import { json, list, matching, oneOf, record } from '../../shared/shape.ts';
import { defineSharedEvent } from '../definition.ts';

const payload = record({
  targetEventId: eventId('the event that is corrected'),
  changes: list(
    record(
      {
        path: matching(
          '^/(effectiveAt|payload(/[A-Za-z0-9]{1,40}){1,8})$',
          200,
          'JSON pointer into the event',
          '/payload/identity/serialRaw',
        ),
        recordedValue: json('the value as recorded', 'AB 12346'),
        correctValue: json('the right value', 'AB 12345'),
      },
      '',
      'Change',
    ),
    1,
    20,
    'what is corrected',
  ),
  reason: oneOf(['CLERICAL_ERROR', 'MISREAD_MARK', 'WRONG_PARTY', 'WRONG_DATE', 'LATE_EVIDENCE'], 'why'),
  evidenceRef: docRef('evidence for the right value'),
});

/** What the fold reads of a correction. */
export type Correction = {
  readonly targetEventId: string;
  readonly changes: ReadonlyArray<{
    readonly path: string;
    readonly recordedValue: unknown;
    readonly correctValue: unknown;
  }>;
};

export const recordCorrected = defineSharedEvent({
  type: 'RecordCorrected',
  schemaVersion: 1,
  meaning: 'An earlier record is corrected; the original stays visible.',
  payload,
  recordedBy: ['CLK', 'MFR', 'DLR'],
  assertionKind: 'FACT',
  legalBasis: ['GDPR:16', 'LED:16'],
  aboutRecord: true,
});
