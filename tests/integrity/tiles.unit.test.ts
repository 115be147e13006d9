import fc from 'fast-check';
import * as O from 'fp-ts/lib/Option.js';
import { describe, expect, test } from 'vitest';
import { toHex, utf8 } from '../../domain/integrity/bytes.ts';
import {
  consistencyRanges,
  inclusionRanges,
  isIncluded,
  leafHash,
  rootOf,
} from '../../domain/integrity/merkle.ts';
import {
  edgeFrom,
  emptyEdge,
  growTree,
  hashOfRange,
  parseTilePath,
  rootOfEdge,
  type Tile,
  tilePath,
  tilesOfRanges,
  widthIn,
} from '../../domain/integrity/tiles.ts';
import { hashing } from '../../infra/system/hashing.ts';

const { sha256 } = hashing;
const leaves = Array.from({ length: 66_000 }, (_, index) => leafHash(sha256, utf8(`entry ${index}`)));

/** A tree grown in steps: its edge, and every tile as it was written last. */
const grown = (steps: ReadonlyArray<number>) => {
  const tiles = new Map<string, Tile>();
  let edge = emptyEdge;
  for (const step of steps) {
    const next = growTree(sha256, edge, leaves.slice(edge.size, edge.size + step));
    for (const tile of next.tiles) tiles.set(`${tile.level}/${tile.index}`, tile);
    edge = next.edge;
  }
  return { edge, tiles };
};
const sizes = fc.array(fc.oneof(fc.nat(5), fc.nat(300), fc.constantFrom(255, 256, 257, 1024)), {
  minLength: 1,
  maxLength: 12,
});

describe('paths', () => {
  test('are those of the specification', () => {
    for (const [path, address] of [
      ['tile/0/000', { level: 0, index: 0, width: 256 }],
      ['tile/0/x001/067', { level: 0, index: 1067, width: 256 }],
      ['tile/3/x001/x234/067', { level: 3, index: 1_234_067, width: 256 }],
      ['tile/63/x001/x234/067.p/1', { level: 63, index: 1_234_067, width: 1 }],
      ['tile/entries/x001/234.p/255', { level: 'entries', index: 1234, width: 255 }],
    ] as const) {
      expect(tilePath(address)).toBe(path);
      expect(parseTilePath(path)).toEqual(O.some(address));
    }
  });
  test('are read as they are written, each in one way only', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.nat(63), fc.constant('entries' as const)),
        fc.oneof(fc.nat(3000), fc.maxSafeNat()),
        fc.integer({ min: 1, max: 256 }),
        (level, index, width) => {
          const address = { level, index, width };
          expect(parseTilePath(tilePath(address))).toEqual(O.some(address));
        },
      ),
    );
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'tile/0123x.p-+ %entris'.split('')), maxLength: 24 }),
        (text) => {
          const path = `tile/${text}`;
          const read = parseTilePath(path);
          if (O.isSome(read)) expect(tilePath(read.value)).toBe(path);
        },
      ),
      { numRuns: 2000 },
    );
  });
  test.each([
    'tile/0/0',
    'tile/0/00',
    'tile/0/0000',
    'tile/00/000',
    'tile/64/000',
    'tile/0/x000/001',
    'tile/0/001/001',
    'tile/0/x001',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/012',
    'tile/0/000/',
    '/tile/0/000',
    'tile/0/x999/x999/x999/x999/x999/999',
    'tile/data/000',
    'tile/0/٠٠٠',
  ])('%s is none', (path) => {
    expect(parseTilePath(path)).toEqual(O.none);
  });
});

test('a tree grows to the same tiles and root however its leaves come, and its edge is found again in its tiles', () => {
  fc.assert(
    fc.property(sizes, (steps) => {
      const size = steps.reduce((sum, step) => sum + step, 0);
      const { edge, tiles } = grown(steps);
      const once = grown([size]);
      expect([...tiles].sort()).toEqual([...once.tiles].sort());
      expect(edge.size).toBe(size);
      expect(toHex(rootOfEdge(sha256, edge))).toBe(toHex(rootOf(sha256, leaves.slice(0, size))));
      const again = edgeFrom(size, [...tiles.values()]);
      expect(again === undefined ? undefined : toHex(rootOfEdge(sha256, again))).toBe(
        toHex(rootOfEdge(sha256, edge)),
      );
      for (const tile of tiles.values()) expect(tile.hashes.length).toBe(32 * widthIn(size, tile));
    }),
    { numRuns: 60 },
  );
});

test('the edge of an earlier size is found in the tiles of a later one, and not where one is missing', () => {
  const { tiles } = grown([66_000]);
  for (const size of [0, 1, 255, 256, 257, 600, 65_535, 65_536, 65_537, 66_000]) {
    const edge = edgeFrom(size, [...tiles.values()]);
    expect(edge === undefined ? undefined : toHex(rootOfEdge(sha256, edge)), String(size)).toBe(
      toHex(rootOf(sha256, leaves.slice(0, size))),
    );
  }
  expect(
    edgeFrom(
      600,
      [...tiles.values()].filter(({ level }) => level !== 1),
    ),
  ).toBeUndefined();
});

test('proofs come from few tiles, at sizes around 256 and 65,536', () => {
  const { tiles } = grown([66_000]);
  const at = ({ level, index }: { readonly level: number; readonly index: number }) =>
    tiles.get(`${level}/${index}`)?.hashes;
  for (const size of [1, 2, 255, 256, 257, 511, 65_535, 65_536, 65_537, 66_000]) {
    const root = rootOf(sha256, leaves.slice(0, size));
    for (const index of new Set(
      [0, 1, 127, 255, 256, size - 2, size - 1].filter((each) => each >= 0 && each < size),
    )) {
      const ranges = inclusionRanges(index, size);
      expect(tilesOfRanges(ranges).length).toBeLessThanOrEqual(6);
      const proof = ranges.map((range) => hashOfRange(sha256, range, at) ?? new Uint8Array());
      expect(
        isIncluded(sha256, { index, hash: leaves[index] ?? new Uint8Array() }, { size, root }, proof),
        `${index} of ${size}`,
      ).toBe(true);
    }
    for (const range of consistencyRanges(Math.max(1, size - 100), size))
      expect(toHex(hashOfRange(sha256, range, at) ?? new Uint8Array())).toBe(
        toHex(rootOf(sha256, leaves.slice(range.begin, range.end))),
      );
  }
  expect(hashOfRange(sha256, { begin: 0, end: 66_001 }, at)).toBeUndefined();
});
