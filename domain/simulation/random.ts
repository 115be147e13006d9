/** A source of chance that gives the same values for the same label on every machine: no clock, no system randomness. */
export type Random = {
  /** From 0, inclusive, to 1, exclusive. */
  readonly next: () => number;
  /** A whole number from 0 to `count` - 1. */
  readonly below: (count: number) => number;
  /** A whole number from `least` to `most`, both inclusive. */
  readonly between: (least: number, most: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(items: readonly [T, ...ReadonlyArray<T>]) => T;
  /** One of the items, each as often as its weight says. */
  readonly weighted: <T>(items: ReadonlyArray<readonly [T, number]>) => T | undefined;
};

const golden = 0x9e3779b9;

/** FNV-1a: a label becomes 32 bits. */
const hashOf = (label: string): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < label.length; index += 1)
    hash = Math.imul(hash ^ label.charCodeAt(index), 0x01000193);
  return hash >>> 0;
};

/** SplitMix32 (Steele, Lea, Flood 2014, in 32 bits): spreads a label over the state of the generator. */
const splitMix = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + golden) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
};

const rotated = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));

/** xoshiro128** (Blackman, Vigna 2018) seeded by a label, such as seed and number of a life. */
export const createRandom = (label: string): Random => {
  const seed = splitMix(hashOf(label));
  let [a, b, c, d] = [seed(), seed(), seed(), seed()] as [number, number, number, number];
  const next = (): number => {
    const result = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotated(d, 11);
    return result / 0x1_0000_0000;
  };
  const below = (count: number): number => Math.floor(next() * count);
  return {
    next,
    below,
    between: (least, most) => least + below(most - least + 1),
    chance: (probability) => next() < probability,
    pick: (items) => items[below(items.length)] ?? items[0],
    weighted: (items) => {
      let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [item, weight] of items) {
        left -= weight;
        if (left < 0) return item;
      }
      return items.at(-1)?.[0];
    },
  };
};
