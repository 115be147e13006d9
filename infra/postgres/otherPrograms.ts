import type { Pool } from 'pg';
import { applicationName, programName } from './pool.ts';

/** How many other programs of this ledger are connected to its database. */
export const otherPrograms = async (pool: Pool): Promise<number> => {
  const { rows } = await pool.query<{ count: number }>(
    `select count(distinct application_name)::int as count from pg_stat_activity
     where datname = current_database() and starts_with(application_name, $1) and application_name <> $2`,
    [`${programName} `, applicationName],
  );
  return rows[0]?.count ?? 0;
};
