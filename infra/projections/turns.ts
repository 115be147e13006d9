import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { leaseKeySql } from './lease.ts';

/** Pieces of long work, which take turns where a ledger serves beside it and otherwise begin at once, side by side. */
export type Turns = {
  /** `alone` says whether the piece has a turn to itself: then it ends with nothing of it under way. */
  readonly take: <T>(piece: (alone: boolean) => Promise<T>) => Promise<T>;
};

/** How long after a piece the next one waits, of the time that the piece took, and at most. */
const rest = { share: 0.5, mostMs: 1000 };
/** For how long an answer counts to whether somebody follows. */
const countsMs = 1000;

/**
 * Building read models beside a ledger that serves from them must not make it slow. Priorities alone do not do that: a
 * system that shares the processor out by session (Linux by default) gives the processes of the database, which are a
 * session of their own, half of it, of whatever priority they are; and commits wait for the disk. So where a worker
 * follows one of these read models, pieces of the work come one at a time, with rests in between.
 */
export const createTurns = (owner: Pool, names: ReadonlyArray<string>): Turns => {
  let seen = { followed: false, at: Number.NEGATIVE_INFINITY };
  let last: Promise<void> = Promise.resolve();

  const isFollowed = async (): Promise<boolean> => {
    if (performance.now() - seen.at < countsMs) return seen.followed;
    // The lease is free for as long as this statement takes at most: a worker that finds it taken tries again.
    const { rows } = await owner.query<{ followed: boolean | null }>(
      `select bool_or(not pg_try_advisory_xact_lock(${leaseKeySql('name', 'version')})) as followed
       from projection.checkpoint where name = any($1)`,
      [names],
    );
    seen = { followed: rows[0]?.followed === true, at: performance.now() };
    return seen.followed;
  };

  return {
    take: async (piece) => {
      if (!(await isFollowed())) return piece(false);
      const before = last;
      const { promise, resolve } = Promise.withResolvers<void>();
      last = promise;
      await before;
      const started = performance.now();
      try {
        return await piece(true);
      } finally {
        const worked = performance.now() - started;
        void sleep(Math.min(worked * rest.share, rest.mostMs)).then(resolve);
      }
    },
  };
};
