import { defineFirearmTask } from '../task.ts';

/** A report that came later took the ground from an earlier one; nothing is deleted, somebody decides (HC-10). */
export const recordInconsistent = defineFirearmTask({
  kind: 'RECORD_INCONSISTENT',
  meaning: 'An accepted record no longer fits what is known of the time before it, and has no effect.',
  ownerRole: 'CLK',
  closes: 'correcting or annulling one of the records that contradict each other',
  opensWith: () => true,
  find: ({ timeline }) =>
    timeline.steps.flatMap(({ event, status, code, bounds }) =>
      status === 'INCONSISTENT'
        ? [
            {
              openedBy: event.eventId,
              since: bounds.earliest,
              data: { type: event.type, code: code ?? 'R17' },
            },
          ]
        : [],
    ),
});
