import type { Pool } from 'pg';

/**
 * Works while holding a lock that only one process of this ledger can have; false, and nothing done, where another has
 * it. The connection that holds it is closed afterwards, which gives it back also when the database is in trouble; a
 * connection that breaks meanwhile has given it back too, and then the signal of the work aborts.
 */
export const whileHolding = async (
  pool: Pool,
  lock: string,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<boolean> => {
  const client = await pool.connect();
  const lost = new AbortController();
  client.once('error', () => lost.abort());
  client.once('end', () => lost.abort());
  try {
    const { rows } = await client.query<{ locked: boolean }>(
      'select pg_try_advisory_lock(hashtext($1)) as locked',
      [lock],
    );
    if (rows[0]?.locked !== true) return false;
    await work(AbortSignal.any([outer, lost.signal]));
    return true;
  } finally {
    client.release(true);
  }
};
