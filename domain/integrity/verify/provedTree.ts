import { equalBytes } from '../bytes.ts';
import type { Sha256 } from '../hashing.ts';
import { createGrowingTree } from './growingTree.ts';

/** A head of the log that is known from elsewhere. */
export type KnownHead = { readonly size: number; readonly root: Uint8Array };

/** Leaves from `begin` up to, not including, `end`: among them something is not as it was signed. */
export type Rewritten = { readonly begin: number; readonly end: number };

/**
 * A tree that grows leaf by leaf beside heads that were signed of it. Where a root is another one, something was rewritten
 * behind the last head that was the same.
 */
export const createProvedTree = <Head extends KnownHead>(sha256: Sha256, known: ReadonlyArray<Head>) => {
  const tree = createGrowingTree(sha256);
  const awaited = new Map<number, ReadonlyArray<Head>>();
  for (const head of known) awaited.set(head.size, [...(awaited.get(head.size) ?? []), head]);
  let proved = 0;

  /** The root that is stated for the leaves so far against theirs: undefined where it is the same. */
  const compare = (root: Uint8Array): Rewritten | undefined => {
    const size = tree.size();
    if (size > 0 && !equalBytes(root, tree.root())) return { begin: proved, end: size };
    proved = size;
    return undefined;
  };
  return {
    /** Answers the known heads of the tree as it is now that are others, and what was rewritten. */
    add: (leaf: Uint8Array): ReadonlyArray<readonly [Head, Rewritten]> => {
      tree.add(leaf);
      return (awaited.get(tree.size()) ?? []).flatMap((head) => {
        const rewritten = compare(head.root);
        return rewritten === undefined ? [] : [[head, rewritten] as const];
      });
    },
    compare,
    /** So many leaves are as they were signed. */
    proved: () => proved,
    size: tree.size,
    root: tree.root,
  };
};
