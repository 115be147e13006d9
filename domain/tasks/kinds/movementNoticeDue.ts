import { dueAfter } from '../due.ts';
import { defineFirearmTask, ofType } from '../task.ts';

type Arrival = { readonly definitive?: boolean };
type Notice = { readonly targetEventId?: string };

/**
 * Other Member States hear of a movement at the latest when it leaves, and of a definitive transfer at once (Dir. 18(1)-(2);
 * REQ-EXC-01, -02). Outside the Union a movement is an export, and nobody is told through IMI.
 */
export const movementNoticeDue = defineFirearmTask({
  kind: 'MOVEMENT_NOTICE_DUE',
  meaning: 'Another State is to be told of a movement of this firearm.',
  ownerRole: 'CLK',
  closes: 'OutboundNoticeSent of this firearm with targetEventId of the movement',
  applies: (policy) => policy.outbox.imi,
  opensWith: ofType('FirearmDispatched', 'FirearmArrivedAbroad'),
  find: ({ events, timeline }) =>
    timeline.steps.flatMap(({ event, bounds, status }) => {
      const arrived = event.type === 'FirearmArrivedAbroad' && (event.payload as Arrival).definitive === true;
      if (status !== 'EFFECTIVE' || !(arrived || event.type === 'FirearmDispatched')) return [];
      const sent = events.find(
        (each) =>
          each.type === 'OutboundNoticeSent' &&
          !timeline.knowledge.annulled.has(each.eventId) &&
          (each.payload as Notice).targetEventId === event.eventId,
      );
      return [
        {
          openedBy: event.eventId,
          since: bounds.earliest,
          due: dueAfter(event, arrived ? 'notices.definitiveTransfer' : 'notices.movement'),
          data: { channel: 'IMI', notice: arrived ? 'DEFINITIVE' : 'MOVEMENT' },
          ...(sent === undefined ? {} : { closed: { by: sent.eventId, at: sent.recordedAt } }),
        },
      ];
    }),
});
