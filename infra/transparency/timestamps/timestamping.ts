import { setTimeout as sleep } from 'node:timers/promises';
import * as E from 'fp-ts/lib/Either.js';
import type { Pool } from 'pg';
import { utf8 } from '../../../domain/integrity/bytes.ts';
import { whileHolding } from '../../postgres/whileHolding.ts';
import type { Log } from '../../projections/faultLog.ts';
import { readPublishedCheckpoint } from '../witnesses/publishedHeads.ts';
import { askAuthority } from './askAuthority.ts';
import { lastStamp, storeStamp } from './stampTable.ts';

export type TimestampTask = {
  readonly url: string;
  /** Least time between two stamps. */
  readonly intervalMs: number;
  /** How long an authority that gave none is left alone. */
  readonly retryMs?: number;
  readonly timeoutMs?: number;
};

const lock = 'transparency log time stamps';
const lockRetryMs = 1000;
const defaultRetryMs = 60_000;
/** How often it is looked whether a stamp is due. */
const lookMs = 10_000;

/** Has the published checkpoint stamped if a stamp is due; left says why the authority gave none. */
export const stampOnce = async (
  pool: Pool,
  { url, intervalMs, timeoutMs }: TimestampTask,
  stop?: AbortSignal,
): Promise<E.Either<string, 'STAMPED' | 'NOT_DUE'>> => {
  const [last, checkpoint] = [await lastStamp(pool), await readPublishedCheckpoint(pool)];
  if (checkpoint === undefined) return E.right('NOT_DUE');
  if (last !== undefined && (last.size >= checkpoint.size || last.ageMs < intervalMs))
    return E.right('NOT_DUE');
  const stamp = await askAuthority(url, utf8(checkpoint.note), timeoutMs, stop);
  if (E.isLeft(stamp)) return stamp;
  await storeStamp(pool, checkpoint, stamp.right);
  return E.right('STAMPED');
};

/** Has the published log stamped once an interval until the signal aborts: one process at a time, beside everything else. */
export const startTimestamping = (
  { pool, log, ...task }: TimestampTask & { readonly pool: Pool; readonly log: Log },
  signal: AbortSignal,
) => {
  let fault: string | undefined;
  const working = async (held: AbortSignal): Promise<void> => {
    while (!held.aborted) {
      const outcome = await stampOnce(pool, task, held);
      const reason = E.isLeft(outcome) ? outcome.left : undefined;
      if (reason !== undefined && reason !== fault)
        log('the time-stamping authority gives no stamp', { reason });
      if (fault !== undefined && E.isRight(outcome) && outcome.right === 'STAMPED')
        log('the time-stamping authority stamps again', {});
      if (reason !== undefined || (E.isRight(outcome) && outcome.right === 'STAMPED')) fault = reason;
      const pause =
        reason === undefined ? Math.min(lookMs, task.intervalMs) : (task.retryMs ?? defaultRetryMs);
      await sleep(pause, undefined, { signal: held }).catch(() => undefined);
    }
  };
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      // An outage of the database is told of by others.
      await whileHolding(pool, lock, working, signal).catch(() => undefined);
      await sleep(lockRetryMs, undefined, { signal }).catch(() => undefined);
    }
  };
  return { done: run() };
};
