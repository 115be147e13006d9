import { inboundNoticeEvent, outboundNoticeEvent } from '../../exchange/notice.ts';
import { defineEvent } from '../definition.ts';
import { entriesAfterNotice } from '../entries.ts';

export const outboundNoticeSent = defineEvent({
  ...outboundNoticeEvent,
  legalBasis: ['2021/555:18', 'SIS:38', 'iARMS'],
  apply: (state, event) => ({ ...state, entries: entriesAfterNotice(state, event.payload, event) }),
});

export const inboundNoticeReceived = defineEvent({
  ...inboundNoticeEvent,
  legalBasis: ['2021/555:18', 'SIS:38', 'iARMS'],
});
