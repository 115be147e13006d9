import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Policy } from '../policy/policy.ts';
import type { EventCodec } from '../ports/eventCodec.ts';
import type { EventStore, StoreUnavailable } from '../ports/eventStore.ts';
import { type PolicyPeriod, policyPeriods } from '../system/policyInForce.ts';
import type { Instant } from '../time/zone.ts';

type Ports = {
  readonly eventStore: EventStore;
  readonly codec: EventCodec;
  readonly record: { readonly policy: Policy };
};

/** Which policy held when, as known at a moment: what every list with deadlines is made with. */
export const loadPolicyPeriods = (
  { eventStore, codec, record }: Ports,
  knownAt: Instant,
): TE.TaskEither<StoreUnavailable, ReadonlyArray<PolicyPeriod>> =>
  pipe(
    eventStore.readStream('system'),
    TE.map((stored) => policyPeriods(stored.map(codec.decode), record.policy, knownAt)),
  );
