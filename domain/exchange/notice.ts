import { country, eventId, reference, sha256 } from '../shared/commonFields.ts';
import { list, oneOf, optional, record } from '../shared/shape.ts';

/** Channels of catalogue 5.4. */
export const channels = ['SIS', 'IARMS', 'IMI', 'SIENA'] as const;
export type Channel = (typeof channels)[number];

/** A notice to other authorities, alike in every stream it belongs to; its text stays outside the log. */
const outboundNotice = record({
  channel: oneOf(channels, 'through which system it went'),
  kind: oneOf(['ALERT', 'DEFINITIVE', 'MOVEMENT', 'CONSENT', 'REFUSAL', 'TRACE'], 'what it is about'),
  action: oneOf(['CREATE', 'UPDATE', 'DELETE'], 'whether it enters, changes or deletes something there'),
  payloadSha256: sha256('SHA-256 of what was sent'),
  ref: reference('reference of the entry or message in that system', 'SIS-2026-000118'),
  toStates: optional(list(country('State addressed'), 1, 40, 'States addressed')),
  targetEventId: optional(eventId('the event that it tells of')),
});

const inboundNotice = record({
  channel: oneOf(channels, 'through which system it came'),
  kind: oneOf(
    ['HIT', 'CONFIRMATION', 'ALERT', 'DEFINITIVE', 'MOVEMENT', 'CONSENT', 'REFUSAL', 'TRACE'],
    'what it is about',
  ),
  payloadSha256: sha256('SHA-256 of what was received'),
  ref: reference('reference of the message in that system', 'SIENA-2026-4711'),
  fromState: optional(country('State that sent it')),
});

/** Police as well: SIS, iARMS and SIENA are theirs. */
const notice = { schemaVersion: 1, recordedBy: ['SYS', 'CLK', 'POL'], assertionKind: 'FACT' } as const;

/** What a notice is in every stream that it belongs to. */
export const outboundNoticeEvent = {
  ...notice,
  type: 'OutboundNoticeSent',
  meaning: 'Another authority was told: something was entered, changed or deleted in a shared system.',
  payload: outboundNotice,
} as const;
export const inboundNoticeEvent = {
  ...notice,
  type: 'InboundNoticeReceived',
  meaning: 'Another authority told something, such as a hit on an alert.',
  payload: inboundNotice,
} as const;
