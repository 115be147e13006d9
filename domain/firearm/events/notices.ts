import { inboundNoticeEvent, outboundNoticeEvent } from '../../exchange/notice.ts';
import { noticeFor } from '../../exchange/noticesDue.ts';
import { refusal } from '../../shared/refusal.ts';
import { defineEvent } from '../definition.ts';

/** REQ-EXC-01, -02: what other States were told of a movement; later than its deadline it is flagged, never refused. */
export const outboundNoticeSent = defineEvent({
  ...outboundNoticeEvent,
  legalBasis: ['2021/555:18'],
  aboutRecord: true,
  check: ({ payload, history }) =>
    payload.targetEventId === undefined || history.some(({ eventId }) => eventId === payload.targetEventId)
      ? undefined
      : refusal('R71', 'No event with this id is recorded for this firearm.', {
          pointer: '/payload/targetEventId',
        }),
  flags: ({ payload, history, policyAt, effective }) => {
    const target = history.find(({ eventId }) => eventId === payload.targetEventId);
    const due = target === undefined ? undefined : noticeFor(target, policyAt);
    return due !== undefined && effective.earliest > due.until ? ['NOTICE_LATE'] : [];
  },
});

export const inboundNoticeReceived = defineEvent({
  ...inboundNoticeEvent,
  legalBasis: ['2021/555:18'],
  aboutRecord: true,
});
