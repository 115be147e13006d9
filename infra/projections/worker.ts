import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { EventStore } from '../../domain/ports/eventStore.ts';
import type { HistoryReader } from '../../projections/engine/historyReader.ts';
import type { Projection } from '../../projections/engine/projection.ts';
import { applyBatch, CheckpointMoved } from './applyBatch.ts';

/** Events a batch takes: sets large enough to write fast, small enough to keep memory flat. */
export const projectionBatchSize = 4000;
const lockRetryMs = 1000;
const failureRetryMs = 1000;

export type WorkerState = {
  readonly name: string;
  position: bigint;
  status: 'WAITING' | 'RUNNING' | 'FAILED' | 'STOPPED';
  failure?: string;
};

export type WorkerPorts = {
  readonly store: EventStore;
  readonly history: HistoryReader;
  readonly pool: Pool;
  readonly log: (message: string, details: Record<string, unknown>) => void;
  /** Called after each change of the worker's state. */
  readonly changed?: () => void;
};

/**
 * Runs one read model until the signal aborts. An advisory lock lets exactly one worker among many processes run it;
 * the others wait. A batch that cannot be folded or written stops this read model at its position, loudly, and is
 * tried again each second: an outage heals by itself, a poisonous event stays visible.
 */
export const startWorker = (projection: Projection, ports: WorkerPorts, signal: AbortSignal) => {
  const state: WorkerState = { name: projection.name, position: 0n, status: 'WAITING' };
  const waiters = new Set<() => void>();
  const checkpoint = { checkpoint: projection.name, schema: projection.name };

  const advance = (position: bigint): void => {
    state.position = position;
    ports.changed?.();
    for (const wake of [...waiters]) wake();
  };
  const readCheckpoint = async (): Promise<bigint> => {
    const { rows } = await ports.pool.query<{ position: bigint }>(
      'select position from projection.checkpoint where name = $1',
      [projection.name],
    );
    return rows[0]?.position ?? 0n;
  };

  const follow = async (): Promise<void> => {
    let position = await readCheckpoint();
    advance(position);
    state.status = 'RUNNING';
    ports.changed?.();
    for await (const events of ports.store.subscribe(position, { batchSize: projectionBatchSize, signal })) {
      const batch = await ports.history.follow(events);
      position = await applyBatch(ports.pool, projection, checkpoint, position, batch);
      delete state.failure;
      advance(position);
    }
  };

  const holdingLock = async (work: () => Promise<void>): Promise<boolean> => {
    const client = await ports.pool.connect();
    try {
      const { rows } = await client.query<{ locked: boolean }>(
        'select pg_try_advisory_lock(hashtext($1)) as locked',
        [`projection ${projection.name}`],
      );
      if (rows[0]?.locked !== true) return false;
      await work();
      return true;
    } finally {
      // Closing the connection gives the lock back, also when the database is in trouble.
      client.release(true);
    }
  };

  const run = async (): Promise<void> => {
    while (!signal.aborted)
      try {
        const worked = await holdingLock(follow);
        if (!worked) {
          state.status = 'WAITING';
          advance(await readCheckpoint());
          await sleep(lockRetryMs, undefined, { signal }).catch(() => undefined);
        }
      } catch (error) {
        if (signal.aborted) break;
        if (error instanceof CheckpointMoved) continue;
        state.status = 'FAILED';
        state.failure = error instanceof Error ? error.message : String(error);
        ports.changed?.();
        ports.log('read model stopped', {
          projection: projection.name,
          after: String(state.position),
          reason: state.failure,
        });
        await sleep(failureRetryMs, undefined, { signal }).catch(() => undefined);
      }
    state.status = 'STOPPED';
  };

  return {
    state,
    done: run(),
    /** Resolves true when the read model has reached the position, false after `timeoutMs`. */
    reached: (position: bigint, timeoutMs: number): Promise<boolean> =>
      new Promise((resolve) => {
        if (state.position >= position) {
          resolve(true);
          return;
        }
        const check = (): void => {
          if (state.position < position) return;
          clearTimeout(timer);
          waiters.delete(check);
          resolve(true);
        };
        const timer = setTimeout(() => {
          waiters.delete(check);
          resolve(false);
        }, timeoutMs);
        waiters.add(check);
      }),
  };
};
export type Worker = ReturnType<typeof startWorker>;
