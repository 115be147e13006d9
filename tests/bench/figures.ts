/** The middle one of several measurements: a single slow run of a shared machine does not move it. */
export const median = (numbers: ReadonlyArray<number>): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/** How many times a second the work was done. */
export const rate = async (count: number, work: () => Promise<void>): Promise<number> => {
  const started = performance.now();
  await work();
  return count / ((performance.now() - started) / 1000);
};

/** Does the work `count` times by so many callers, each of whom waits for its own. */
export const concurrently = (
  count: number,
  callers: number,
  each: (index: number) => Promise<void>,
): Promise<unknown> => {
  let next = 0;
  return Promise.all(
    Array.from({ length: callers }, async () => {
      while (next < count) {
        next += 1;
        await each(next);
      }
    }),
  );
};

/** The number that so large a share of the numbers does not exceed. */
export const percentile = (numbers: ReadonlyArray<number>, share: number): number =>
  [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))] ?? 0;
