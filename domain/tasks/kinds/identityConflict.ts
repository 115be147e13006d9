import { firearmKind } from '../../firearm/kind.ts';
import { defineFirearmTask } from '../task.ts';

/** Events with an `IC` cell in the transition table. */
const conflicting: ReadonlySet<string> = new Set(
  firearmKind.definitions
    .map(({ type }) => type)
    .filter((type) =>
      [...(firearmKind.rowOf(type)?.values() ?? [])].some(({ kind }) => kind === 'IDENTITY_CONFLICT'),
    ),
);

/** Something happened to a firearm that the register says is no more (HC-15, table 6.1 `IC`). */
export const identityConflict = defineFirearmTask({
  kind: 'IDENTITY_CONFLICT',
  meaning:
    'An event contradicts the end of this firearm: is it another one, or was the record of its end wrong?',
  ownerRole: 'CLK',
  closes: 'correcting or annulling the wrong record, or resolving the conflict',
  opensWith: ({ type }) => conflicting.has(type),
  find: ({ timeline }) =>
    (timeline.steps.at(-1)?.state.anomalies ?? []).flatMap(({ kind, eventId, status }) => {
      const step = timeline.steps.find(({ event }) => event.eventId === eventId);
      return kind === 'IDENTITY_CONFLICT' && step !== undefined
        ? [
            {
              openedBy: eventId,
              since: step.bounds.earliest,
              data: { type: step.event.type, recordedAs: status },
            },
          ]
        : [];
    }),
});
