import { boundsOf } from '../../time/effectiveTime.ts';
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
  // A notice is a record about records: it has no place among the steps of the timeline.
  find: ({ events, timeline }) =>
    events.flatMap((event) => {
      if (event.type !== 'AttemptedUnderAlert' || timeline.knowledge.annulled.has(event.eventId)) return [];
      const since = boundsOf(event.metadata.effectiveAt, event.recordedAt).earliest;
      const closed = timeline.steps.find(
        ({ status, state, bounds }) =>
          status === 'EFFECTIVE' && state.status === 'CLOSED' && bounds.latest >= since,
      );
      const { firearmId, attempted, code } = event.payload as Attempt;
      return [
        {
          openedBy: event.eventId,
          since,
          ...(closed === undefined
            ? {}
            : { closed: { by: closed.event.eventId, at: closed.bounds.earliest } }),
          data: {
            ...(firearmId === undefined ? {} : { firearmId }),
            ...(attempted === undefined ? {} : { attempted }),
            ...(code === undefined ? {} : { code }),
            // Nothing was reported; somebody asked whether he may hand it over.
            ...(event.metadata.source.ref === 'transfer check' ? { asked: 'yes' } : {}),
          },
        },
      ];
    }),
});
