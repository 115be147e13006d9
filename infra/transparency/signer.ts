import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isOutage } from '../postgres/outage.ts';
import { whileHolding } from '../postgres/whileHolding.ts';
import type { Log } from '../projections/faultLog.ts';
import { writeStatus } from './logStatus.ts';
import { type SignerPorts, type SignOutcome, signOnce } from './signOnce.ts';
import { readTreeHead } from './treeTables.ts';

const lockRetryMs = 1000;
const lock = 'transparency log signer';
/** Pause between two looks of a signer that refuses. */
const refusedPauseMs = 5_000;

const changedAt = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/**
 * Signs the growing log at most once an interval until the signal aborts: one process at a time, the others wait. A refusal
 * is logged once, shown to all processes, and looked at again, since a restored database or key heals it.
 */
export const startSigner = (
  ports: SignerPorts & { readonly log: Log; readonly intervalMs: number },
  signal: AbortSignal,
) => {
  const { pool, log, keyFile, intervalMs } = ports;
  let refusal: string | undefined;

  const say = async (outcome: SignOutcome): Promise<void> => {
    if (outcome.kind === 'BEHIND') return;
    const reason = outcome.kind === 'REFUSED' ? outcome.reason : undefined;
    if (reason !== undefined && reason !== refusal)
      log('the signer of the transparency log refuses', { reason });
    if (reason === undefined && refusal !== undefined)
      log('the signer of the transparency log signs again', {});
    refusal = reason;
    await writeStatus(pool, 'SIGNER', reason === undefined ? 'SIGNING' : 'REFUSED', reason);
  };
  const attempt = async (): Promise<SignOutcome> => {
    try {
      return await signOnce(ports);
    } catch (error) {
      if (isOutage(error)) throw error;
      return { kind: 'REFUSED', reason: error instanceof Error ? error.message : String(error) };
    }
  };
  const signing = async (held: AbortSignal): Promise<void> => {
    let done: { readonly size: number; readonly key: number } | undefined;
    let said: SignOutcome['kind'] | undefined;
    while (!held.aborted) {
      const began = Date.now();
      const key = changedAt(keyFile);
      const { size } = await readTreeHead(pool);
      let pause = intervalMs;
      if (done === undefined || done.size !== size || done.key !== key) {
        const outcome = await attempt();
        if (outcome.kind === 'SIGNED' || outcome.kind === 'UNCHANGED') done = { size: outcome.size, key };
        else done = undefined;
        if (outcome.kind !== said || outcome.kind === 'REFUSED') await say(outcome);
        said = outcome.kind;
        if (outcome.kind === 'REFUSED') pause = Math.max(intervalMs, refusedPauseMs);
      }
      await sleep(Math.max(0, pause - (Date.now() - began)), undefined, { signal: held }).catch(
        () => undefined,
      );
    }
  };
  const run = async (): Promise<void> => {
    while (!signal.aborted)
      try {
        await whileHolding(pool, lock, signing, signal);
        await sleep(lockRetryMs, undefined, { signal }).catch(() => undefined);
      } catch (error) {
        // Of an outage of the database others tell.
        const reason = error instanceof Error ? error.message : String(error);
        if (!isOutage(error) && reason !== refusal)
          log('the signer of the transparency log failed', { reason });
        refusal = isOutage(error) ? refusal : reason;
        await sleep(lockRetryMs, undefined, { signal }).catch(() => undefined);
      }
  };
  return { done: run() };
};
