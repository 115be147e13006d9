import { dueAfter } from '../due.ts';
import { defineTask, ofType } from '../task.ts';

type Received = { readonly kind: string; readonly receivedOn: string; readonly ref: string };

/** A data subject is answered within one month of his request (GDPR 12(3)). */
export const subjectRequestDue = defineTask<'party'>()({
  kind: 'SUBJECT_REQUEST_DUE',
  meaning: 'A data subject asked for access, correction, restriction or erasure, and waits for the answer.',
  ownerRole: 'DPO',
  closes: 'SubjectRequestDecided',
  opensWith: ofType('SubjectRequestReceived'),
  find: ({ timeline }) =>
    timeline.steps.flatMap(({ event, bounds, status }) => {
      if (event.type !== 'SubjectRequestReceived' || status !== 'EFFECTIVE') return [];
      const { kind, receivedOn, ref } = event.payload as Received;
      const answer = timeline.steps.find(
        (step) =>
          step.event.type === 'SubjectRequestDecided' &&
          step.status === 'EFFECTIVE' &&
          (step.event.payload as { readonly requestEventId: string }).requestEventId === event.eventId,
      );
      return [
        {
          openedBy: event.eventId,
          since: bounds.earliest,
          due: { ...dueAfter(event, 'subjectRequest'), from: receivedOn },
          data: { request: kind, ref },
          ...(answer === undefined
            ? {}
            : { closed: { by: answer.event.eventId, at: answer.bounds.earliest } }),
        },
      ];
    }),
});
