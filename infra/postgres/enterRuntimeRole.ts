import type { Pool } from 'pg';
import { runtimeRole } from './pool.ts';

/**
 * Makes sure that the run-time login can take on the run-time role, so that a missing right shows at the start and not
 * at the first report. From PostgreSQL 16 on, whoever made a role administers it without being able to take it on: a
 * login that is owner and run-time login in one gives itself that right. Another login is not given anything.
 */
export const enterRuntimeRole = async (owner: Pool, runtime: Pool, sameLogin: boolean): Promise<void> => {
  try {
    await runtime.query('select 1');
  } catch (error) {
    if (!sameLogin || (error as { readonly code?: unknown }).code !== '42501') throw error;
    await owner.query(`grant ${runtimeRole} to current_user`);
    await runtime.query('select 1');
  }
};
