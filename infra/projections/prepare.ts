import type { Pool } from 'pg';
import type { Projection } from '../../projections/engine/projection.ts';
import { createIndexesSql, createTablesSql } from '../../projections/engine/sql.ts';
import { withTransaction } from '../postgres/withTransaction.ts';

/**
 * Makes the tables of read models that the database does not have yet, or has in another version: those begin anew at
 * position 0. Runs as owner at start; two starters wait for each other.
 */
export const prepareProjections = async (
  owner: Pool,
  projections: ReadonlyArray<Projection>,
): Promise<void> => {
  await withTransaction(owner, async (client) => {
    await client.query('lock table projection.checkpoint in share row exclusive mode');
    const { rows } = await client.query<{ name: string; version: number }>(
      'select name, version from projection.checkpoint',
    );
    for (const projection of projections) {
      const there = rows.find((row) => row.name === projection.name);
      if (there?.version === projection.version) continue;
      await client.query(`drop schema if exists ${projection.name} cascade`);
      for (const make of [createTablesSql, createIndexesSql])
        for (const statement of make(projection, projection.name)) await client.query(statement);
      await client.query(
        `insert into projection.checkpoint (name, version, position) values ($1, $2, 0)
         on conflict (name) do update set version = excluded.version, position = 0, updated_at = now()`,
        [projection.name, projection.version],
      );
    }
  });
};
