/** Runs work for every item, so many at once; the results come in the order of the items. */
export const atOnce = async <T, R>(
  limit: number,
  items: ReadonlyArray<T>,
  work: (item: T) => Promise<R>,
): Promise<ReadonlyArray<R>> => {
  const results: R[] = [];
  const next = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of next) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
};
