import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { EventStore } from '../../domain/ports/eventStore.ts';
import type { HistoryReader } from '../../projections/engine/historyReader.ts';
import type { Projection } from '../../projections/engine/projection.ts';
import { createBackOff } from '../backOff.ts';
import { isOutage } from '../postgres/outage.ts';
import { CheckpointMoved } from './applyBatch.ts';
import { applyEvents, PoisonousEvent } from './applyEvents.ts';
import { createFaultLog, type FaultLog, type Log } from './faultLog.ts';
import { createFollowing, type Following } from './following.ts';
import { leaseKeySql } from './lease.ts';
import { readCheckpoint } from './outdated.ts';

const lockRetryMs = 1000;

export type WorkerState = {
  readonly name: string;
  position: bigint;
  /** STARTING: nothing is known of its tables yet. */
  status: 'STARTING' | 'WAITING' | 'BUILDING' | 'RUNNING' | 'FAILED' | 'SUPERSEDED' | 'STOPPED';
  failure?: string;
  /** While it is built anew: how far the log has been looked through. */
  builtTo?: bigint;
};

export type WorkerPorts = {
  readonly store: EventStore;
  readonly history: HistoryReader;
  readonly pool: Pool;
  /** Shared by the read models of one thread, so that they read and fold together. */
  readonly following?: Following;
  readonly log: Log;
  /** Shared by the read models of one thread, so that an outage is logged once for all of them. */
  readonly faults?: FaultLog;
  /** Called after each change of the worker's state. */
  readonly changed?: () => void;
};

/**
 * Runs one read model until the signal aborts. An advisory lock lets exactly one worker among many processes run it;
 * the others wait. An event that cannot be taken in stops this read model before it, loudly, and is tried again with
 * growing pauses: an outage heals by itself, a poisonous event stays visible. Each is logged once when it begins and once
 * when it ends. Tables of a newer version are left to the programs that know them.
 */
export const startWorker = (projection: Projection, ports: WorkerPorts, signal: AbortSignal) => {
  const state: WorkerState = { name: projection.name, position: 0n, status: 'WAITING' };
  const waiters = new Set<() => void>();
  const faults = ports.faults ?? createFaultLog(ports.log);
  const following = ports.following ?? createFollowing(ports);
  const backOff = createBackOff();
  /** Where the event stands that was last found to be poisonous: it is tried alone before it is taken with others again. */
  let suspect: bigint | undefined;

  const advance = (position: bigint): void => {
    state.position = position;
    ports.changed?.();
    for (const wake of [...waiters]) wake();
  };
  const follow = async (): Promise<void> => {
    let { position } = await readCheckpoint(ports.pool, projection.name);
    advance(position);
    faults.works('OUTAGE', projection.name);
    state.status = 'RUNNING';
    ports.changed?.();
    const reached = (to: bigint): void => {
      delete state.failure;
      backOff.reset();
      faults.works('READ_MODEL', projection.name);
      advance(to);
    };
    for await (const { events, parts } of following.portions(position, signal)) {
      if (events[0]?.position !== suspect) {
        position = await applyEvents(ports, projection, position, events, reached, parts);
        continue;
      }
      position = await applyEvents(ports, projection, position, events.slice(0, 1), reached);
      suspect = undefined;
      if (events.length > 1)
        position = await applyEvents(ports, projection, position, events.slice(1), reached);
    }
  };
  const isSuperseded = async (): Promise<boolean> => {
    const { version } = await readCheckpoint(ports.pool, projection.name);
    if (version <= projection.version) return false;
    if (state.status !== 'SUPERSEDED')
      ports.log('a newer version of this read model has been put in place', {
        projection: projection.name,
        version,
      });
    state.status = 'SUPERSEDED';
    ports.changed?.();
    return true;
  };

  const holdingLock = async (work: () => Promise<void>): Promise<boolean> => {
    const client = await ports.pool.connect();
    try {
      const { rows } = await client.query<{ locked: boolean }>(
        `select pg_try_advisory_lock(${leaseKeySql('$1::text', '$2::integer')}) as locked`,
        [projection.name, projection.version],
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
        const worked = !(await isSuperseded()) && (await holdingLock(follow));
        if (!worked) {
          if (state.status !== 'SUPERSEDED') state.status = 'WAITING';
          advance((await readCheckpoint(ports.pool, projection.name)).position);
          faults.works('OUTAGE', projection.name);
          backOff.reset();
          await sleep(lockRetryMs, undefined, { signal }).catch(() => undefined);
        }
      } catch (error) {
        if (signal.aborted) break;
        if (error instanceof CheckpointMoved) continue;
        if (error instanceof PoisonousEvent) suspect = error.position;
        state.status = 'FAILED';
        state.failure = error instanceof Error ? error.message : String(error);
        ports.changed?.();
        faults.failed(isOutage(error) ? 'OUTAGE' : 'READ_MODEL', projection.name, {
          after: String(state.position),
          reason: state.failure,
        });
        await sleep(backOff.next(), undefined, { signal }).catch(() => undefined);
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
