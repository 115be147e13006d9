import { answeredNeutrally } from '../../domain/access/policy.ts';
import type { Role } from '../../domain/event/envelope.ts';
import type { Audience } from '../../domain/firearm/tradeBook.ts';
import { isLateReport } from '../../domain/policy/lateReport.ts';
import { periodAt } from '../../domain/system/policyInForce.ts';
import { boundsOf, readEffectiveTime } from '../../domain/time/effectiveTime.ts';
import type { BookQuery, BookRow } from '../../projections/dealerRegister/queries.ts';
import type { AsKnown } from './asKnown.ts';
import type { HttpDeps } from './deps.ts';
import { policiesKnownAt } from './policies.ts';
import * as present from './present.ts';

/** A dealer sees his book as it may be shown to him, whatever he asks for; authorities see the register's. */
export const audienceOf = (role: Role): Audience => (answeredNeutrally.has(role) ? 'OWN' : 'REGISTER');

export type BookAsked = {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly view?: 'corrected' | 'both' | undefined;
};

/** The book that is meant: days are local days, from the begin of the first to the end of the last. */
export const bookQueryOf = (
  { zone, record }: Pick<HttpDeps, 'zone' | 'record'>,
  party: string,
  audience: Audience,
  asked: BookAsked,
  known: AsKnown,
): BookQuery => {
  const now = record.clock.now();
  const from = asked.from === undefined ? undefined : readEffectiveTime(asked.from, zone);
  const earliest = from === undefined ? Number.NEGATIVE_INFINITY : boundsOf(from, now).earliest;
  return {
    party,
    audience,
    from: Number.isFinite(earliest) ? present.iso(earliest) : '-infinity',
    to: known.validAt(asked.to),
    knownAt: known.knownAt(asked.knownAt),
    struck: asked.view === 'both',
  };
};

/** Judges lines by the deadline of the policy that held when it happened (REQ-DLR-04), as known at a moment. */
export const latenessIn = async (
  deps: Pick<HttpDeps, 'eventStore' | 'codec' | 'record'>,
  knownAt: string,
): Promise<(row: BookRow) => boolean> => {
  const policies = await policiesKnownAt(deps, knownAt);
  return ({ role, sourceKind, effectiveLatest, recordedAt }) =>
    isLateReport(periodAt(policies, effectiveLatest.getTime()).policy, {
      role,
      sourceKind,
      effectiveLatest: effectiveLatest.getTime(),
      recordedAt: recordedAt.getTime(),
    });
};
