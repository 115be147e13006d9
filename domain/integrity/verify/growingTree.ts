import { hashBytes, type Sha256 } from '../hashing.ts';
import { hashOfSubtrees } from '../merkle.ts';

/** A tree of which only the roots of its complete subtrees are kept, the largest first: as many as its size has ones. */
export const createGrowingTree = (sha256: Sha256) => {
  const roots: Uint8Array[] = [];
  /** 0x01 || left || right */
  const node = new Uint8Array(1 + 2 * hashBytes).fill(1, 0, 1);
  let size = 0;
  return {
    /** The leaf is not kept: its memory may be used again. */
    add: (leaf: Uint8Array): void => {
      let hash = leaf;
      for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
        const left = roots.pop();
        if (left === undefined) break;
        node.set(left, 1);
        node.set(hash, 1 + hashBytes);
        hash = sha256(node);
      }
      roots.push(hash === leaf ? leaf.slice() : hash);
      size += 1;
    },
    size: () => size,
    root: (): Uint8Array => hashOfSubtrees(sha256, roots),
  };
};
