import * as O from 'fp-ts/lib/Option.js';
import { concat } from './bytes.ts';
import { hashBytes, type Sha256 } from './hashing.ts';
import { hashOfSubtrees, type LeafRange, rootOf, type Subtree, subtreesOf } from './merkle.ts';

/**
 * Tiles (c2sp.org/tlog-tiles v0.1.0): the tree in files of 256 hashes. A tile of level L holds roots of complete
 * subtrees of 256^L leaves; the rightmost tile of a level is partial until its 256 hashes are there.
 */
const tileHeight = 8;
export const tileWidth = 2 ** tileHeight;

export type TileKey = { readonly level: number; readonly index: number };

/** What a path names: hashes of a level, or the entries themselves, so many of them from the tile's first. */
export type TileAddress = {
  readonly level: number | 'entries';
  readonly index: number;
  readonly width: number;
};

/** Hashes that a tree of this size has at a level of tiles. */
const hashesAt = (size: number, level: number): number => Math.floor(size / tileWidth ** level);

/** Hashes that a tile has in a tree of this size: 0 where it does not exist yet, at most 256. */
export const widthIn = (size: number, { level, index }: TileKey): number =>
  Math.max(0, Math.min(tileWidth, hashesAt(size, level) - index * tileWidth));

/** 1234067 is `x001/x234/067`. */
const indexText = (index: number): string => {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  return padded.replace(/\d{3}(?=\d)/g, 'x$&/');
};

/** The path below the log's address: `tile/0/x001/067`, `tile/entries/000.p/12`. */
export const tilePath = ({ level, index, width }: TileAddress): string =>
  `tile/${level}/${indexText(index)}${width === tileWidth ? '' : `.p/${width}`}`;

const address = /^tile\/(entries|\d|[1-5]\d|6[0-3])\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** Reads a path; none unless it is the one way in which its tile is written. */
export const parseTilePath = (path: string): O.Option<TileAddress> => {
  const [, level, digits, width] = address.exec(path) ?? [];
  if (level === undefined || digits === undefined) return O.none;
  const found: TileAddress = {
    level: level === 'entries' ? level : Number(level),
    index: Number(digits.replaceAll(/[x/]/g, '')),
    width: width === undefined ? tileWidth : Number(width),
  };
  return Number.isSafeInteger(found.index) && tilePath(found) === path ? O.some(found) : O.none;
};

/** The growing side of a tree: of each level of tiles, from the leaves up, the hashes of the partial tile. */
export type TreeEdge = {
  readonly size: number;
  readonly levels: ReadonlyArray<ReadonlyArray<Uint8Array>>;
};

export const emptyEdge: TreeEdge = { size: 0, levels: [] };

/** The partial tiles that the edge of a tree of this size consists of. */
export const edgeTiles = (size: number): ReadonlyArray<TileAddress & TileKey> => {
  const tiles: (TileAddress & TileKey)[] = [];
  for (let level = 0; hashesAt(size, level) > 0; level += 1) {
    const count = hashesAt(size, level);
    const width = count % tileWidth;
    if (width > 0) tiles.push({ level, index: Math.floor(count / tileWidth), width });
  }
  return tiles;
};

/** The hashes of a tile, one by one. */
export const hashesOf = (tile: Uint8Array): ReadonlyArray<Uint8Array> =>
  Array.from({ length: Math.floor(tile.length / hashBytes) }, (_, at) =>
    tile.subarray(at * hashBytes, (at + 1) * hashBytes),
  );

export type Tile = TileKey & { readonly hashes: Uint8Array };

/** The edge of a tree of this size from its tiles; undefined where one is missing or too short. */
export const edgeFrom = (size: number, tiles: ReadonlyArray<Tile>): TreeEdge | undefined => {
  const levels: ReadonlyArray<Uint8Array>[] = [];
  for (const { level, index, width } of edgeTiles(size)) {
    const tile = tiles.find((each) => each.level === level && each.index === index);
    if (tile === undefined || tile.hashes.length < width * hashBytes) return undefined;
    while (levels.length < level) levels.push([]);
    levels.push(hashesOf(tile.hashes.subarray(0, width * hashBytes)));
  }
  return { size, levels };
};

/** A tree with more leaves, and the tiles that became or grew by them, whole. */
export const growTree = (
  sha256: Sha256,
  edge: TreeEdge,
  leaves: ReadonlyArray<Uint8Array>,
): { readonly edge: TreeEdge; readonly tiles: ReadonlyArray<Tile> } => {
  const tiles: Tile[] = [];
  const levels = [...edge.levels];
  let incoming = leaves;
  for (let level = 0; incoming.length > 0; level += 1) {
    const completed: Uint8Array[] = [];
    let index = Math.floor(hashesAt(edge.size, level) / tileWidth);
    let hashes = [...(levels[level] ?? [])];
    for (const hash of incoming) {
      hashes.push(hash);
      if (hashes.length < tileWidth) continue;
      tiles.push({ level, index, hashes: concat(...hashes) });
      completed.push(rootOf(sha256, hashes));
      index += 1;
      hashes = [];
    }
    if (hashes.length > 0) tiles.push({ level, index, hashes: concat(...hashes) });
    while (levels.length < level) levels.push([]);
    levels[level] = hashes;
    incoming = completed;
  }
  return { edge: { size: edge.size + leaves.length, levels }, tiles };
};

/** Root of the tree that an edge belongs to. */
export const rootOfEdge = (sha256: Sha256, { levels }: TreeEdge): Uint8Array =>
  hashOfSubtrees(
    sha256,
    levels
      .toReversed()
      .flatMap((hashes) =>
        subtreesOf({ begin: 0, end: hashes.length }).map(({ level, index }) =>
          rootOf(sha256, hashes.slice(index * 2 ** level, (index + 1) * 2 ** level)),
        ),
      ),
  );

/** The tile that holds what a complete subtree's hash is made of, and from which hash on, how many. */
const placeOf = ({ level, index }: Subtree) => {
  const count = 2 ** (level % tileHeight);
  const start = index * count;
  const tile: TileKey = {
    level: Math.floor(level / tileHeight),
    index: Math.floor(start / tileWidth),
  };
  return { tile, start: start % tileWidth, count };
};

/** The tiles that the hashes of these ranges are computed from, each once. */
export const tilesOfRanges = (ranges: ReadonlyArray<LeafRange>): ReadonlyArray<TileKey> => {
  const keys = new Map<string, TileKey>();
  for (const range of ranges)
    for (const subtree of subtreesOf(range)) {
      const { tile } = placeOf(subtree);
      keys.set(`${tile.level}/${tile.index}`, tile);
    }
  return [...keys.values()];
};

/** Answers a tile's hashes; undefined where there is none. */
export type TileReader = (key: TileKey) => Uint8Array | undefined;

/** Hash of a range that begins where a split does, from tiles; undefined where these do not reach. */
export const hashOfRange = (sha256: Sha256, range: LeafRange, tileAt: TileReader): Uint8Array | undefined => {
  const hashes: Uint8Array[] = [];
  for (const subtree of subtreesOf(range)) {
    const { tile, start, count } = placeOf(subtree);
    const found = tileAt(tile)?.subarray(start * hashBytes, (start + count) * hashBytes);
    if (found?.length !== count * hashBytes) return undefined;
    hashes.push(rootOf(sha256, hashesOf(found)));
  }
  return hashOfSubtrees(sha256, hashes);
};
