import { lastAnswer, settledBy } from '../answers.ts';
import { dueAfter } from '../due.ts';
import { defineTask, ofType } from '../task.ts';

/** More firearms count against a right or licence than it allows, after a correction, annulment or reinstatement (REQ-CAT-03). */
export const limitExceeded = defineTask<'authorisation'>()({
  kind: 'LIMIT_EXCEEDED',
  meaning:
    'As the records stand, more firearms were acquired or moved under this right or licence than it allows.',
  ownerRole: 'CLK',
  closes:
    'correction or annulment of the report that is one too many, or DisputeDecided UPHELD in the stream of the right',
  opensWith: ofType('AuthorisationUsed'),
  find: ({ events, timeline }) => {
    const state = timeline.steps.at(-1)?.state;
    return (state?.anomalies ?? []).flatMap(({ kind, eventId }) => {
      const step = timeline.steps.find(({ event }) => event.eventId === eventId);
      if (kind !== 'LIMIT_EXCEEDED' || step === undefined) return [];
      const { firearmId } = step.event.payload as { readonly firearmId: string };
      return [
        {
          openedBy: eventId,
          since: step.bounds.earliest,
          due: dueAfter(step.event, 'flaggedReport'),
          ...(state?.partyId === undefined ? {} : { party: state.partyId }),
          data: { firearmId },
          ...settledBy(lastAnswer({ events, timeline }, eventId, ['DisputeDecided'])),
        },
      ];
    });
  },
});
