import * as O from 'fp-ts/lib/Option.js';
import type { Pool } from 'pg';

/**
 * Works while holding a lock that only one process of this ledger can have; none, and nothing done, where another has
 * it. The connection that holds it is closed afterwards, which gives it back also when the database is in trouble; a
 * connection that breaks meanwhile has given it back too, and then the signal of the work aborts.
 */
export const whileHolding = async <T>(
  pool: Pool,
  lock: string,
  work: (signal: AbortSignal) => Promise<T>,
  outer?: AbortSignal,
): Promise<O.Option<T>> => {
  const client = await pool.connect();
  const lost = new AbortController();
  client.once('error', (error) => lost.abort(error));
  client.once('end', () => lost.abort(new Error('Connection terminated')));
  try {
    const { rows } = await client.query<{ locked: boolean }>(
      'select pg_try_advisory_lock(hashtext($1)) as locked',
      [lock],
    );
    if (rows[0]?.locked !== true) return O.none;
    return O.some(await work(outer === undefined ? lost.signal : AbortSignal.any([outer, lost.signal])));
  } finally {
    client.release(true);
  }
};
