import type { Pool, PoolClient } from 'pg';
import { withTransaction } from '../postgres/withTransaction.ts';

const clearLeaves = `alter table ledger.leaf disable trigger leaf_append_only;
  delete from ledger.leaf;
  alter table ledger.leaf enable trigger leaf_append_only;
  alter table ledger.tree disable trigger tree_only_grows;
  update ledger.tree set size = 0, position = 0;
  alter table ledger.tree enable trigger tree_only_grows`;
const clearTiles = `alter table ledger.tile disable trigger tile_stays;
  delete from ledger.tile;
  alter table ledger.tile enable trigger tile_stays`;

/**
 * Lets the sequencer read the log from its beginning: positions are each store's own, so a moved log is read again. The
 * tiles stay, published meanwhile, and must come out the same. As owner, within the caller's transaction.
 */
export const readLogAgain = async (client: PoolClient): Promise<void> => {
  await client.query(clearLeaves);
};

/** Takes leaves and tiles away, so that the sequencer makes them from the events anew. Signed heads stay. */
export const clearTree = (owner: Pool): Promise<void> =>
  withTransaction(owner, async (client) => {
    await client.query(clearLeaves);
    await client.query(clearTiles);
  });
