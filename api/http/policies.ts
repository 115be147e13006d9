import * as E from 'fp-ts/lib/Either.js';
import type { PolicyPeriod } from '../../domain/system/policyInForce.ts';
import { loadPolicyPeriods } from '../../domain/usecases/policies.ts';
import type { HttpDeps } from './deps.ts';
import { problem } from './problem.ts';

/** Which policy held when, as known at a moment of which the ISO text is given. */
export const policiesKnownAt = async (
  deps: Pick<HttpDeps, 'eventStore' | 'codec' | 'record'>,
  knownAt: string,
): Promise<ReadonlyArray<PolicyPeriod>> => {
  const periods = await loadPolicyPeriods(deps, Date.parse(knownAt))();
  if (E.isLeft(periods))
    throw problem(503, 'STORE_UNAVAILABLE', 'the ledger cannot be reached', 'Repeat the request later.');
  return periods.right;
};
