type Waiting<T, R> = {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Lets callers that come at the same time share one piece of work: while `atOnce` of them are under way, further callers
 * wait and go together into the next. `work` answers for its items in their order; what it throws, each of them gets.
 * A lone caller waits for nobody but the end of its turn of the event loop.
 */
export const createCoalescer = <T, R>(
  work: (items: ReadonlyArray<T>) => Promise<ReadonlyArray<R>>,
  limits: { readonly atOnce: number; readonly itemsMax: number },
): ((item: T) => Promise<R>) => {
  const waiting: Waiting<T, R>[] = [];
  let underWay = 0;

  const run = async (): Promise<void> => {
    for (let batch = waiting.splice(0, limits.itemsMax); batch.length > 0; ) {
      try {
        const results = await work(batch.map(({ item }) => item));
        for (const [index, { resolve, reject }] of batch.entries())
          if (index in results) resolve(results[index] as R);
          else reject(new Error('the work gave no result'));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
      batch = waiting.splice(0, limits.itemsMax);
    }
    underWay -= 1;
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (underWay >= limits.atOnce) return;
      underWay += 1;
      setImmediate(() => void run());
    });
};
