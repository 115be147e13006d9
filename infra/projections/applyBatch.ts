import type { Pool } from 'pg';
import type { HistoryBatch, Projection, TableChange } from '../../projections/engine/projection.ts';
import { withTransaction } from '../postgres/withTransaction.ts';
import { writeChanges } from './writeChanges.ts';

export class CheckpointMoved extends Error {}

const isEmpty = ({ table: _table, ...rows }: TableChange): boolean =>
  Object.values(rows).every((set) => set.length === 0);

type At = { readonly checkpoint: string; readonly schema: string };

const moved = (at: At, from: bigint): CheckpointMoved =>
  new CheckpointMoved(`the checkpoint of ${at.checkpoint} is no longer ${from}`);

const moveCheckpoint = async (
  client: Pick<Pool, 'query'>,
  { version }: Projection,
  at: At,
  from: bigint,
  to: bigint,
): Promise<void> => {
  const { rowCount } = await client.query(
    'update projection.checkpoint set position = $1, updated_at = now() where name = $2 and position = $3 and version = $4',
    [to, at.checkpoint, from, version],
  );
  if (rowCount !== 1) throw moved(at, from);
};

/**
 * Keeps the checkpoint as it is until the end of the transaction, for who writes for seconds. Changed at once it would
 * keep every program from starting meanwhile, which looks for read models that are not there yet.
 */
const holdCheckpoint = async (
  client: Pick<Pool, 'query'>,
  { version }: Projection,
  at: At,
  from: bigint,
): Promise<void> => {
  const { rowCount } = await client.query(
    'select from projection.checkpoint where name = $1 and position = $2 and version = $3 for update',
    [at.checkpoint, from, version],
  );
  if (rowCount !== 1) throw moved(at, from);
};

/**
 * Writes events, which come in one or more parts, and moves the checkpoint in the same transaction. The checkpoint is
 * compared first: if another worker moved it, or a rebuild swapped the tables or brought another version, nothing is
 * written and `CheckpointMoved` is thrown.
 */
export const applyParts = async (
  pool: Pool,
  projection: Projection,
  at: At,
  { from, to }: { readonly from: bigint; readonly to: bigint },
  parts: AsyncIterator<HistoryBatch>,
): Promise<void> => {
  const next = async (): Promise<ReadonlyArray<TableChange> | undefined> => {
    const { done, value } = await parts.next();
    return done === true ? undefined : projection.fold(value);
  };
  const toWrite = async (): Promise<ReadonlyArray<TableChange> | undefined> => {
    let changes = await next();
    while (changes?.every(isEmpty)) changes = await next();
    return changes;
  };
  const first = await toWrite();
  // Most read models have nothing to do with most events: then one statement is the whole transaction.
  if (first === undefined) {
    await moveCheckpoint(pool, projection, at, from, to);
    return;
  }
  const second = await toWrite();
  await withTransaction(pool, async (client) => {
    if (second === undefined) {
      await moveCheckpoint(client, projection, at, from, to);
      await writeChanges(client, at.schema, first);
      return;
    }
    await holdCheckpoint(client, projection, at, from);
    await writeChanges(client, at.schema, first);
    for (let changes: typeof first | undefined = second; changes !== undefined; changes = await toWrite())
      await writeChanges(client, at.schema, changes);
    await moveCheckpoint(client, projection, at, from, to);
  });
};

/** The same for a batch that is whole; answers where the read model then stands. */
export const applyBatch = async (
  pool: Pool,
  projection: Projection,
  at: At,
  from: bigint,
  batch: HistoryBatch,
): Promise<bigint> => {
  const to = batch.events.at(-1)?.position ?? from;
  const parts = (async function* () {
    yield batch;
  })();
  await applyParts(pool, projection, at, { from, to }, parts);
  return to;
};
