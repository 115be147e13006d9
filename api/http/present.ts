import { answeredNeutrally, tellingCodes } from '../../domain/access/policy.ts';
import type { RecordedEvent, Role } from '../../domain/event/envelope.ts';
import type { Boundary, CustodyChain, Unsettled } from '../../domain/firearm/custodyChain.ts';
import type { EffectiveTime } from '../../domain/time/effectiveTime.ts';
import { boundsOf, readEffectiveTime, writtenMoment } from '../../domain/time/effectiveTime.ts';
import type { Instant } from '../../domain/time/zone.ts';
import type { Receipt } from '../../domain/usecases/recordFirearmEvents.ts';

/** ISO text of an instant, null for one without bound. */
export const isoOrNull = (instant: Instant): string | null =>
  Number.isFinite(instant) ? new Date(instant).toISOString() : null;
export const iso = (instant: Instant): string => new Date(instant).toISOString();

/** The moment a query means: the end of the stated period, or now. A date is a local day, so its end is meant. */
export const queriedInstant = (written: string | undefined, zone: string, now: Instant): Instant => {
  if (written === undefined) return now;
  const time = readEffectiveTime(written, zone);
  return time === undefined ? now : boundsOf(time, now).latest;
};

export const boundary = ({
  bounds,
  time,
}: {
  readonly bounds: Boundary['bounds'];
  readonly time: EffectiveTime;
}) => ({
  written: writtenMoment(time),
  precision: time.precision,
  earliest: isoOrNull(bounds.earliest),
  latest: iso(bounds.latest),
});

export const unsettled = ({ event, from, code }: Unsettled) => ({ event, from: boundary(from), code });

export const chain = ({ intervals, gaps, disputed, inconsistent }: CustodyChain) => ({
  intervals: intervals.map((interval) => ({
    from: boundary(interval.from),
    to: interval.to === undefined ? null : boundary(interval.to),
    custody: interval.custody,
    holder: interval.holder ?? null,
    basis: interval.basis,
    confirmation: interval.confirmation ?? null,
    supplierMismatch: interval.supplierMismatch,
  })),
  gaps: gaps.map((gap) => ({
    from: boundary(gap.from),
    to: gap.to === undefined ? null : boundary(gap.to),
    reason: gap.reason,
  })),
  disputed: disputed.map(unsettled),
  inconsistent: inconsistent.map(unsettled),
});

export const event = (recorded: RecordedEvent) => ({
  eventId: recorded.eventId,
  type: recorded.type,
  schemaVersion: recorded.schemaVersion,
  streamVersion: recorded.streamVersion,
  position: String(recorded.position ?? 0n),
  effectiveAt: writtenMoment(recorded.metadata.effectiveAt),
  zone: recorded.metadata.effectiveAt.zone,
  recordedAt: iso(recorded.recordedAt),
  recordedBy: recorded.metadata.recordedBy,
  authorityId: recorded.metadata.authorityId,
  source: recorded.metadata.source,
  legalBasis: [...recorded.metadata.legalBasis],
  assertionKind: recorded.metadata.assertionKind,
  disputes: [...(recorded.metadata.disputes ?? [])],
  payload: recorded.payload as Record<string, unknown>,
});

export const receipt = (recorded: Receipt, role: Role) => ({
  firearmId: recorded.firearmId,
  streamVersion: recorded.streamVersion,
  position: recorded.position === undefined ? null : String(recorded.position),
  recordedAt: recorded.recordedAt === undefined ? null : iso(recorded.recordedAt),
  dryRun: recorded.position === undefined,
  events: recorded.events.map(({ eventId, type, streamVersion, disputes }) => ({
    eventId,
    type,
    streamVersion,
    // A dispute for an alert must not tell the recorder of the alert (HC-03).
    disputes: disputes.map((code) =>
      answeredNeutrally.has(role) && tellingCodes.has(code) ? 'UNDER_REVIEW' : code,
    ),
  })),
});
