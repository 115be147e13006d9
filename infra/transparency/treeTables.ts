import type { Pool } from 'pg';
import { placeText, type Sequenced, type StreamPlace } from '../../domain/integrity/sequence.ts';
import { edgeFrom, edgeTiles, type Tile, type TileKey, type TreeEdge } from '../../domain/integrity/tiles.ts';
import { withTransaction } from '../postgres/withTransaction.ts';

/** How far the log has been taken into the tree: number of leaves, and position of the last event. */
export type TreeHead = { readonly size: number; readonly position: bigint };

/** Another process has written to the tree: begin again from what is there now. */
export class TreeMoved extends Error {}

/** What is stored does not agree with itself or with the events: somebody has altered it. */
export class TreeDamaged extends Error {}

export const readTreeHead = async (pool: Pool): Promise<TreeHead> => {
  const { rows } = await pool.query<{ size: bigint; position: bigint }>(
    'select size, position from ledger.tree',
  );
  return { size: Number(rows[0]?.size ?? 0n), position: rows[0]?.position ?? 0n };
};

/** The tiles of these keys that exist. */
export const readTiles = async (pool: Pool, keys: ReadonlyArray<TileKey>): Promise<ReadonlyArray<Tile>> => {
  const { rows } = await pool.query<{ level: number; tile_index: bigint; hashes: Buffer }>({
    name: 'ledger-tiles',
    text: `select t.* from unnest($1::smallint[], $2::bigint[]) as k(level, tile_index)
           join ledger.tile t using (level, tile_index)`,
    values: [keys.map(({ level }) => level), keys.map(({ index }) => index)],
  });
  return rows.map((row) => ({ level: row.level, index: Number(row.tile_index), hashes: row.hashes }));
};

/** The growing side of the stored tree at a size that it has reached. */
export const readEdge = async (pool: Pool, size: number): Promise<TreeEdge> => {
  const edge = edgeFrom(size, await readTiles(pool, edgeTiles(size)));
  if (edge === undefined)
    throw new TreeDamaged(
      `the tiles of the transparency log do not reach its ${size} leaves: rows of ledger.tile are missing. "ledger rebuild --log" says where`,
    );
  return edge;
};

/** Leaf hashes of events by their places; of those that have none, nothing. */
export const readLeafHashes = async (
  pool: Pool,
  places: ReadonlyArray<StreamPlace>,
): Promise<(place: StreamPlace) => Uint8Array | undefined> => {
  if (places.length === 0) return () => undefined;
  const { rows } = await pool.query<{ stream_id: string; revision: bigint; hash: Buffer }>({
    name: 'ledger-leaf-hashes',
    // `offset 0`: one look-up in the index a place, whatever the planner knows of the table.
    text: `select p.stream_id, p.revision, l.hash from unnest($1::text[], $2::bigint[]) as p(stream_id, revision)
           cross join lateral (select hash from ledger.leaf where stream_id = p.stream_id and revision = p.revision offset 0) l`,
    values: [places.map(({ streamId }) => streamId), places.map(({ revision }) => revision)],
  });
  const hashes = new Map(
    rows.map(({ stream_id: streamId, revision, hash }) => [placeText({ streamId, revision }), hash]),
  );
  return (place) => hashes.get(placeText(place));
};

const insertLeaves = `insert into ledger.leaf (leaf_index, position, stream_id, revision, entry, hash)
  select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::bytea[], $6::bytea[])`;
// A tile that is there already agrees with what is written or nothing is: after the log was moved it is all read again.
const growTiles = `insert into ledger.tile as t (level, tile_index, hashes)
  select * from unnest($1::smallint[], $2::bigint[], $3::bytea[])
  on conflict (level, tile_index) do update
    set hashes = case when octet_length(excluded.hashes) > octet_length(t.hashes) then excluded.hashes else t.hashes end
    where substring(t.hashes from 1 for octet_length(excluded.hashes)) = substring(excluded.hashes from 1 for octet_length(t.hashes))`;

/**
 * Writes leaves, tiles and how far the tree has come, all or nothing. It need not wait for the disk: what a crash takes
 * away is made from the events again, the same to the byte.
 */
export const writeLeaves = async (
  pool: Pool,
  from: TreeHead,
  sequenced: ReadonlyArray<Sequenced>,
  tiles: ReadonlyArray<Tile>,
): Promise<TreeHead> => {
  const to: TreeHead = {
    size: from.size + sequenced.length,
    position: sequenced.at(-1)?.event.position ?? from.position,
  };
  await withTransaction(pool, async (client) => {
    await client.query('set local synchronous_commit = off');
    const moved = await client.query(
      'update ledger.tree set size = $1, position = $2 where size = $3 and position = $4',
      [to.size, to.position, from.size, from.position],
    );
    if (moved.rowCount !== 1) throw new TreeMoved(`the tree no longer has ${from.size} leaves`);
    await client.query({
      name: 'ledger-insert-leaves',
      text: insertLeaves,
      values: [
        sequenced.map((_, at) => from.size + at),
        sequenced.map(({ event }) => event.position),
        sequenced.map(({ event }) => event.streamId),
        sequenced.map(({ event }) => event.revision),
        sequenced.map(({ leaf }) => leaf.entry),
        sequenced.map(({ leaf }) => leaf.hash),
      ],
    });
    const grown = await client.query({
      name: 'ledger-grow-tiles',
      text: growTiles,
      values: [
        tiles.map(({ level }) => level),
        tiles.map(({ index }) => index),
        tiles.map(({ hashes }) => hashes),
      ],
    });
    if (grown.rowCount !== tiles.length)
      throw new TreeDamaged(
        `a stored tile between leaf ${from.size} and leaf ${to.size} is not what the events give. "ledger rebuild --log" says where`,
      );
  });
  return to;
};
