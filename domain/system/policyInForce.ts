import type { RecordedEvent } from '../event/envelope.ts';
import type { Policy } from '../policy/policy.ts';
import { policyOf } from '../policy/policyFrom.ts';
import { stateAt, type Timeline, timelineOf } from '../time/bitemporalFold.ts';
import type { Instant } from '../time/zone.ts';
import { systemKind } from './kind.ts';
import type { AdoptedPolicy, SystemState } from './state.ts';

export type VersionedPolicy = { readonly version: number; readonly policy: Policy };
/** A stretch of valid time in which one version held; `until` is exclusive, the first and the last have no bound. */
export type PolicyPeriod = VersionedPolicy & { readonly from: Instant; readonly until: Instant };

/** The latest version whose first day has come. */
export const adoptedAt = ({ policies }: SystemState, now: Instant): AdoptedPolicy | undefined =>
  policies.reduce<AdoptedPolicy | undefined>(
    (best, each) => (each.from <= now && each.version > (best?.version ?? 0) ? each : best),
    undefined,
  );

/** Moments at which another version can begin to hold: one was adopted, or its first day came. */
const turns = ({ steps }: Timeline<SystemState>): ReadonlyArray<Instant> => [
  ...new Set([
    Number.NEGATIVE_INFINITY,
    ...steps.map(({ bounds }) => bounds.earliest),
    ...(steps.at(-1)?.state.policies ?? []).map(({ from }) => from),
  ]),
];

const periodsOf = (timeline: Timeline<SystemState>, base: Policy): ReadonlyArray<PolicyPeriod> => {
  const periods: PolicyPeriod[] = [];
  for (const from of turns(timeline).toSorted((a, b) => (a < b ? -1 : 1))) {
    const adopted = adoptedAt(stateAt(timeline, from), from);
    const last = periods.at(-1);
    if (last?.version === (adopted?.version ?? 0)) continue;
    if (last !== undefined) periods[periods.length - 1] = { ...last, until: from };
    periods.push({
      version: adopted?.version ?? 0,
      policy: adopted === undefined ? base : policyOf(adopted.document),
      from,
      until: Number.POSITIVE_INFINITY,
    });
  }
  return periods;
};

// A wave of an import asks a thousand times about the same history.
const known = new WeakMap<
  ReadonlyArray<RecordedEvent>,
  { readonly base: Policy; readonly periods: ReadonlyArray<PolicyPeriod> }
>();

/**
 * Which version of the policy held when, by the ledger's own history as known at a moment: gapless, in the order of
 * valid time. `base` is the profile of the configuration, version 0. A duty is measured by the version that held when
 * it arose, so that a later one does not move its day, nor an answer that was given before.
 */
export const policyPeriods = (
  history: ReadonlyArray<RecordedEvent>,
  base: Policy,
  knownAt: Instant = Number.POSITIVE_INFINITY,
): ReadonlyArray<PolicyPeriod> => {
  if (knownAt !== Number.POSITIVE_INFINITY)
    return periodsOf(timelineOf(systemKind.fold, history, knownAt), base);
  const earlier = known.get(history);
  if (earlier?.base === base) return earlier.periods;
  const periods = periodsOf(timelineOf(systemKind.fold, history), base);
  known.set(history, { base, periods });
  return periods;
};

/** The period that a moment lies in. */
export const periodAt = (periods: ReadonlyArray<PolicyPeriod>, at: Instant): PolicyPeriod => {
  const period = periods.findLast(({ from }) => from <= at);
  if (period === undefined) throw new Error('periods of policies begin at the beginning of time');
  return period;
};

/** The policy that holds at a moment, by the ledger's own history as known now. */
export const policyInForce = (
  history: ReadonlyArray<RecordedEvent>,
  base: Policy,
  at: Instant,
): VersionedPolicy => periodAt(policyPeriods(history, base), at);
