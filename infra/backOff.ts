const firstMs = 250;
const longestMs = 10_000;

/** Waiting times between attempts: doubled after each failure up to ten seconds, from the start again after a success. */
export const createBackOff = () => {
  let next = firstMs;
  return {
    next: (): number => {
      const now = next;
      next = Math.min(longestMs, next * 2);
      return now;
    },
    reset: (): void => {
      next = firstMs;
    },
  };
};
