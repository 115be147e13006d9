import { addDurationToInstant, durationOf } from '../time/duration.ts';
import type { Instant } from '../time/zone.ts';
import type { Policy } from './policy.ts';

/** A report of which is asked whether it came in time. */
export type ReportTimes = {
  readonly role: string;
  readonly sourceKind: string;
  /** Last moment of the period in which it happened. */
  readonly effectiveLatest: Instant;
  readonly recordedAt: Instant;
};

/**
 * Whether a report came after the deadline of its reporter (REQ-DLR-04, `reportDeadline`): accepted, never refused for
 * it. Authorities have no such deadline, and an old register that is digitised was not reported late.
 */
export const isLateReport = (
  policy: Pick<Policy, 'reportDeadline'>,
  { role, sourceKind, effectiveLatest, recordedAt }: ReportTimes,
): boolean => {
  const deadline =
    role === 'DLR' || role === 'MFR' || role === 'BRK'
      ? policy.reportDeadline.dealer
      : role === 'HLD'
        ? policy.reportDeadline.private
        : undefined;
  return (
    deadline !== undefined &&
    sourceKind !== 'LEGACY_IMPORT' &&
    recordedAt > addDurationToInstant(effectiveLatest, durationOf(deadline))
  );
};
