import type { RecordedEvent } from '../event/envelope.ts';
import type { Policy } from '../policy/policy.ts';
import { annulledBy } from '../stream/knowledge.ts';
import { addDurationToInstant, durationOf } from '../time/duration.ts';
import { boundsOf } from '../time/effectiveTime.ts';
import type { Instant } from '../time/zone.ts';

type NoticeKind = 'DEFINITIVE' | 'MOVEMENT';
/** A notice to other States that an event of a firearm calls for, and until when (Dir. 18(1)-(2)). */
export type NoticeDue = {
  readonly targetEventId: string;
  readonly kind: NoticeKind;
  readonly until: Instant;
};

/** The notice that an event calls for: of a definitive arrival (REQ-EXC-01), and of a dispatch at the latest when it leaves (REQ-EXC-02). */
export const noticeFor = (event: RecordedEvent, policyAt: (at: Instant) => Policy): NoticeDue | undefined => {
  const { definitive } = event.payload as { readonly definitive?: boolean };
  const kind: NoticeKind | undefined =
    event.type === 'FirearmDispatched'
      ? 'MOVEMENT'
      : event.type === 'FirearmArrivedAbroad' && definitive === true
        ? 'DEFINITIVE'
        : undefined;
  if (kind === undefined) return undefined;
  const happened = boundsOf(event.metadata.effectiveAt, event.recordedAt).latest;
  const { definitiveTransfer, movement } = policyAt(happened).deadlines.notices;
  const period = durationOf(kind === 'DEFINITIVE' ? definitiveTransfer : movement);
  return { targetEventId: event.eventId, kind, until: addDurationToInstant(happened, period) };
};

/** Notices that the history of a firearm calls for and nobody has recorded as sent: each is an open task. */
export const noticesDue = (
  history: ReadonlyArray<RecordedEvent>,
  policyAt: (at: Instant) => Policy,
): ReadonlyArray<NoticeDue> => {
  const annulled = annulledBy(history);
  const sent = new Set(
    history
      .filter(({ type, eventId }) => type === 'OutboundNoticeSent' && !annulled.has(eventId))
      .map(({ payload }) => (payload as { readonly targetEventId?: string }).targetEventId),
  );
  return history
    .filter(({ eventId }) => !annulled.has(eventId) && !sent.has(eventId))
    .flatMap((event) => noticeFor(event, policyAt) ?? []);
};
