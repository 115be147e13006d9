import { concat, equalBytes } from './bytes.ts';
import { hashBytes, type Sha256 } from './hashing.ts';

/**
 * The Merkle tree of RFC 6962 section 2.1. Sizes and indexes are whole numbers up to 2^53 - 1. A tree of n leaves is
 * split at the largest power of two below n, so that the left part is always complete; an odd leaf is never doubled.
 */

const leafPrefix = new Uint8Array([0]);
const nodePrefix = new Uint8Array([1]);

/** SHA-256(0x00 || entry). */
export const leafHash = (sha256: Sha256, entry: Uint8Array): Uint8Array => sha256(concat(leafPrefix, entry));

/** SHA-256(0x01 || left || right). */
export const nodeHash = (sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array =>
  sha256(concat(nodePrefix, left, right));

/** The root of a tree without leaves: SHA-256 of nothing. */
export const emptyRoot = (sha256: Sha256): Uint8Array => sha256(new Uint8Array(0));

/** Leaves from `begin` up to, not including, `end`. */
export type LeafRange = { readonly begin: number; readonly end: number };

/** A complete subtree: the leaves from index × 2^level on, 2^level of them. */
export type Subtree = { readonly level: number; readonly index: number };

/** The largest power of two below `size`, which is above 1. */
const splitOf = (size: number): number => {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
};

/** The complete subtrees that a range consists of, from left to right; the range begins where a split does. */
export const subtreesOf = ({ begin, end }: LeafRange): ReadonlyArray<Subtree> => {
  const found: Subtree[] = [];
  let at = begin;
  while (at < end) {
    let level = 0;
    let width = 1;
    while (at % (width * 2) === 0 && at + width * 2 <= end) {
      width *= 2;
      level += 1;
    }
    found.push({ level, index: at / width });
    at += width;
  }
  return found;
};

/** Hash of a range from the hashes of its complete subtrees, from left to right. */
export const hashOfSubtrees = (sha256: Sha256, hashes: ReadonlyArray<Uint8Array>): Uint8Array => {
  const last = hashes.at(-1);
  if (last === undefined) return emptyRoot(sha256);
  return hashes.slice(0, -1).reduceRight((right, left) => nodeHash(sha256, left, right), last);
};

/** Root of the tree over these hashes of leaves. */
export const rootOf = (sha256: Sha256, leaves: ReadonlyArray<Uint8Array>): Uint8Array => {
  const first = leaves[0];
  if (first === undefined) return emptyRoot(sha256);
  if (leaves.length === 1) return first;
  const split = splitOf(leaves.length);
  return nodeHash(sha256, rootOf(sha256, leaves.slice(0, split)), rootOf(sha256, leaves.slice(split)));
};

/**
 * The ranges whose hashes, in this order, prove that the leaf is in the tree (RFC 6962 section 2.1.1, PATH).
 * `index` is below `size`.
 */
export const inclusionRanges = (index: number, size: number): ReadonlyArray<LeafRange> => {
  const ranges: LeafRange[] = [];
  let begin = 0;
  let end = size;
  while (end - begin > 1) {
    const middle = begin + splitOf(end - begin);
    if (index < middle) {
      ranges.push({ begin: middle, end });
      end = middle;
    } else {
      ranges.push({ begin, end: middle });
      begin = middle;
    }
  }
  return ranges.reverse();
};

/**
 * The ranges whose hashes prove that the tree of `from` leaves is the beginning of that of `to` leaves (RFC 6962
 * section 2.1.2, PROOF). `from` is at least 1 and at most `to`.
 */
export const consistencyRanges = (from: number, to: number): ReadonlyArray<LeafRange> => {
  const ranges: LeafRange[] = [];
  let begin = 0;
  let end = to;
  /** Whether the old tree's own root is a subtree here, which the verifier has already. */
  let known = true;
  while (from !== end) {
    const middle = begin + splitOf(end - begin);
    if (from <= middle) {
      ranges.push({ begin: middle, end });
      end = middle;
    } else {
      ranges.push({ begin, end: middle });
      begin = middle;
      known = false;
    }
  }
  if (!known) ranges.push({ begin, end });
  return ranges.reverse();
};

const isSize = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const areHashes = (hashes: ReadonlyArray<Uint8Array>): boolean =>
  hashes.every((hash) => hash.length === hashBytes);
const half = (value: number): number => Math.floor(value / 2);
const isOdd = (value: number): boolean => value % 2 === 1;

/** Whether the proof shows that this leaf is at this index of the tree with this root (RFC 9162 section 2.1.3.2). */
export const isIncluded = (
  sha256: Sha256,
  leaf: { readonly index: number; readonly hash: Uint8Array },
  tree: { readonly size: number; readonly root: Uint8Array },
  proof: ReadonlyArray<Uint8Array>,
): boolean => {
  if (!isSize(leaf.index) || !isSize(tree.size) || leaf.index >= tree.size) return false;
  if (!areHashes([leaf.hash, tree.root, ...proof])) return false;
  let node = leaf.index;
  let last = tree.size - 1;
  let hash = leaf.hash;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      hash = nodeHash(sha256, sibling, hash);
      while (!isOdd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else hash = nodeHash(sha256, hash, sibling);
    node = half(node);
    last = half(last);
  }
  return last === 0 && equalBytes(hash, tree.root);
};

/**
 * Whether the proof shows that the second tree begins with the first (RFC 9162 section 2.1.4.2). A tree begins
 * with itself, by an empty proof. That every tree begins with the empty one needs no proof, and none is accepted for it.
 */
export const isConsistent = (
  sha256: Sha256,
  first: { readonly size: number; readonly root: Uint8Array },
  second: { readonly size: number; readonly root: Uint8Array },
  proof: ReadonlyArray<Uint8Array>,
): boolean => {
  if (!isSize(first.size) || !isSize(second.size) || first.size > second.size) return false;
  if (first.size === 0 || !areHashes(proof)) return false;
  if (first.size === second.size) return proof.length === 0 && equalBytes(first.root, second.root);
  let node = first.size - 1;
  let last = second.size - 1;
  while (isOdd(node)) {
    node = half(node);
    last = half(last);
  }
  // The old tree is complete: its root is where the proof begins, and the proof does not repeat it.
  const path = node === 0 ? [first.root, ...proof] : proof;
  const start = path[0];
  if (start === undefined || proof.length === 0) return false;
  let older = start;
  let newer = start;
  for (const sibling of path.slice(1)) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      older = nodeHash(sha256, sibling, older);
      newer = nodeHash(sha256, sibling, newer);
      while (!isOdd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else newer = nodeHash(sha256, newer, sibling);
    node = half(node);
    last = half(last);
  }
  return last === 0 && equalBytes(older, first.root) && equalBytes(newer, second.root);
};
