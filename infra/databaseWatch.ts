import { setTimeout as sleep } from 'node:timers/promises';
import { createBackOff } from './backOff.ts';
import { outageReason } from './postgres/outage.ts';

export type DatabaseWatch = {
  /** Somebody found the database gone. The first report begins an outage; others are part of it. */
  readonly suspect: (reason: string) => void;
  /** No further attempt begins: the server is about to stop. */
  readonly cancel: () => void;
  readonly stop: () => Promise<void>;
};

type WatchPorts = {
  readonly probe: () => Promise<unknown>;
  /** Starts the server again where it is the ledger's own; throws where that fails. */
  readonly revive?: () => Promise<void>;
  readonly log: (message: string, details: Record<string, unknown>) => void;
};

/**
 * Follows outages of the database on behalf of the whole server: one line when an outage begins, one with its duration
 * when it ends, and between them only why the ledger's own server cannot be started. Until then the database is tried with growing pauses.
 */
export const watchDatabase = ({ probe, revive, log }: WatchPorts): DatabaseWatch => {
  const stopped = new AbortController();
  let outage: Promise<void> | undefined;
  const recover = async (): Promise<void> => {
    const since = Date.now();
    const backOff = createBackOff();
    let attempts = 0;
    let told = false;
    const tell = (error: unknown): void => {
      if (!told)
        log('the database cannot be started; it is tried again until it can', {
          reason: outageReason(error),
        });
      told = true;
    };
    while (!stopped.signal.aborted) {
      attempts += 1;
      try {
        await probe();
        if (attempts > 1)
          log('the database answers again', {
            seconds: Math.round((Date.now() - since) / 100) / 10,
            attempts,
          });
        return;
      } catch (error) {
        if (attempts === 1)
          log('the database does not answer; it is tried again until it does', {
            reason: outageReason(error),
          });
      }
      await sleep(backOff.next(), undefined, { signal: stopped.signal }).catch(() => undefined);
      if (!stopped.signal.aborted) await revive?.().catch(tell);
    }
  };
  return {
    suspect: () => {
      if (outage !== undefined || stopped.signal.aborted) return;
      outage = recover().finally(() => {
        outage = undefined;
      });
    },
    cancel: () => stopped.abort(),
    stop: async () => {
      stopped.abort();
      await outage;
    },
  };
};
