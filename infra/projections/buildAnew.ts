import * as E from 'fp-ts/lib/Either.js';
import type { Pool } from 'pg';
import type { EventStore } from '../../domain/ports/eventStore.ts';
import type { HistoryReader } from '../../projections/engine/historyReader.ts';
import type { HistoryBatch, Projection } from '../../projections/engine/projection.ts';
import { createIndexesSql, createTablesSql } from '../../projections/engine/sql.ts';
import { withTransaction } from '../postgres/withTransaction.ts';
import { writeChanges } from './writeChanges.ts';

export type RebuildPorts = {
  readonly store: EventStore;
  readonly history: HistoryReader;
  readonly owner: Pool;
};
/** A read model and the schema that it is built in beside the live one. */
export type Shadow = { readonly projection: Projection; readonly schema: string };

/** Events of the log that are looked through for streams that begin, and events of whole streams that a batch takes. */
const lookedThrough = 4000;
const streamsOfBatch = 250;

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

const writeRows = (owner: Pool, { projection, schema }: Shadow, batch: HistoryBatch): Promise<void> =>
  withTransaction(owner, async (client) => {
    // Nothing is lost with these rows: what is not finished is built anew.
    await client.query('set local synchronous_commit = off');
    await writeChanges(client, schema, projection.fold(batch));
  });

/** Builders of indexes at once: one sorts for a processor. */
const indexersAtOnce = 2;

const createIndexes = async (owner: Pool, shadows: ReadonlyArray<Shadow>): Promise<void> => {
  const statements = shadows
    .flatMap(({ projection, schema }) => projection.tables.map((table) => createIndexesSql([table], schema)))
    .values();
  const indexer = async (): Promise<void> => {
    for (const statement of statements) await owner.query(statement.join(';'));
  };
  await Promise.all(Array.from({ length: indexersAtOnce }, indexer));
};

/** The streams that begin at positions up to `head`, in batches: each stream once, with the position looked through. */
async function* streamsBegun(
  store: EventStore,
  head: bigint,
): AsyncGenerator<{ readonly streamIds: ReadonlyArray<string>; readonly position: bigint }> {
  let position = 0n;
  const streamIds: string[] = [];
  while (position < head) {
    const read = await store.readAll(position, lookedThrough)();
    if (E.isLeft(read)) throw new Error(`the log cannot be read: ${read.left.reason}`);
    const events = read.right.filter((event) => event.position <= head);
    position = read.right.at(-1)?.position ?? head;
    for (const { revision, streamId } of events) if (revision === 0n) streamIds.push(streamId);
    while (streamIds.length >= streamsOfBatch)
      yield { streamIds: streamIds.splice(0, streamsOfBatch), position };
  }
  if (streamIds.length > 0) yield { streamIds, position: head };
}

/**
 * Builds read models from the log up to `head`, stream by stream instead of in the order of recording: each history is
 * read, decoded and folded once for all of them, whatever the distance of its events in the log. That gives the same
 * rows, because rows do not depend on where batches are cut. Indexes are made when the rows are there. What was begun by
 * an earlier attempt is dropped. Throws when an event cannot be read or folded.
 */
export const buildAnew = async (
  { store, history, owner }: RebuildPorts,
  shadows: ReadonlyArray<Shadow>,
  head: bigint,
  onProgress: (position: bigint, head: bigint) => void,
): Promise<void> => {
  await createTables(owner, shadows);
  // While one batch is written the next one is read and folded.
  let writing: Promise<unknown> = Promise.resolve();
  for await (const { streamIds, position } of streamsBegun(store, head)) {
    const batch = await history.whole(streamIds, head);
    await writing;
    writing = Promise.all(shadows.map((shadow) => writeRows(owner, shadow, batch)));
    // Its failure is seen when it is awaited; until then it must not end the process.
    writing.catch(() => undefined);
    onProgress(position, head);
  }
  await writing;
  await createIndexes(owner, shadows);
};
