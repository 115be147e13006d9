import { expect, test } from 'vitest';
import { toHex, utf8 } from '../../domain/integrity/bytes.ts';
import { leafHash, rootOf } from '../../domain/integrity/merkle.ts';
import { emptyEdge, growTree, rootOfEdge } from '../../domain/integrity/tiles.ts';
import { createGrowingTree } from '../../domain/integrity/verify/growingTree.ts';
import { hashing } from '../../infra/system/hashing.ts';

const { sha256 } = hashing;

test('the growing tree is the tree of RFC 6962 at every size, and its tiles hold the hashes of its nodes', () => {
  const tree = createGrowingTree(sha256);
  const leaves = Array.from({ length: 700 }, (_, index) => leafHash(sha256, utf8(`entry ${index}`)));
  for (const [index, leaf] of leaves.entries()) {
    tree.add(leaf);
    expect(tree.size()).toBe(index + 1);
    if (index % 37 === 0 || index > 690)
      expect(toHex(tree.root())).toBe(toHex(rootOf(sha256, leaves.slice(0, index + 1))));
  }
  const { edge, tiles } = growTree(sha256, emptyEdge, leaves);
  expect(toHex(rootOfEdge(sha256, edge))).toBe(toHex(tree.root()));
  expect(tiles.map(({ level, index, hashes }) => [level, index, hashes.length / 32])).toEqual([
    [0, 0, 256],
    [0, 1, 256],
    [0, 2, 188],
    [1, 0, 2],
  ]);
  expect(toHex(tiles.at(-1)?.hashes.subarray(32) ?? new Uint8Array())).toBe(
    toHex(rootOf(sha256, leaves.slice(256, 512))),
  );
});
