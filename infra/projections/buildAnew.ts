import * as E from 'fp-ts/lib/Either.js';
import type { Pool } from 'pg';
import type { EventStore } from '../../domain/ports/eventStore.ts';
import type { HistoryReader } from '../../projections/engine/historyReader.ts';
import { createIndexesSql, createTablesSql } from '../../projections/engine/sql.ts';
import { type Builder, createBuilder, type Shadow } from './builder.ts';
import type { Turns } from './turns.ts';

export type RebuildPorts = {
  readonly store: EventStore;
  readonly history: HistoryReader;
  readonly owner: Pool;
  /** Starts builders that work side by side, for a log that is worth it; absent, there is one. */
  readonly startBuilders?: (shadows: ReadonlyArray<Shadow>) => ReadonlyArray<Builder>;
};

/** Streams that are looked up at once. */
const lookedUp = 4000;
/** From which end of the log on it is worth starting many builders, and how many streams a batch takes. */
const sizes = { manyFrom: 20_000n, streams: 250 };

/** All statements of one text are one round trip and one transaction. */
const createTables = (owner: Pool, shadows: ReadonlyArray<Shadow>): Promise<unknown> =>
  owner.query(
    shadows
      .flatMap(({ projection, schema }) => [
        `drop schema if exists ${schema} cascade`,
        ...createTablesSql(projection, schema),
      ])
      .join(';'),
  );

/** Builders of indexes at once: one sorts for a processor. */
const indexersAtOnce = 2;

const createIndexes = async (owner: Pool, shadows: ReadonlyArray<Shadow>, turns: Turns): Promise<void> => {
  const statements = shadows
    .flatMap(({ projection, schema }) => projection.tables.map((table) => createIndexesSql([table], schema)))
    .values();
  const indexer = async (): Promise<void> => {
    for (const statement of statements) await turns.take(() => owner.query(statement.join(';')));
  };
  await Promise.all(Array.from({ length: indexersAtOnce }, indexer));
};

/** The streams that begin at positions up to `head`, in batches: each stream once, with the position looked through. */
async function* streamsBegun(
  store: EventStore,
  head: bigint,
  streamsOfBatch: number,
): AsyncGenerator<{ readonly streamIds: ReadonlyArray<string>; readonly position: bigint }> {
  let position = 0n;
  while (position < head) {
    const read = await store.streamsBegun(position, lookedUp)();
    if (E.isLeft(read)) throw new Error(`the log cannot be read: ${read.left.reason}`);
    const begun = read.right.filter((stream) => stream.position <= head);
    for (let first = 0; first < begun.length; first += streamsOfBatch) {
      const batch = begun.slice(first, first + streamsOfBatch);
      position = batch.at(-1)?.position ?? position;
      yield { streamIds: batch.map(({ streamId }) => streamId), position };
    }
    if (begun.length < read.right.length || begun.length === 0) return;
  }
}

/**
 * Builds read models from the log up to `head`, stream by stream instead of in the order of recording: each history is
 * read, decoded and folded once for all of them, whatever the distance of its events in the log. That gives the same
 * rows, because rows depend neither on where batches are cut nor on who makes them. Indexes are made when the rows are
 * there. What was begun by an earlier attempt is dropped. Throws when an event cannot be read or folded.
 */
export const buildAnew = async (
  ports: RebuildPorts,
  shadows: ReadonlyArray<Shadow>,
  head: bigint,
  onProgress: (position: bigint, head: bigint) => void,
  turns: Turns,
  { manyFrom, streams } = sizes,
): Promise<void> => {
  const { store, owner } = ports;
  await createTables(owner, shadows);
  const builders =
    head >= manyFrom && ports.startBuilders !== undefined
      ? ports.startBuilders(shadows)
      : [createBuilder(ports, shadows)];
  try {
    const batches = streamsBegun(store, head, streams);
    const build = async (builder: Builder): Promise<void> => {
      for await (const { streamIds, position } of batches) {
        await turns.take(async (alone) => {
          await builder.take(streamIds, head);
          if (alone) await builder.written();
        });
        onProgress(position, head);
      }
      await builder.written();
    };
    await Promise.all(builders.map(build));
  } finally {
    await Promise.all(builders.map((builder) => builder.close()));
  }
  await createIndexes(owner, shadows, turns);
};
