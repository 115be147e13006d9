import { eventId, reference } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { oneOf, optional, record, text } from '../../shared/shape.ts';
import { defineSharedEvent } from '../definition.ts';

/** Who received a value that was corrected is told (GDPR 19, LED 16(6); REQ-DPR-04). */
export const recipientInformed = defineSharedEvent({
  type: 'RecipientInformed',
  schemaVersion: 1,
  meaning: 'A recipient of data that was corrected or annulled was told of it.',
  payload: record({
    targetEventId: eventId('the correction, annulment or late record'),
    recipient: text(120, 'authority or organisation that was told', 'Bundeskriminalamt'),
    disclosureEventId: optional(eventId('the answer or notice by which it had received the value')),
    channel: oneOf(['IMI', 'SIENA', 'SIS', 'IARMS', 'LETTER', 'MESSAGE'], 'how it was told'),
    ref: reference('reference of the message', 'SIENA-2026-4712'),
  }),
  recordedBy: ['CLK', 'DPO', 'FFP'],
  assertionKind: 'FACT',
  legalBasis: ['GDPR:19', 'LED:16(6)'],
  aboutRecord: true,
  check: ({ payload, history }) => {
    const absent = [payload.targetEventId, payload.disclosureEventId].find(
      (wanted) => wanted !== undefined && !history.some((event) => event.eventId === wanted),
    );
    return absent === undefined
      ? undefined
      : refusal('R71', 'No event with this id is recorded here.', {
          pointer: absent === payload.targetEventId ? '/payload/targetEventId' : '/payload/disclosureEventId',
        });
  },
});
