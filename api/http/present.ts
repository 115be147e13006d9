import { answeredNeutrally, tellingCodes } from '../../domain/access/policy.ts';
import type { RecordedEvent, Role } from '../../domain/event/envelope.ts';
import { iso } from '../../domain/firearm/chainStatement.ts';
import { keyOfStream } from '../../domain/streamKinds.ts';
import { boundsOf, readEffectiveTime, writtenMoment } from '../../domain/time/effectiveTime.ts';
import type { Instant } from '../../domain/time/zone.ts';
import type { Receipt } from '../../domain/usecases/recording.ts';

export {
  boundaryStatement as boundary,
  chainStatement as chain,
  iso,
  isoOrNull,
  tracingStatement as tracing,
  unsettledStatement as unsettledOf,
} from '../../domain/firearm/chainStatement.ts';

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
