import type { Pool } from 'pg';
import type { Sha256 } from '../../domain/integrity/hashing.ts';
import { consistencyRanges, inclusionRanges, type LeafRange } from '../../domain/integrity/merkle.ts';
import { hashOfRange, tilesOfRanges } from '../../domain/integrity/tiles.ts';
import type { LeafPlace, TreeProofs } from '../../domain/ports/transparencyLog.ts';
import { readTiles, TreeDamaged } from './treeTables.ts';

type LeafRow = {
  readonly leaf_index: bigint;
  readonly stream_id: string;
  readonly revision: bigint;
  readonly entry: Buffer;
  readonly hash: Buffer;
};
const leafColumns = 'leaf_index, stream_id, revision, entry, hash';
const placeOf = (row: LeafRow): LeafPlace => ({
  index: Number(row.leaf_index),
  streamId: row.stream_id,
  revision: row.revision,
  entry: row.entry,
  hash: row.hash,
});

/** Proofs from the stored tree, each in one query of tiles, however large the tree is. */
export const createTreeProofs = (pool: Pool, sha256: Sha256): TreeProofs => {
  const hashesOf = async (ranges: ReadonlyArray<LeafRange>): Promise<ReadonlyArray<Uint8Array>> => {
    const tiles = new Map(
      (await readTiles(pool, tilesOfRanges(ranges))).map((tile) => [
        `${tile.level}/${tile.index}`,
        tile.hashes,
      ]),
    );
    return ranges.map((range) => {
      const hash = hashOfRange(sha256, range, ({ level, index }) => tiles.get(`${level}/${index}`));
      if (hash === undefined)
        throw new TreeDamaged(
          `the tiles of the transparency log do not hold the leaves from ${range.begin} to ${range.end}`,
        );
      return hash;
    });
  };
  return {
    rootAt: async (size) => {
      const [root] = await hashesOf([{ begin: 0, end: size }]);
      if (root === undefined) throw new TreeDamaged('the transparency log has no root');
      return root;
    },
    consistency: (from, to) => hashesOf(from === 0 ? [] : consistencyRanges(from, to)),
    inclusions: async (indexes, size) => {
      const ranges = indexes.map((index) => inclusionRanges(index, size));
      const hashes = await hashesOf(ranges.flat());
      const proofs: ReadonlyArray<Uint8Array>[] = [];
      let at = 0;
      for (const { length } of ranges) {
        proofs.push(hashes.slice(at, at + length));
        at += length;
      }
      return proofs;
    },
    leavesOfStream: async (streamId) =>
      (
        await pool.query<LeafRow>(
          `select ${leafColumns} from ledger.leaf where stream_id = $1 order by revision`,
          [streamId],
        )
      ).rows.map(placeOf),
    leafAt: async (streamId, revision) => {
      const { rows } = await pool.query<LeafRow>(
        `select ${leafColumns} from ledger.leaf where stream_id = $1 and revision = $2`,
        [streamId, revision],
      );
      return rows[0] === undefined ? undefined : placeOf(rows[0]);
    },
    leavesFrom: async (from, count) =>
      (
        await pool.query<LeafRow>(
          `select ${leafColumns} from ledger.leaf where leaf_index >= $1 and leaf_index < $2 order by leaf_index`,
          [from, from + count],
        )
      ).rows.map(placeOf),
  };
};
