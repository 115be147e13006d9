import * as O from 'fp-ts/lib/Option.js';
import type { Pool } from 'pg';
import { whileHolding } from '../postgres/whileHolding.ts';

/** Another process of this ledger builds read models, or compares them with what it builds. */
export class BuildsElsewhere extends Error {
  constructor() {
    super('Another process of this ledger builds or verifies read models. Wait until it has ended.');
  }
}

/**
 * Works as the only one who builds read models, or compares them with some that it builds, and throws `BuildsElsewhere`
 * where that is another one. Two would write into the same tables and count everything twice, and a read model that is
 * put in place in the middle of a comparison differs from the one that the comparison began with. The signal aborts when
 * the lock is lost.
 */
export const whileBuilding = async <T>(owner: Pool, work: (lost: AbortSignal) => Promise<T>): Promise<T> => {
  const worked = await whileHolding(owner, 'build read models', work);
  if (O.isNone(worked)) throw new BuildsElsewhere();
  return worked.value;
};
