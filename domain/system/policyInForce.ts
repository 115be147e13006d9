import type { RecordedEvent } from '../event/envelope.ts';
import type { Policy } from '../policy/policy.ts';
import { policyOf } from '../policy/policyFrom.ts';
import { stateAt, type Timeline, timelineOf } from '../time/bitemporalFold.ts';
import type { Instant } from '../time/zone.ts';
import { systemKind } from './kind.ts';
import type { AdoptedPolicy, SystemState } from './state.ts';

export type VersionedPolicy = { readonly version: number; readonly policy: Policy };

/** The latest version whose first day has come. */
export const adoptedAt = ({ policies }: SystemState, now: Instant): AdoptedPolicy | undefined =>
  policies.reduce<AdoptedPolicy | undefined>(
    (best, each) => (each.from <= now && each.version > (best?.version ?? 0) ? each : best),
    undefined,
  );

// A wave of an import asks a thousand times about the same history.
const timelines = new WeakMap<ReadonlyArray<RecordedEvent>, Timeline<SystemState>>();
const policies = new WeakMap<AdoptedPolicy, Policy>();

/** The policy that decides at this moment, by the ledger's own history; `base` is that of the configuration, version 0. */
export const policyInForce = (
  history: ReadonlyArray<RecordedEvent>,
  base: Policy,
  now: Instant,
): VersionedPolicy => {
  if (history.length === 0) return { version: 0, policy: base };
  const timeline = timelines.get(history) ?? timelineOf(systemKind.fold, history);
  timelines.set(history, timeline);
  const adopted = adoptedAt(stateAt(timeline, now), now);
  if (adopted === undefined) return { version: 0, policy: base };
  const policy = policies.get(adopted) ?? policyOf(adopted.document);
  policies.set(adopted, policy);
  return { version: adopted.version, policy };
};
