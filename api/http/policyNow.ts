import * as E from 'fp-ts/lib/Either.js';
import type { Policy } from '../../domain/policy/policy.ts';
import { policyInForce } from '../../domain/system/policyInForce.ts';
import type { HttpDeps } from './deps.ts';
import { problem } from './problem.ts';

/** The policy that is in force at this moment. */
export const policyNow = async (deps: Pick<HttpDeps, 'eventStore' | 'codec' | 'record'>): Promise<Policy> => {
  const stored = await deps.eventStore.readStream('system')();
  if (E.isLeft(stored))
    throw problem(503, 'STORE_UNAVAILABLE', 'the ledger cannot be reached', 'Repeat the request later.');
  const { policy, clock } = deps.record;
  return policyInForce(stored.right.map(deps.codec.decode), policy, clock.now()).policy;
};
