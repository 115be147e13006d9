import type { Pool } from 'pg';
import type { Projection } from '../../projections/engine/projection.ts';
import { createIndexesSql, createTablesSql } from '../../projections/engine/sql.ts';
import { withTransaction } from '../postgres/withTransaction.ts';

/**
 * Makes the tables of read models that the database does not have yet. Those of another version stay as they are: the
 * program that wrote them may still serve from them, until the new ones are built beside them. Runs as owner at start;
 * two starters wait for each other.
 */
export const prepareProjections = async (
  owner: Pool,
  projections: ReadonlyArray<Projection>,
): Promise<void> => {
  await withTransaction(owner, async (client) => {
    await client.query('lock table projection.checkpoint in share row exclusive mode');
    const { rows } = await client.query<{ name: string }>('select name from projection.checkpoint');
    for (const projection of projections) {
      if (rows.some(({ name }) => name === projection.name)) continue;
      const { name, tables } = projection;
      await client.query([...createTablesSql(projection, name), ...createIndexesSql(tables, name)].join(';'));
      await client.query('insert into projection.checkpoint (name, version, position) values ($1, $2, 0)', [
        projection.name,
        projection.version,
      ]);
    }
  });
};
