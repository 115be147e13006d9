import * as E from 'fp-ts/lib/Either.js';
import type { BegunStream, EventStore } from '../../domain/ports/eventStore.ts';

/** Streams that begin after a position, for stores that find them only by reading on. */
export const beginsIn =
  (readAll: EventStore['readAll']): EventStore['streamsBegun'] =>
  (after, limit) =>
  async () => {
    let position = after;
    for (;;) {
      const read = await readAll(position, limit)();
      if (E.isLeft(read)) return read;
      const begun: ReadonlyArray<BegunStream> = read.right.filter(({ revision }) => revision === 0n);
      const last = read.right.at(-1);
      if (begun.length > 0 || last === undefined) return E.right(begun);
      position = last.position;
    }
  };
