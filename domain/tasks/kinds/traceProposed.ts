import { openLossAlert } from '../../firearm/events/shared.ts';
import type { FirearmState } from '../../firearm/state.ts';
import { defineFirearmTask, ofType } from '../task.ts';

const settles: ReadonlySet<string> = new Set(['FirearmReleased', 'FirearmForfeited']);

/** A missing firearm that is seized has a way behind it that nobody reported: its trace proposes itself (HC-02). */
export const traceProposed = defineFirearmTask({
  kind: 'TRACE_PROPOSED',
  meaning: 'A firearm that is reported missing was seized: trace how it came there.',
  ownerRole: 'FFP',
  closes: 'the answer to a trace of it, or its release or forfeiture',
  opensWith: ofType('FirearmSeized'),
  find: ({ events, timeline }) => {
    let before: FirearmState = timeline.initial;
    return timeline.steps.flatMap(({ event, state, status, bounds }, index) => {
      const alert = openLossAlert(before);
      // A second case that claims what is seized already is no second way.
      const isFirst = before.custody !== 'SZD';
      before = state;
      if (event.type !== 'FirearmSeized' || status !== 'EFFECTIVE' || alert === undefined || !isFirst)
        return [];
      // What leaves by an answer is told in the firearm's own stream.
      const answered = events.find(
        ({ type, eventId, recordedAt }) =>
          type === 'DisclosureRecorded' &&
          recordedAt >= event.recordedAt &&
          !timeline.knowledge.annulled.has(eventId),
      );
      const settled = timeline.steps
        .slice(index + 1)
        .find((later) => later.status === 'EFFECTIVE' && settles.has(later.event.type));
      return [
        {
          openedBy: event.eventId,
          since: bounds.earliest,
          data: { reportedAs: alert.kind },
          ...(answered === undefined
            ? settled === undefined
              ? {}
              : { closed: { by: settled.event.eventId, at: settled.bounds.earliest } }
            : { closed: { by: answered.eventId, at: answered.recordedAt } }),
        },
      ];
    });
  },
});
