import * as E from 'fp-ts/lib/Either.js';
import type { Pool } from 'pg';
import type { Projection } from '../../projections/engine/projection.ts';
import { contentHashSql } from '../../projections/engine/sql.ts';
import { withTransaction } from '../postgres/withTransaction.ts';
import { applyBatch } from './applyBatch.ts';
import { buildAnew, type RebuildPorts, type Shadow } from './buildAnew.ts';
import type { Checkpoint } from './outdated.ts';
import { projectionBatchSize } from './worker.ts';

export type RebuildResult = {
  readonly position: bigint;
  readonly rebuiltHash: string;
  readonly liveHash?: string;
  /** Whether both describe the same position and are equal; undefined when the live one was behind, ahead or older. */
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

const headOf = async ({ store }: RebuildPorts): Promise<bigint> => {
  const head = await store.head()();
  if (E.isLeft(head)) throw new Error(head.left.reason);
  return head.right;
};

/** Brings a shadow from one position to the end of the log, in the order of recording. */
const catchUp = async (ports: RebuildPorts, shadow: Shadow, from: bigint): Promise<bigint> => {
  let position = from;
  for (;;) {
    const events = await ports.store.readAll(position, projectionBatchSize)();
    if (E.isLeft(events)) throw new Error(events.left.reason);
    if (events.right.length === 0) return position;
    const at = { checkpoint: shadow.schema, schema: shadow.schema };
    const batch = await ports.history.follow(events.right);
    position = await applyBatch(ports.owner, shadow.projection, at, position, batch);
  }
};

/**
 * Puts a shadow in the place of the live read model, in one transaction. The last events are caught up while the live
 * checkpoint is locked, so the swap neither skips nor repeats.
 */
const swap = async (ports: RebuildPorts, shadow: Shadow, head: bigint): Promise<RebuildResult> => {
  const { owner } = ports;
  const { projection, schema } = shadow;
  const { name, version } = projection;
  await owner.query(
    `insert into projection.checkpoint (name, version, position) values ($1, $2, $3)
     on conflict (name) do update set version = excluded.version, position = excluded.position`,
    [schema, version, head],
  );
  const nearly = await catchUp(ports, shadow, head);
  return withTransaction(owner, async (client) => {
    const { rows } = await client.query<Checkpoint>(
      'select version, position from projection.checkpoint where name = $1 for update',
      [name],
    );
    const live = rows[0];
    const position = await catchUp(ports, shadow, nearly);
    // Tables of another version, or as of another position, have nothing to be compared with.
    const comparable = live?.version === version && live.position === position;
    const rebuiltHash = await contentHash(owner, projection, schema);
    const liveHash = comparable ? await contentHash(owner, projection, name) : undefined;
    await client.query(`drop schema ${name} cascade; alter schema ${schema} rename to ${name}`);
    await client.query(
      'update projection.checkpoint set version = $2, position = $3, updated_at = now() where name = $1',
      [name, version, position],
    );
    await client.query('delete from projection.checkpoint where name = $1', [schema]);
    return {
      position,
      rebuiltHash,
      ...(liveHash === undefined ? {} : { liveHash, equal: liveHash === rebuiltHash }),
    };
  });
};

/**
 * Builds read models anew beside the live ones, which go on serving, in one pass over the log for all of them, and swaps
 * each in a transaction of its own. Interrupted, it leaves the live ones as they are. The results come in the order of
 * the read models.
 */
export const rebuildProjections = async (
  ports: RebuildPorts,
  projections: ReadonlyArray<Projection>,
  onProgress: (position: bigint, head: bigint) => void,
): Promise<ReadonlyArray<RebuildResult>> => {
  const shadows = projections.map((projection) => ({ projection, schema: `${projection.name}_rebuild` }));
  const head = await headOf(ports);
  await buildAnew(ports, shadows, head, onProgress);
  const results: RebuildResult[] = [];
  for (const shadow of shadows) results.push(await swap(ports, shadow, head));
  return results;
};

/** One read model alone. */
export const rebuildProjection = async (
  ports: RebuildPorts,
  projection: Projection,
  onProgress: (position: bigint, head: bigint) => void,
): Promise<RebuildResult> => {
  const [result] = await rebuildProjections(ports, [projection], onProgress);
  if (result === undefined) throw new Error(`${projection.name} was not rebuilt`);
  return result;
};
