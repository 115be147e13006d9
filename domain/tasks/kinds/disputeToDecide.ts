import { guardDispute } from '../../event/envelope.ts';
import { lastAnswer, settledBy } from '../answers.ts';
import { defineTask, type TaskDefinition } from '../task.ts';

/** A report that the state of today forbids was accepted without effect and awaits a decision (catalogue 8 rule 6). */
export const disputeToDecide = <N extends 'firearm' | 'component'>(): TaskDefinition<N> =>
  defineTask<N>()({
    kind: 'DISPUTE_TO_DECIDE',
    meaning:
      'A late report contradicts what is recorded since; it has no effect until the authority decides.',
    ownerRole: 'CLK',
    closes: 'DisputeDecided, or for a transfer the authority’s TransferConfirmed or TransferDisputed',
    opensWith: ({ metadata }) => guardDispute(metadata) !== undefined,
    find: (history) =>
      history.timeline.steps.flatMap(({ event, bounds }) => {
        const code = guardDispute(event.metadata);
        if (code === undefined) return [];
        const decided = lastAnswer(history, event.eventId, [
          'DisputeDecided',
          'TransferConfirmed',
          'TransferDisputed',
        ]);
        return [
          {
            openedBy: event.eventId,
            since: bounds.earliest,
            data: { type: event.type, code },
            ...settledBy(decided),
          },
        ];
      }),
  });
