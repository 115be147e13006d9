import * as E from 'fp-ts/lib/Either.js';
import type { Pool, PoolClient } from 'pg';
import { equalBytes } from '../../domain/integrity/bytes.ts';
import type { Leaf, LeafHashing } from '../../domain/integrity/leaf.ts';
import { placesBefore, sequence } from '../../domain/integrity/sequence.ts';
import {
  emptyEdge,
  growTree,
  rootOfEdge,
  type Tile,
  tilePath,
  tileWidth,
} from '../../domain/integrity/tiles.ts';
import type { EventStore, StoredEvent } from '../../domain/ports/eventStore.ts';
import { LogUnavailable } from '../../projections/engine/historyReader.ts';
import { withTransaction } from '../postgres/withTransaction.ts';
import { createTreeProofs } from './proofs.ts';
import { readLeafHashes, readTiles, readTreeHead } from './treeTables.ts';

/** What of the stored tree is not what the events give: the first of its kind, by the event or the tile. */
export type TreeDifference = {
  readonly what: 'EVENT' | 'LEAF' | 'TILE' | 'SIZE' | 'CHECKPOINT';
  /** Index of the leaf, or of the first leaf below a tile. */
  readonly leafIndex: number;
  /** Of the event in the store. */
  readonly position?: bigint;
  readonly eventId?: string;
  readonly detail: string;
};

export type ComparedTree = {
  /** Leaves that the events gave and that were compared. */
  readonly size: number;
  readonly root: Uint8Array;
  readonly difference?: TreeDifference;
};

const pageSize = 4000;

type LeafRow = {
  readonly leaf_index: bigint;
  readonly position: bigint;
  readonly stream_id: string;
  readonly revision: bigint;
  readonly entry: Buffer;
  readonly hash: Buffer;
};
const readLeaves = async (pool: Pool, from: number, count: number): Promise<ReadonlyArray<LeafRow>> =>
  (
    await pool.query<LeafRow>(
      'select * from ledger.leaf where leaf_index >= $1 and leaf_index < $2 order by leaf_index',
      [from, from + count],
    )
  ).rows;

const leafFault = (row: LeafRow, event: StoredEvent, leaf: Leaf): string | undefined => {
  if (row.stream_id !== event.streamId || row.revision !== event.revision)
    return `its leaf is of event ${row.revision} of ${row.stream_id}: an event was taken away, put in or moved`;
  if (row.position !== event.position) return `its leaf says that it is at position ${row.position}`;
  if (!equalBytes(row.entry, leaf.entry)) return 'its stored entry is not what the event gives';
  return equalBytes(row.hash, leaf.hash) ? undefined : 'its stored leaf hash is not that of its entry';
};

/** First byte in which two texts of bytes differ. */
const firstByte = (a: Uint8Array, b: Uint8Array): number => {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
};

const tileFault = ({ level, index, hashes }: Tile, stored: Uint8Array | undefined): string => {
  const path = tilePath({ level, index, width: tileWidth });
  if (stored === undefined) return `${path} is missing`;
  const at = firstByte(hashes, stored);
  return at === hashes.length
    ? `${path} has more hashes than the events give`
    : `${path} differs from what the events give, from byte ${at} on (hash ${Math.floor(at / 32)})`;
};

/**
 * Computes leaves and tiles from the events anew and compares them with the stored ones byte for byte, up to the first
 * difference. Memory stays flat: the leaf before an event in its stream is read from the stored ones, which have been
 * found equal by then.
 */
export const compareTree = async (
  ports: { readonly store: EventStore; readonly pool: Pool; readonly hashing: LeafHashing },
  onProgress: (size: number, position: bigint) => void = () => undefined,
): Promise<ComparedTree> => {
  const { store, pool, hashing } = ports;
  const { sha256 } = hashing;
  const head = await readTreeHead(pool);
  let edge = emptyEdge;
  let position = 0n;
  const differs = (difference: TreeDifference): ComparedTree => ({
    size: edge.size,
    root: rootOfEdge(sha256, edge),
    difference,
  });
  const ofEvent = (what: TreeDifference['what'], leafIndex: number, event: StoredEvent, detail: string) =>
    differs({ what, leafIndex, position: event.position, eventId: event.eventId, detail });

  while (edge.size < head.size) {
    const page = await store.readAll(position, Math.min(pageSize, head.size - edge.size))();
    if (E.isLeft(page)) throw new LogUnavailable(page.left.reason);
    const events = page.right;
    if (events.length === 0)
      return differs({
        what: 'SIZE',
        leafIndex: edge.size,
        detail: `the tree has ${head.size} leaves, and the log ends after ${edge.size} events`,
      });
    const { sequenced, unfit } = sequence(hashing, events, await readLeafHashes(pool, placesBefore(events)));
    const leaves = new Map(
      (await readLeaves(pool, edge.size, sequenced.length)).map((row) => [Number(row.leaf_index), row]),
    );
    for (const [at, { event, leaf }] of sequenced.entries()) {
      const index = edge.size + at;
      const row = leaves.get(index);
      const detail = row === undefined ? 'its leaf is missing' : leafFault(row, event, leaf);
      if (detail !== undefined) return ofEvent('LEAF', index, event, detail);
    }
    const grown = growTree(
      sha256,
      edge,
      sequenced.map(({ leaf }) => leaf.hash),
    );
    const stored = await readTiles(pool, grown.tiles);
    for (const tile of grown.tiles) {
      const found = stored.find(({ level, index }) => level === tile.level && index === tile.index)?.hashes;
      const last = grown.edge.size === head.size;
      const same =
        found !== undefined && equalBytes(last ? found : found.subarray(0, tile.hashes.length), tile.hashes);
      if (same) continue;
      return differs({
        what: 'TILE',
        leafIndex: tile.index * tileWidth ** (tile.level + 1),
        detail: tileFault(tile, found),
      });
    }
    edge = grown.edge;
    if (unfit !== undefined) return ofEvent('EVENT', edge.size, unfit.event, unfit.reason);
    position = events.at(-1)?.position ?? position;
    onProgress(edge.size, position);
  }
  return {
    size: edge.size,
    root: rootOfEdge(sha256, edge),
    ...(await checkpointFault(pool, hashing, edge.size)),
  };
};

/** The first signed head that is not of this tree, whose tiles have been found right. */
const checkpointFault = async (
  pool: Pool,
  { sha256 }: LeafHashing,
  treeSize: number,
): Promise<{ readonly difference?: TreeDifference }> => {
  const proofs = createTreeProofs(pool, sha256);
  for (let after = -1; ; ) {
    const { rows } = await pool.query<{ size: bigint; root: Buffer }>(
      'select size, root from ledger.checkpoint where size > $1 order by size limit 1000',
      [after],
    );
    for (const row of rows) {
      const size = Number(row.size);
      const detail =
        size > treeSize
          ? `a checkpoint of ${size} events was signed, and the log has ${treeSize}`
          : equalBytes(await proofs.rootAt(size), row.root)
            ? undefined
            : `the root signed for ${size} events is not that of the first ${size} events`;
      if (detail !== undefined) return { difference: { what: 'CHECKPOINT', leafIndex: size, detail } };
      after = size;
    }
    if (rows.length === 0) return {};
  }
};

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
