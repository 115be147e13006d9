import type { Pool } from 'pg';
import type { Instant } from '../../domain/time/zone.ts';

/** How far the clocks may be apart: far more than machines that are set by the network ever are. */
const mostMs = 60_000;

/** By how many milliseconds the clock here is ahead of the database's (negative: behind), the way there and back halved. */
const clockDifference = async (pool: Pool, now: () => Instant): Promise<number> => {
  const before = now();
  const { rows } = await pool.query<{ at: Date }>('select clock_timestamp() as at');
  return (before + now()) / 2 - (rows[0]?.at.getTime() ?? before);
};

/**
 * What is wrong with the clocks, if anything. A program dates what it records, and closes moments, by its own clock, and
 * time in the log never runs back: one whose clock is years ahead would date all that anybody records after it.
 */
export const clockFault = async (pool: Pool, now: () => Instant): Promise<string | undefined> => {
  const ahead = await clockDifference(pool, now);
  if (Math.abs(ahead) <= mostMs) return undefined;
  const seconds = Math.round(Math.abs(ahead) / 1000);
  return `the clock of this machine is ${seconds} s ${ahead > 0 ? 'ahead of' : 'behind'} the database's: what is recorded would be dated wrongly`;
};
