import { answeredNeutrally, tellingCodes } from '../../domain/access/policy.ts';
import type { RecordedEvent, Role } from '../../domain/event/envelope.ts';
import type { CustodyChain } from '../../domain/firearm/custodyChain.ts';
import { ownershipOf } from '../../domain/firearm/ownership.ts';
import type { TracingFacts } from '../../domain/firearm/tracing/facts.ts';
import { keyOfStream } from '../../domain/streamKinds.ts';
import type { Timeline } from '../../domain/time/bitemporalFold.ts';
import type { EffectiveTime } from '../../domain/time/effectiveTime.ts';
import { boundsOf, readEffectiveTime, writtenMoment } from '../../domain/time/effectiveTime.ts';
import { type Boundary, type Unsettled, unsettledOf as unsettledIn } from '../../domain/time/unsettled.ts';
import type { Instant } from '../../domain/time/zone.ts';
import type { Receipt } from '../../domain/usecases/recording.ts';

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

/** The begin of the stated period. */
export const beginOf = (written: string, zone: string, now: Instant): Instant => {
  const time = readEffectiveTime(written, zone);
  return time === undefined ? now : boundsOf(time, now).earliest;
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

const unsettled = ({ event, from, code }: Unsettled) => ({ event, from: boundary(from), code });

/** Events that are recorded without effect: disputed ones await a decision, inconsistent ones contradict the rest. */
export const unsettledOf = (timeline: Timeline<unknown>) => {
  const { disputed, inconsistent } = unsettledIn(timeline);
  return { disputed: disputed.map(unsettled), inconsistent: inconsistent.map(unsettled) };
};

export const chain = ({ intervals, gaps }: CustodyChain) => ({
  intervals: intervals.map((interval) => ({
    from: boundary(interval.from),
    to: interval.to === undefined ? null : boundary(interval.to),
    custody: interval.custody,
    holder: interval.holder ?? null,
    custodian: interval.custodian ?? null,
    responsible: interval.responsible ?? null,
    basis: interval.basis,
    confirmation: interval.confirmation ?? null,
    supplierMismatch: interval.supplierMismatch,
  })),
  gaps: gaps.map((gap) => ({
    from: boundary(gap.from),
    to: gap.to === undefined ? null : boundary(gap.to),
    reason: gap.reason,
  })),
  ownership: ownershipOf(intervals).map((owned) => ({
    from: boundary(owned.from),
    to: owned.to === undefined ? null : boundary(owned.to),
    holder: owned.holder,
    basis: owned.basis,
    possessions: owned.possessions.map((possession) => ({
      from: boundary(possession.from),
      to: possession.to === undefined ? null : boundary(possession.to),
      custody: possession.custody,
      custodian: possession.custodian ?? null,
    })),
  })),
});

/** What a tracer reads off the chain. */
export const tracing = ({ firstRetail, lastLegalHolder, diversion, timesToCrime }: TracingFacts) => ({
  firstRetail:
    firstRetail === undefined
      ? null
      : { ...firstRetail, on: boundary(firstRetail.on), confirmation: firstRetail.confirmation ?? null },
  lastLegalHolder: lastLegalHolder ?? null,
  diversion:
    diversion === undefined
      ? null
      : {
          kind: diversion.kind,
          from: diversion.from === undefined ? null : boundary(diversion.from),
          to: boundary(diversion.to),
          basis: diversion.basis,
        },
  timesToCrime: timesToCrime.map(({ recovery, recoveredOn, fromFirstRetail, fromLastLegalTransfer }) => {
    const range = (days: typeof fromFirstRetail) =>
      days === undefined ? null : { ...days, most: days.most ?? null, flag: days.flag ?? null };
    return {
      recovery,
      recoveredOn,
      fromFirstRetail: range(fromFirstRetail),
      fromLastLegalTransfer: range(fromLastLegalTransfer),
    };
  }),
});

export const event = (recorded: RecordedEvent) => ({
  eventId: recorded.eventId,
  type: recorded.type,
  schemaVersion: recorded.schemaVersion,
  streamVersion: recorded.streamVersion,
  recordedIn: keyOfStream(recorded.streamId)?.id ?? '',
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
  policyVersion: recorded.metadata.policyVersion ?? null,
  payload: recorded.payload as Record<string, unknown>,
});

/** The receipt as its recorder may see it: a dispute for an alert must not tell a dealer of the alert (HC-03). */
export const receipt = (recorded: Receipt, role: Role) => {
  const shown = ({ eventId, type, streamVersion, disputes }: Receipt['events'][number]) => ({
    eventId,
    type,
    streamVersion,
    disputes: disputes.map((code) =>
      answeredNeutrally.has(role) && tellingCodes.has(code) ? 'UNDER_REVIEW' : code,
    ),
  });
  return {
    [`${recorded.subject.kind}Id`]: recorded.subject.id,
    streamVersion: recorded.streamVersion,
    position: recorded.position === undefined ? null : String(recorded.position),
    recordedAt: recorded.recordedAt === undefined ? null : iso(recorded.recordedAt),
    dryRun: recorded.position === undefined,
    events: recorded.events.map(shown),
    elsewhere: recorded.elsewhere.map((each) => ({ ...each.subject, ...shown(each) })),
  };
};
