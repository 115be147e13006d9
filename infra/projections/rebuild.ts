import * as E from 'fp-ts/lib/Either.js';
import type { ClientBase, Pool } from 'pg';
import type { Projection } from '../../projections/engine/projection.ts';
import { contentHashSql } from '../../projections/engine/sql.ts';
import { withTransaction } from '../postgres/withTransaction.ts';
import { applyBatch } from './applyBatch.ts';
import { buildAnew, type RebuildPorts } from './buildAnew.ts';
import type { Shadow } from './builder.ts';
import type { Checkpoint } from './outdated.ts';
import { createTurns, type Turns } from './turns.ts';
import { whileBuilding } from './whileBuilding.ts';

/** Events that a shadow takes in at once where it catches up in the order of recording. */
export const catchUpSize = 4000;

export type RebuildResult = {
  /** What the hashes are of: the read model as of this position. */
  readonly position: bigint;
  readonly rebuiltHash: string;
  readonly liveHash?: string;
  /** Whether both are equal; undefined when the live one was behind or of another version. */
  readonly equal?: boolean;
  /** How long comparing took, of the whole. */
  readonly comparedMs: number;
};

export const contentHash = async (
  client: Pool | ClientBase,
  projection: Projection,
  schema = projection.name,
): Promise<string> => {
  const { rows } = await client.query<{ hash: string }>(contentHashSql(projection, schema));
  return rows[0]?.hash ?? '';
};

const headOf = async ({ store }: RebuildPorts): Promise<bigint> => {
  const head = await store.head()();
  if (E.isLeft(head)) throw new Error(head.left.reason);
  return head.right;
};

/** Brings a shadow from one position to another or to the end of the log, in the order of recording. */
const catchUp = async (
  ports: RebuildPorts,
  { projection, schema }: Shadow,
  from: bigint,
  { to, turns }: { readonly to?: bigint; readonly turns?: Turns } = {},
): Promise<bigint> => {
  const at = { checkpoint: schema, schema };
  let position = from;
  while (to === undefined || position < to) {
    const read = await ports.store.readAll(position, catchUpSize)();
    if (E.isLeft(read)) throw new Error(read.left.reason);
    const events = read.right.filter((event) => to === undefined || event.position <= to);
    if (events.length === 0) break;
    const after = position;
    const takeIn = async (): Promise<bigint> =>
      applyBatch(ports.owner, projection, at, after, await ports.history.follow(events));
    position = await (turns === undefined ? takeIn() : turns.take(takeIn));
  }
  return position;
};

const checkpointOf = async (client: ClientBase, name: string, lock = ''): Promise<Checkpoint | undefined> =>
  (
    await client.query<Checkpoint>(
      `select version, position from projection.checkpoint where name = $1 ${lock}`,
      [name],
    )
  ).rows[0];

/**
 * Compares a shadow with the live read model where that stands, as of one moment and without a lock: the live one goes on
 * meanwhile, however large it is. A live one of another version, or behind the shadow, has nothing to be compared with.
 */
const compare = (ports: RebuildPorts, shadow: Shadow, from: bigint, turns: Turns): Promise<RebuildResult> =>
  withTransaction(ports.owner, async (client) => {
    await client.query('set transaction isolation level repeatable read, read only');
    await client.query('set local idle_in_transaction_session_timeout = 0');
    const { projection, schema } = shadow;
    const live = await checkpointOf(client, projection.name);
    const comparable = live?.version === projection.version && live.position >= from;
    const position = comparable ? await catchUp(ports, shadow, from, { to: live.position, turns }) : from;
    const started = performance.now();
    // The live one first: whatever fails, no piece that waits then asks the connection of a transaction that has ended.
    const [liveHash, rebuiltHash] = await Promise.all([
      comparable ? turns.take(() => contentHash(client, projection)) : undefined,
      turns.take(() => contentHash(ports.owner, projection, schema)),
    ]);
    return {
      position,
      rebuiltHash,
      ...(liveHash === undefined ? {} : { liveHash, equal: liveHash === rebuiltHash }),
      comparedMs: performance.now() - started,
    };
  });

/**
 * Puts a shadow in the place of the live read model, in one transaction. The last events are caught up while the live
 * checkpoint is locked, so the swap neither skips nor repeats.
 */
const swap = async (ports: RebuildPorts, shadow: Shadow, from: bigint, turns: Turns): Promise<void> => {
  const { projection, schema } = shadow;
  const { name, version } = projection;
  const nearly = await catchUp(ports, shadow, from, { turns });
  await withTransaction(ports.owner, async (client) => {
    await checkpointOf(client, name, 'for update');
    const position = await catchUp(ports, shadow, nearly);
    await client.query(`drop schema ${name} cascade; alter schema ${schema} rename to ${name}`);
    await client.query(
      'update projection.checkpoint set version = $2, position = $3, updated_at = now() where name = $1',
      [name, version, position],
    );
    await client.query('delete from projection.checkpoint where name = $1', [schema]);
  });
};

type Progress = (position: bigint, head: bigint) => void;

/** Builds shadows in one pass over the log, has a look at each, and puts it in the place of the live one. */
const replace = <T>(
  ports: RebuildPorts,
  projections: ReadonlyArray<Projection>,
  onProgress: Progress,
  look: (shadow: Shadow, head: bigint, turns: Turns) => Promise<T & { readonly position: bigint }>,
): Promise<ReadonlyArray<T>> =>
  whileBuilding(ports.owner, async (lost) => {
    const shadows = projections.map((projection) => ({ projection, schema: `${projection.name}_rebuild` }));
    const turns = createTurns(
      ports.owner,
      projections.map(({ name }) => name),
    );
    const head = await headOf(ports);
    const progress: Progress = (position, to) => {
      lost.throwIfAborted();
      onProgress(position, to);
    };
    await buildAnew(ports, shadows, head, progress, turns);
    const seen: T[] = [];
    for (const shadow of shadows) {
      await ports.owner.query(
        `insert into projection.checkpoint (name, version, position) values ($1, $2, $3)
         on conflict (name) do update set version = excluded.version, position = excluded.position`,
        [shadow.schema, shadow.projection.version, head],
      );
      const looked = await look(shadow, head, turns);
      lost.throwIfAborted();
      await swap(ports, shadow, looked.position, turns);
      seen.push(looked);
    }
    return seen;
  });

/**
 * Builds read models anew beside the live ones, which go on serving, in one pass over the log for all of them, and swaps
 * each in a transaction of its own. Interrupted, it leaves the live ones as they are. Throws `BuildsElsewhere`.
 */
export const buildProjections = async (
  ports: RebuildPorts,
  projections: ReadonlyArray<Projection>,
  onProgress: Progress,
): Promise<void> => {
  await replace(ports, projections, onProgress, async (_, position) => ({ position }));
};

/** The same, and compares each with the live one before the swap. The results come in the order of the read models. */
export const rebuildProjections = (
  ports: RebuildPorts,
  projections: ReadonlyArray<Projection>,
  onProgress: Progress,
): Promise<ReadonlyArray<RebuildResult>> =>
  replace(ports, projections, onProgress, (shadow, head, turns) => compare(ports, shadow, head, turns));

/** One read model alone. */
export const rebuildProjection = async (
  ports: RebuildPorts,
  projection: Projection,
  onProgress: Progress,
): Promise<RebuildResult> => {
  const [result] = await rebuildProjections(ports, [projection], onProgress);
  if (result === undefined) throw new Error(`${projection.name} was not rebuilt`);
  return result;
};
