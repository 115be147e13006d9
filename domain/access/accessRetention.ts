import type { RecordedEvent } from '../event/envelope.ts';
import type { Policy } from '../policy/policy.ts';
import { type PolicyDocument, policyOf } from '../policy/policyFrom.ts';
import { systemKind } from '../system/kind.ts';
import { timelineOf } from '../time/bitemporalFold.ts';
import { addDays, addMonths, startOfDate } from '../time/calendarDate.ts';
import { addDurationToInstant, type Duration, durationOf } from '../time/duration.ts';
import type { Instant } from '../time/zone.ts';

/** A period of the access log whose entries may go; `from` is inclusive, `until` exclusive. */
export type AccessRange = { readonly from: Instant; readonly until: Instant };

/** Kept whatever a policy says: an auditor asks who looked at a firearm last year (REQ-DPR-02). */
export const accessKeptAtLeast = 'P12M';

const dayMs = 86_400_000;

/** The last moment whose period is over now. */
const overBy = (now: Instant, period: Duration): Instant => {
  const today = new Date(now).toISOString().slice(0, 10);
  const day = addDays(addMonths(today, -period.months), -period.days);
  let at = Date.parse(`${day}T00:00:00Z`) + (now - Date.parse(`${today}T00:00:00Z`));
  // Months are of different length: going back and forth again need not meet.
  while (addDurationToInstant(at, period) > now) at -= dayMs;
  return at;
};

type Adopted = { readonly validFrom: string; readonly document: PolicyDocument };
type Version = { readonly from: Instant; readonly periods: ReadonlyArray<Duration> };

/**
 * Every version that was ever adopted, from when it was known and in force: as recorded and as corrected, annulled or
 * not. Who shortens the period by a correction or takes a version back does not make older traces disappear.
 */
const versionsOf = (history: ReadonlyArray<RecordedEvent>, base: Policy): ReadonlyArray<Version> => {
  const { knowledge } = timelineOf(systemKind.fold, history);
  const adopted = history
    .filter(({ type }) => type === 'PolicyAdopted')
    .map((event): Version => {
      const stated = [event, knowledge.corrected(event)].map(({ payload }) => payload as Adopted);
      const days = stated.map(({ validFrom }) => startOfDate(validFrom, event.metadata.effectiveAt.zone));
      return {
        from: Math.max(event.recordedAt, Math.min(...days)),
        periods: stated.map(({ document }) => durationOf(policyOf(document).accessLog.retention)),
      };
    });
  const first: Version = { from: Number.NEGATIVE_INFINITY, periods: [durationOf(base.accessLog.retention)] };
  return [first, ...adopted.toSorted((one, other) => one.from - other.from)];
};

/**
 * Which entries of the access log may go (`accessLog.retention`, legal-basis section 7): those whose period is over by
 * the policy under which they were written and by every later one up to now, so that no entry that was promised to stay
 * goes because somebody shortened the period since. `base` is the profile of the configuration, version 0.
 */
export const removableAccess = (
  history: ReadonlyArray<RecordedEvent>,
  base: Policy,
  now: Instant,
): ReadonlyArray<AccessRange> => {
  const versions = versionsOf(history, base).filter(({ from }) => from <= now);
  const least = overBy(now, durationOf(accessKeptAtLeast));
  return versions.flatMap(({ from }, index) => {
    const later = versions
      .slice(index)
      .flatMap(({ periods }) => periods.map((period) => overBy(now, period)));
    const until = Math.min(versions[index + 1]?.from ?? now, least, ...later);
    return from < until ? [{ from, until }] : [];
  });
};
