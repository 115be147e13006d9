import { lastAnswer } from '../answers.ts';
import { dueAfter } from '../due.ts';
import { defineTask, ofType, type TaskDefinition } from '../task.ts';

const answers = ['TransferConfirmed', 'TransferDisputed'];
const authority: ReadonlySet<string> = new Set(['CLK', 'POL']);

/** The two sides of a transfer state different things; somebody has to find out who is right (users-and-jobs 2). */
export const transferDisputed = <N extends 'firearm' | 'component'>(): TaskDefinition<N> =>
  defineTask<N>()({
    kind: 'TRANSFER_DISPUTED',
    meaning: 'One side reported a transfer, the other says it did not happen, or not so.',
    ownerRole: 'CLK',
    closes:
      'TransferConfirmed, a correction or annulment of the transfer, or the authority’s own TransferDisputed',
    opensWith: ofType('TransferDisputed'),
    find: (history) =>
      history.timeline.steps.flatMap(({ event }) => {
        if (event.type !== 'FirearmTransferred' && event.type !== 'ComponentTransferred') return [];
        const dispute = lastAnswer(history, event.eventId, ['TransferDisputed']);
        // A dispute that the authority states is its decision.
        if (dispute === undefined || authority.has(dispute.metadata.recordedBy.role)) return [];
        const later = lastAnswer(history, event.eventId, answers);
        return [
          {
            openedBy: dispute.eventId,
            since: dispute.recordedAt,
            due: dueAfter(dispute, 'transferConfirmation'),
            data: { transfer: event.eventId },
            ...(later === undefined || later.eventId === dispute.eventId
              ? {}
              : { closed: { by: later.eventId, at: later.recordedAt } }),
          },
        ];
      }),
  });
