import * as E from 'fp-ts/lib/Either.js';
import { expect, test } from 'vitest';
import type { Metadata, RecordedEvent } from '../../domain/event/envelope.ts';
import { noticesDue } from '../../domain/exchange/noticesDue.ts';
import { firearmKind } from '../../domain/firearm/kind.ts';
import { euMember } from '../../domain/policy/profiles.ts';
import { decide } from '../../domain/stream/decide.ts';

const metadata = (value: string): Metadata =>
  ({
    effectiveAt: { precision: value.includes('T') ? 'MINUTE' : 'DAY', value, zone: 'UTC' },
    recordedBy: { actorId: 'a', role: 'CLK', organisationId: 'o' },
    source: { kind: 'DIRECT' },
  }) as unknown as Metadata;
let version = 0;
const recorded = (type: string, at: string, payload: object): RecordedEvent => {
  version += 1;
  return {
    eventId: `00000000-0000-5000-8000-${String(version).padStart(12, '0')}`,
    type,
    schemaVersion: 1,
    streamId: 'firearm-W-1',
    streamVersion: version,
    recordedAt: Date.parse('2026-06-01T12:00:00Z'),
    metadata: metadata(at),
    payload,
  };
};
const dispatched = recorded('FirearmDispatched', '2026-05-01T10:00:00Z', {});
const arrived = recorded('FirearmArrivedAbroad', '2026-05-03', { definitive: true });
const passing = recorded('FirearmArrivedAbroad', '2026-05-04', { definitive: false });
const history = [dispatched, arrived, passing];
const notice = (targetEventId: string) => ({
  channel: 'IMI',
  kind: 'MOVEMENT',
  action: 'CREATE',
  payloadSha256: 'a'.repeat(64),
  ref: 'IMI-1',
  targetEventId,
});

test('REQ-EXC-01 every definitive arrival has a notice or an open task, a temporary one neither', () => {
  expect(noticesDue(history, () => euMember).map(({ targetEventId, kind }) => [targetEventId, kind])).toEqual(
    [
      [dispatched.eventId, 'MOVEMENT'],
      [arrived.eventId, 'DEFINITIVE'],
    ],
  );
  const sent = recorded('OutboundNoticeSent', '2026-05-03', notice(arrived.eventId));
  expect(noticesDue([...history, sent], () => euMember).map(({ kind }) => kind)).toEqual(['MOVEMENT']);
  const annulled = recorded('RecordAnnulled', '2026-05-05', { targetEventId: sent.eventId });
  expect(noticesDue([...history, sent, annulled], () => euMember)).toHaveLength(2);
});

test.each([
  ['2026-05-01T10:00:00Z', []],
  ['2026-05-01T10:01:00Z', ['NOTICE_LATE']],
])('REQ-EXC-02 a notice sent at %s of a dispatch at 10:00 is flagged %j, never refused', (at, flags) => {
  const decided = decide(
    firearmKind,
    { type: 'OutboundNoticeSent', payload: notice(dispatched.eventId), metadata: metadata(at) },
    {
      id: 'W-1',
      history,
      now: Date.parse('2026-06-01T12:00:00Z'),
      policy: euMember,
      policyAt: () => euMember,
      around: { statesIn: () => undefined, historyOf: () => undefined, ownHistoryOf: () => undefined },
      derive: (prefix) => prefix,
      digest: (text) => text,
      isValidPayload: () => true,
    },
  );
  expect(E.isRight(decided) ? decided.right.disputes : decided.left).toEqual(flags);
});
