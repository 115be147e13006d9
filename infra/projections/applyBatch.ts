import type { Pool } from 'pg';
import type { HistoryBatch, Projection, TableChange } from '../../projections/engine/projection.ts';
import { withTransaction } from '../postgres/withTransaction.ts';
import { writeChanges } from './writeChanges.ts';

export class CheckpointMoved extends Error {}

const isEmpty = ({ table: _table, ...rows }: TableChange): boolean =>
  Object.values(rows).every((set) => set.length === 0);

/**
 * Writes one batch and moves the checkpoint in the same transaction. The checkpoint is compared first: if another
 * worker moved it, or a rebuild swapped the tables or brought another version, nothing is written and `CheckpointMoved` is thrown.
 */
export const applyBatch = async (
  pool: Pool,
  projection: Projection,
  at: { readonly checkpoint: string; readonly schema: string },
  from: bigint,
  batch: HistoryBatch,
): Promise<bigint> => {
  const to = batch.events.at(-1)?.position ?? from;
  const changes = projection.fold(batch);
  const move = async (client: Pick<Pool, 'query'>): Promise<void> => {
    const moved = await client.query(
      'update projection.checkpoint set position = $1, updated_at = now() where name = $2 and position = $3 and version = $4',
      [to, at.checkpoint, from, projection.version],
    );
    if (moved.rowCount !== 1)
      throw new CheckpointMoved(`the checkpoint of ${at.checkpoint} is no longer ${from}`);
  };
  // Most read models have nothing to do with most events: then one statement is the whole transaction.
  if (changes.every(isEmpty)) {
    await move(pool);
    return to;
  }
  await withTransaction(pool, async (client) => {
    await move(client);
    await writeChanges(client, at.schema, changes);
  });
  return to;
};
