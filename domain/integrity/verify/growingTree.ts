import type { Sha256 } from '../hashing.ts';
import { hashOfSubtrees, nodeHash } from '../merkle.ts';

/** A tree of which only the roots of its complete subtrees are kept, the largest first: as many as its size has ones. */
export const createGrowingTree = (sha256: Sha256) => {
  const roots: Uint8Array[] = [];
  let size = 0;
  return {
    add: (leaf: Uint8Array): void => {
      let hash = leaf;
      for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
        const left = roots.pop();
        if (left !== undefined) hash = nodeHash(sha256, left, hash);
      }
      roots.push(hash);
      size += 1;
    },
    size: () => size,
    root: (): Uint8Array => hashOfSubtrees(sha256, roots),
  };
};
