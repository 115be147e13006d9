import { informedBy, isChange, recipientsOf } from '../../firearm/recipients.ts';
import { defineFirearmTask, ofType } from '../task.ts';

/** Who received a value that was wrong is told of the right one (GDPR 19, LED 16(6); REQ-DPR-04). */
export const recipientToInform = defineFirearmTask({
  kind: 'RECIPIENT_TO_INFORM',
  meaning: 'An authority received data that was corrected or annulled since, and has not been told.',
  ownerRole: 'CLK',
  closes: 'RecipientInformed',
  opensWith: ofType('RecordCorrected', 'RecordAnnulled', 'RecordReinstated'),
  find: ({ events, timeline }) => {
    const { annulled } = timeline.knowledge;
    return events
      .filter((event) => isChange(event) && !annulled.has(event.eventId))
      .flatMap((change) =>
        recipientsOf(events, change, annulled).map(({ recipient, how, disclosure }) => {
          const told = informedBy(events, change, { disclosureEventId: disclosure.eventId }, annulled);
          return {
            openedBy: change.eventId,
            since: change.recordedAt,
            ...(how === 'TRACE_ANSWER' ? { ownerRole: 'FFP' as const } : {}),
            data: { recipient, how, disclosureEventId: disclosure.eventId },
            ...(told === undefined ? {} : { closed: { by: told.eventId, at: told.recordedAt } }),
          };
        }),
      );
  },
});
