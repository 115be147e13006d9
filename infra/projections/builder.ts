import type { Pool } from 'pg';
import type { HistoryReader } from '../../projections/engine/historyReader.ts';
import type { HistoryBatch, Projection } from '../../projections/engine/projection.ts';
import { withTransaction } from '../postgres/withTransaction.ts';
import { writeChanges } from './writeChanges.ts';

/** A read model and the schema that it is built in beside the live one. */
export type Shadow = { readonly projection: Projection; readonly schema: string };

/** Who folds whole streams into shadows. */
export type Builder = {
  /** Takes streams in, up to a position of the log; what it wrote last may still be under way. */
  readonly take: (streamIds: ReadonlyArray<string>, upTo: bigint) => Promise<void>;
  /** Resolves when all that was taken is written. */
  readonly written: () => Promise<void>;
  readonly close: () => Promise<void>;
};

const writeRows = (owner: Pool, { projection, schema }: Shadow, batch: HistoryBatch): Promise<void> =>
  withTransaction(owner, async (client) => {
    // Nothing is lost with these rows: what is not finished is built anew.
    await client.query('set local synchronous_commit = off');
    await writeChanges(client, schema, projection.fold(batch));
  });

/** A builder in this thread: while one batch is written the next one is read and folded. */
export const createBuilder = (
  { history, owner }: { readonly history: HistoryReader; readonly owner: Pool },
  shadows: ReadonlyArray<Shadow>,
): Builder => {
  let writing: Promise<unknown> = Promise.resolve();
  return {
    take: async (streamIds, upTo) => {
      const batch = await history.whole(streamIds, upTo);
      await writing;
      writing = Promise.all(shadows.map((shadow) => writeRows(owner, shadow, batch)));
      // Its failure is seen when it is awaited; until then it must not end the process.
      writing.catch(() => undefined);
    },
    written: async () => {
      await writing;
    },
    close: async () => {
      await writing.catch(() => undefined);
    },
  };
};
