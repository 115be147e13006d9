import * as E from 'fp-ts/lib/Either.js';
import type { Pool } from 'pg';
import type { EventStore } from '../../domain/ports/eventStore.ts';
import type { HistoryReader } from '../../projections/engine/historyReader.ts';
import type { Projection } from '../../projections/engine/projection.ts';
import { contentHashSql, createSchemaSql } from '../../projections/engine/sql.ts';
import { withTransaction } from '../postgres/withTransaction.ts';
import { applyBatch } from './applyBatch.ts';
import { projectionBatchSize } from './worker.ts';

export type RebuildPorts = {
  readonly store: EventStore;
  readonly history: HistoryReader;
  readonly owner: Pool;
};
export type RebuildResult = {
  readonly position: bigint;
  readonly liveHash: string;
  readonly rebuiltHash: string;
  /** Whether both describe the same position and are equal; undefined when the live one was behind or ahead. */
  readonly equal?: boolean;
};

export const contentHash = async (
  pool: Pool,
  projection: Projection,
  schema = projection.name,
): Promise<string> => {
  const { rows } = await pool.query<{ hash: string }>(contentHashSql(projection, schema));
  return rows[0]?.hash ?? '';
};

/**
 * Builds a read model anew beside the live one, which goes on serving, and swaps both in one transaction. The last
 * events are caught up while the live checkpoint is locked, so the swap neither skips nor repeats.
 */
export const rebuildProjection = async (
  ports: RebuildPorts,
  projection: Projection,
  onProgress: (position: bigint, head: bigint) => void,
): Promise<RebuildResult> => {
  const { owner, store } = ports;
  const shadow = { checkpoint: `${projection.name}_rebuild`, schema: `${projection.name}_rebuild` };
  const name = projection.name;
  await withTransaction(owner, async (client) => {
    await client.query(`drop schema if exists ${shadow.schema} cascade`);
    for (const statement of createSchemaSql(projection, shadow.schema)) await client.query(statement);
    await client.query(
      `insert into projection.checkpoint (name, version, position) values ($1, $2, 0)
       on conflict (name) do update set version = excluded.version, position = 0`,
      [shadow.checkpoint, projection.version],
    );
  });
  let position = 0n;
  const catchUp = async (): Promise<void> => {
    const head = await store.head()();
    if (E.isLeft(head)) throw new Error(head.left.reason);
    for (;;) {
      const events = await store.readAll(position, projectionBatchSize)();
      if (E.isLeft(events)) throw new Error(events.left.reason);
      if (events.right.length === 0) return;
      position = await applyBatch(owner, projection, shadow, position, await ports.history(events.right));
      onProgress(position, head.right);
    }
  };
  await catchUp();
  return withTransaction(owner, async (client) => {
    const { rows } = await client.query<{ position: bigint }>(
      'select position from projection.checkpoint where name = $1 for update',
      [name],
    );
    const live = rows[0]?.position ?? 0n;
    await catchUp();
    const liveHash =
      (await client.query<{ hash: string }>(contentHashSql(projection, name))).rows[0]?.hash ?? '';
    const rebuiltHash = await contentHash(owner, projection, shadow.schema);
    await client.query(`drop schema ${name} cascade`);
    await client.query(`alter schema ${shadow.schema} rename to ${name}`);
    await client.query(
      'update projection.checkpoint set version = $2, position = $3, updated_at = now() where name = $1',
      [name, projection.version, position],
    );
    await client.query('delete from projection.checkpoint where name = $1', [shadow.checkpoint]);
    return {
      position,
      liveHash,
      rebuiltHash,
      ...(live === position ? { equal: liveHash === rebuiltHash } : {}),
    };
  });
};
