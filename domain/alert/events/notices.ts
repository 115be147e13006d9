import { inboundNotice, outboundNotice } from '../../exchange/notice.ts';
import { defineEvent } from '../definition.ts';
import { entriesAfterNotice } from '../entries.ts';

export const outboundNoticeSent = defineEvent({
  type: 'OutboundNoticeSent',
  schemaVersion: 1,
  meaning: 'Another authority was told: something was entered, changed or deleted in a shared system.',
  payload: outboundNotice,
  recordedBy: ['SYS', 'CLK', 'POL'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:18', 'SIS:38', 'iARMS'],
  apply: (state, event) => ({ ...state, entries: entriesAfterNotice(state, event.payload, event) }),
});

export const inboundNoticeReceived = defineEvent({
  type: 'InboundNoticeReceived',
  schemaVersion: 1,
  meaning: 'Another authority told something, such as a hit on an alert.',
  payload: inboundNotice,
  recordedBy: ['SYS', 'CLK', 'POL'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:18', 'SIS:38', 'iARMS'],
});
