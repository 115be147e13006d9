import type { Pool } from 'pg';
import { equalBytes } from '../../domain/integrity/bytes.ts';
import { hashBytes } from '../../domain/integrity/hashing.ts';
import { type Tile, tilePath, tileWidth, widthIn } from '../../domain/integrity/tiles.ts';
import { type LogFault, treeFault } from '../../domain/verification/fault.ts';
import { readTiles } from '../transparency/treeTables.ts';

/** First byte in which two texts of bytes differ. */
const firstByte = (a: Uint8Array, b: Uint8Array): number => {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
};

/** What a stored tile has otherwise than the leaves give it; `width` is how many hashes it may have by now. */
const detailOf = (
  { level, index, hashes }: Tile,
  stored: Uint8Array | undefined,
  width: number,
): string | undefined => {
  const path = tilePath({ level, index, width: tileWidth });
  if (stored === undefined) return `The tile ${path} is missing.`;
  if (!equalBytes(stored.subarray(0, hashes.length), hashes)) {
    const at = firstByte(hashes, stored);
    return `The tile ${path} is not what the entries give, from byte ${at} on (hash ${Math.floor(at / hashBytes)}).`;
  }
  return stored.length > width * hashBytes
    ? `The tile ${path} has more hashes than the entries give.`
    : undefined;
};

/** Tiles as the entries give them against those that are served. Those that grow may have grown further meanwhile. */
export const tileFaults = async (
  pool: Pool,
  tiles: ReadonlyArray<Tile>,
): Promise<ReadonlyArray<LogFault>> => {
  if (tiles.length === 0) return [];
  const stored = new Map(
    (await readTiles(pool, tiles)).map((tile) => [`${tile.level}/${tile.index}`, tile.hashes]),
  );
  // Read behind the tiles: it counts at least the leaves that these were made of.
  const { rows } = await pool.query<{ size: bigint }>(
    'select coalesce(max(leaf_index) + 1, 0) as size from ledger.leaf',
  );
  const size = Number(rows[0]?.size ?? 0n);
  return tiles.flatMap((tile) => {
    const width = Math.max(widthIn(size, tile), tile.hashes.length / hashBytes);
    const detail = detailOf(tile, stored.get(`${tile.level}/${tile.index}`), width);
    return detail === undefined
      ? []
      : [treeFault('TILE_DIFFERS', tile.index * tileWidth ** (tile.level + 1), detail)];
  });
};
