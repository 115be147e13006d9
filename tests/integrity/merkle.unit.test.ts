import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toHex, utf8 } from '../../domain/integrity/bytes.ts';
import {
  consistencyRanges,
  emptyRoot,
  hashOfSubtrees,
  inclusionRanges,
  isConsistent,
  isIncluded,
  type LeafRange,
  leafHash,
  nodeHash,
  rootOf,
  subtreesOf,
} from '../../domain/integrity/merkle.ts';
import { hashing } from '../../infra/system/hashing.ts';

const { sha256 } = hashing;

test('the hashes of RFC 6962 section 2.1 are those of the public test vectors', () => {
  expect(toHex(emptyRoot(sha256))).toMatch(/^e3b0c442/);
  expect(toHex(leafHash(sha256, new Uint8Array(0)))).toMatch(/^6e340b9c/);
  expect(toHex(leafHash(sha256, utf8('L123456')))).toMatch(/^395aa064/);
  expect(toHex(nodeHash(sha256, utf8('N123'), utf8('N456')))).toMatch(/^aa217fe8/);
});

const leaves = Array.from({ length: 600 }, (_, index) => leafHash(sha256, utf8(`leaf ${index}`)));
const hashOf = ({ begin, end }: LeafRange) =>
  hashOfSubtrees(
    sha256,
    subtreesOf({ begin, end }).map(({ level, index }) =>
      rootOf(sha256, leaves.slice(index * 2 ** level, (index + 1) * 2 ** level)),
    ),
  );
const treeOf = (size: number) => ({ size, root: rootOf(sha256, leaves.slice(0, size)) });
const sizes = fc.integer({ min: 1, max: leaves.length });

test('every range hashes to the root of its leaves', () => {
  fc.assert(
    fc.property(sizes, (size) => {
      expect(hashOf({ begin: 0, end: size })).toEqual(treeOf(size).root);
    }),
  );
});

test('a leaf is proved at its index, and at no other', () => {
  fc.assert(
    fc.property(sizes, fc.nat(), fc.nat(), (size, anIndex, another) => {
      const index = anIndex % size;
      const hash = leaves[index] ?? new Uint8Array(0);
      const proof = inclusionRanges(index, size).map(hashOf);
      expect(isIncluded(sha256, { index, hash }, treeOf(size), proof)).toBe(true);
      const wrong = another % size;
      if (wrong !== index)
        expect(isIncluded(sha256, { index: wrong, hash }, treeOf(size), proof)).toBe(false);
    }),
  );
});

test('a tree is proved to begin with an older one, and a changed one is not', () => {
  fc.assert(
    fc.property(sizes, fc.nat(), fc.nat(), (to, smaller, place) => {
      const from = (smaller % to) + 1;
      const proof = from === to ? [] : consistencyRanges(from, to).map(hashOf);
      expect(isConsistent(sha256, treeOf(from), treeOf(to), proof)).toBe(true);
      const changed = leaves.slice(0, from);
      changed[place % from] = leafHash(sha256, utf8('another'));
      expect(isConsistent(sha256, { size: from, root: rootOf(sha256, changed) }, treeOf(to), proof)).toBe(
        false,
      );
    }),
  );
});
