import type { Pool } from 'pg';
import type { Projection } from '../../projections/engine/projection.ts';

/**
 * End of the log from which on an empty read model is built stream by stream instead of in the order of recording: events
 * in PostgreSQL; on EventStoreDB, where positions are places of the log file, any log with events.
 */
const buildAnewFrom = 20_000n;

export type Checkpoint = { readonly version: number; readonly position: bigint };

export const readCheckpoint = async (pool: Pool, name: string): Promise<Checkpoint> => {
  const { rows } = await pool.query<Checkpoint>(
    'select version, position from projection.checkpoint where name = $1',
    [name],
  );
  return rows[0] ?? { version: 0, position: 0n };
};

/**
 * Read models that must be built anew before they can follow the log: those whose tables are of an older version, and
 * those that are empty before a long log.
 */
export const outdatedReadModels = async (
  pool: Pool,
  projections: ReadonlyArray<Projection>,
  head: bigint,
): Promise<ReadonlyArray<Projection>> => {
  const stored = await Promise.all(projections.map(({ name }) => readCheckpoint(pool, name)));
  return projections.filter(({ version }, index) => {
    const at = stored[index];
    if (at === undefined || at.version > version) return false;
    return at.version < version || (at.position === 0n && head >= buildAnewFrom);
  });
};
