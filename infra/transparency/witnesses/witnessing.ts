import { setTimeout as sleep } from 'node:timers/promises';
import { isOutage } from '../../postgres/outage.ts';
import { whileHolding } from '../../postgres/whileHolding.ts';
import { keepWitnesses, letWitnessesDecide, witnessesDecide } from './publishedHeads.ts';
import { type WitnessingPorts, type WitnessMemory, witnessOnce } from './witnessOnce.ts';

const lockRetryMs = 1000;
const lock = 'transparency log witnesses';

/** What a process does that signs and has no policy: it tells when witnesses have decided before. */
export const warnWithoutPolicy = async ({
  pool,
  log,
}: Pick<WitnessingPorts, 'pool' | 'log'>): Promise<void> => {
  if (await witnessesDecide(pool))
    log('the transparency log publishes no further checkpoint', {
      reason:
        'witnesses decided before what is published, and LEDGER_WITNESS_POLICY_FILE names no policy: set it again; a policy of one line, "quorum none", publishes without witnesses',
    });
};

/**
 * Has the growing log cosigned until the signal aborts: one process at a time, at most once an interval, beside recording
 * and signing, neither of which ever waits for it.
 */
export const startWitnessing = (
  ports: WitnessingPorts & { readonly intervalMs: number },
  signal: AbortSignal,
) => {
  const { pool, log, plan, intervalMs } = ports;
  const memory: WitnessMemory = new Map();
  let fault: string | undefined;
  const working = async (held: AbortSignal): Promise<void> => {
    await keepWitnesses(
      pool,
      plan.asked.map(({ witness }) => witness.name),
    );
    while (!held.aborted) {
      const began = Date.now();
      await letWitnessesDecide(pool);
      fault = await witnessOnce(ports, memory, held).then(
        () => undefined,
        (error: unknown) => {
          if (held.aborted || isOutage(error)) throw error;
          const reason = error instanceof Error ? error.message : String(error);
          if (reason !== fault) log('the witnesses could not be asked', { reason });
          return reason;
        },
      );
      await sleep(Math.max(0, intervalMs - (Date.now() - began)), undefined, { signal: held }).catch(
        () => undefined,
      );
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
