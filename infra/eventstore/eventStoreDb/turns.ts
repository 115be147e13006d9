/** Callers that may wait before new ones are turned away: back-pressure instead of unbounded memory. */
const waitingMax = 10_000;
/** Units that are appended at once. */
const unitsAtOnce = 64;

export class TooManyAppends extends Error {
  constructor() {
    super('too many appends are waiting');
  }
}

/**
 * Units of this process on one stream go one after the other, in the order they came: two of them would only refuse
 * one another. Units on other streams go at the same time.
 */
export const createTurns = () => {
  const last = new Map<string, Promise<void>>();
  const free: (() => void)[] = [];
  let waiting = 0;
  let working = 0;

  const place = async (): Promise<void> => {
    if (working >= unitsAtOnce) await new Promise<void>((resolve) => free.push(resolve));
    else working += 1;
  };
  const leave = (): void => {
    const next = free.shift();
    if (next === undefined) working -= 1;
    else next();
  };

  return async <T>(streamIds: ReadonlyArray<string>, work: () => Promise<T>): Promise<T> => {
    if (waiting >= waitingMax) throw new TooManyAppends();
    waiting += 1;
    const before = streamIds.flatMap((streamId) => last.get(streamId) ?? []);
    let done = (): void => undefined;
    const turn = new Promise<void>((resolve) => {
      done = resolve;
    });
    for (const streamId of streamIds) last.set(streamId, turn);
    await Promise.all(before);
    await place();
    try {
      return await work();
    } finally {
      leave();
      waiting -= 1;
      for (const streamId of streamIds) if (last.get(streamId) === turn) last.delete(streamId);
      done();
    }
  };
};
