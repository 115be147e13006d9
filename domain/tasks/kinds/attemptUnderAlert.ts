import { defineTask, ofType } from '../task.ts';

type Attempt = { readonly firearmId?: string; readonly attempted?: string; readonly code?: string };

/** Somebody tried to sell or move a missing firearm; he was told nothing, and the police is (HC-03). */
export const attemptUnderAlert = defineTask<'alert'>()({
  kind: 'ATTEMPT_UNDER_ALERT',
  meaning: 'A report about a missing firearm was refused; whoever made it may have it.',
  ownerRole: 'POL',
  policeOnly: true,
  closes: 'the end of the alert',
  opensWith: ofType('AttemptedUnderAlert'),
  find: ({ timeline }) =>
    timeline.steps.flatMap(({ event, bounds }, index) => {
      if (event.type !== 'AttemptedUnderAlert') return [];
      const closed = timeline.steps
        .slice(index + 1)
        .find(({ status, state }) => status === 'EFFECTIVE' && state.status === 'CLOSED');
      const { firearmId, attempted, code } = event.payload as Attempt;
      return [
        {
          openedBy: event.eventId,
          since: bounds.earliest,
          ...(closed === undefined
            ? {}
            : { closed: { by: closed.event.eventId, at: closed.bounds.earliest } }),
          data: {
            ...(firearmId === undefined ? {} : { firearmId }),
            ...(attempted === undefined ? {} : { attempted }),
            ...(code === undefined ? {} : { code }),
          },
        },
      ];
    }),
});
