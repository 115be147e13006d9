import type { Pool } from 'pg';
import { concat } from '../../domain/integrity/bytes.ts';
import { hashBytes } from '../../domain/integrity/hashing.ts';
import type { LeafHashing } from '../../domain/integrity/leaf.ts';
import { tileWidth, widthIn } from '../../domain/integrity/tiles.ts';
import type { TransparencyLog } from '../../domain/ports/transparencyLog.ts';
import { readLastCheckpoint, readPublishedKeys } from './checkpoints.ts';
import { readStatuses } from './logStatus.ts';
import { createTreeProofs } from './proofs.ts';
import { listStamps, readStamp } from './timestamps/stampTable.ts';
import { readTiles, readTreeHead } from './treeTables.ts';
import {
  readPublicationLag,
  readPublishedCheckpoint,
  readWitnessStatuses,
} from './witnesses/publishedHeads.ts';

/** An entry in a bundle: its length in two bytes, and itself. */
const lengthOfEntry = new Uint8Array([0, hashBytes]);

/** The transparency log of this database, as it is published. */
export const createPublishedLog = (
  pool: Pool,
  { sha256 }: Pick<LeafHashing, 'sha256'>,
  origin: string,
): TransparencyLog => {
  const proofs = createTreeProofs(pool, sha256);
  return {
    origin,
    proofs,
    checkpoint: () => readPublishedCheckpoint(pool),
    stamp: (size) => readStamp(pool, size),
    stamps: (limit) => listStamps(pool, limit),
    keys: () => readPublishedKeys(pool),
    status: async () => ({
      origin,
      ...(await readTreeHead(pool)),
      checkpoint: await readLastCheckpoint(pool),
      parts: await readStatuses(pool),
      publication: await readPublicationLag(pool),
      witnesses: await readWitnessStatuses(pool),
      lastStamp: (await listStamps(pool, 1))[0],
    }),
    tile: async ({ level, index, width }) => {
      const size = (await readLastCheckpoint(pool))?.size ?? 0;
      if (widthIn(size, { level: level === 'entries' ? 0 : level, index }) < width) return 'BEYOND';
      if (level === 'entries') {
        const leaves = await proofs.leavesFrom(index * tileWidth, width);
        return leaves.length === width
          ? concat(...leaves.flatMap(({ entry }) => [lengthOfEntry, entry]))
          : 'MISSING';
      }
      const [tile] = await readTiles(pool, [{ level, index }]);
      const hashes = tile?.hashes.subarray(0, width * hashBytes);
      return hashes?.length === width * hashBytes ? hashes : 'MISSING';
    },
  };
};
