/** One reader's way through parts that several read. */
export type PartReader<T> = AsyncIterable<T> & {
  /** This reader wants no more: the others need not wait for it. */
  readonly leave: () => void;
};

/** How far a reader may be ahead of the slowest: one writes a part while another folds the next one. */
const aheadMost = 1;

/**
 * Parts made once for several readers, who go through them nearly side by side: the next part is begun when the one
 * before it is taken, and a part is forgotten when all have taken it, so that only few exist at any time.
 */
export const shareParts = <T>(source: AsyncIterator<T>, readers: number): ReadonlyArray<PartReader<T>> => {
  const made = new Map<number, Promise<IteratorResult<T>>>();
  const places: (number | undefined)[] = Array.from({ length: readers }, () => 0);
  let begun = 0;
  let moved = Promise.withResolvers<void>();
  const slowest = (): number => Math.min(...places.map((place) => place ?? Number.POSITIVE_INFINITY));
  const move = (reader: number, place: number | undefined): void => {
    places[reader] = place;
    for (const index of made.keys()) if (index < slowest()) made.delete(index);
    moved.resolve();
    moved = Promise.withResolvers<void>();
    // Whoever made them waits for the last one to leave.
    if (slowest() === Number.POSITIVE_INFINITY) source.return?.().catch(() => undefined);
  };
  const part = (index: number): Promise<IteratorResult<T>> => {
    for (; begun <= index; begun += 1) {
      const next = source.next();
      // Its failure is seen when it is awaited; until then it must not end the process.
      next.catch(() => undefined);
      made.set(begun, next);
    }
    return made.get(index) ?? Promise.resolve({ done: true, value: undefined });
  };
  return places.map((_, reader) => ({
    leave: () => move(reader, undefined),
    async *[Symbol.asyncIterator]() {
      try {
        for (let index = 0; ; index += 1) {
          while (index > slowest() + aheadMost) await moved.promise;
          const { done, value } = await part(index);
          if (done === true) return;
          part(index + 1);
          yield value;
          move(reader, index + 1);
        }
      } finally {
        move(reader, undefined);
      }
    },
  }));
};
