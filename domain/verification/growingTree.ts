import type { Sha256 } from '../integrity/hashing.ts';
import { hashOfSubtrees, nodeHash } from '../integrity/merkle.ts';

/** Hashes of a tile of the tree (c2sp.org/tlog-tiles): up to 256 nodes of one level. */
export type BuiltTile = {
  readonly level: number;
  readonly index: number;
  readonly hashes: ReadonlyArray<Uint8Array>;
};

const tileHeight = 8;
export const tileWidth = 256;

type Complete = { readonly level: number; readonly hash: Uint8Array };

/**
 * The tree of a log that is read from its begin: the roots of its complete subtrees and the last tile of each level are
 * all that is kept, so memory grows with the logarithm of the log.
 */
export const growingTree = (sha256: Sha256) => {
  const complete: Complete[] = [];
  const open: Uint8Array[][] = [];
  let size = 0;
  const counts: number[] = [];

  const intoTile = (level: number, hash: Uint8Array): BuiltTile | undefined => {
    const hashes = open[level] ?? [];
    open[level] = hashes;
    hashes.push(hash);
    if (hashes.length < tileWidth) return undefined;
    const index = counts[level] ?? 0;
    counts[level] = index + 1;
    open[level] = [];
    return { level, index, hashes };
  };

  return {
    size: (): number => size,
    /** Takes the next leaf; answers the tiles that it fills. */
    push: (leaf: Uint8Array): ReadonlyArray<BuiltTile> => {
      size += 1;
      let node: Complete = { level: 0, hash: leaf };
      const filled: BuiltTile[] = [];
      for (;;) {
        if (node.level % tileHeight === 0) {
          const tile = intoTile(node.level / tileHeight, node.hash);
          if (tile !== undefined) filled.push(tile);
        }
        const left = complete.at(-1);
        if (left?.level !== node.level) break;
        complete.pop();
        node = { level: node.level + 1, hash: nodeHash(sha256, left.hash, node.hash) };
      }
      complete.push(node);
      return filled;
    },
    root: (): Uint8Array =>
      hashOfSubtrees(
        sha256,
        complete.map(({ hash }) => hash),
      ),
    /** The last tile of each level, where it is not full. */
    rest: (): ReadonlyArray<BuiltTile> =>
      open.flatMap((hashes, level) =>
        hashes.length === 0 ? [] : [{ level, index: counts[level] ?? 0, hashes }],
      ),
  };
};
