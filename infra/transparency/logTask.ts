import { hashing } from '../system/hashing.ts';
import { systemClock } from '../system/system.ts';
import { createTreeProofs } from './proofs.ts';
import { type SequencerPorts, startSequencer } from './sequencer.ts';
import { startSigner } from './signer.ts';
import type { startTimestamping, TimestampTask } from './timestamps/timestamping.ts';
import type { WitnessPlan } from './witnesses/readWitnesses.ts';
import { startWitnessing, warnWithoutPolicy } from './witnesses/witnessing.ts';

/** What a process does for the transparency log: every one may write it, those with a key may sign it. */
export type LogTask = {
  readonly origin: string;
  /** Absent: this process signs nothing. */
  readonly keyFile?: string;
  readonly intervalMs: number;
  /** Absent: this process asks no witness. */
  readonly witnesses?: { readonly plan: WitnessPlan; readonly intervalMs: number };
  /** Absent: this process asks no time-stamping authority. */
  readonly timestamps?: TimestampTask;
};

/** One each to hold a lock and to work, for sequencer, signer, witnesses and time stamps. */
export const logConnections = 8;

/** What reads and writes time stamps is loaded only where an authority is configured. */
const stamp = async (...task: Parameters<typeof startTimestamping>): Promise<void> => {
  const { startTimestamping } = await import('./timestamps/timestamping.ts');
  await startTimestamping(...task).done;
};

/** Writes, signs and has witnessed the transparency log until the signal aborts. */
export const startTransparencyLog = (
  ports: Pick<SequencerPorts, 'store' | 'pool' | 'log'>,
  { origin, keyFile, intervalMs, witnesses, timestamps }: LogTask,
  signal: AbortSignal,
) => {
  const { pool, log } = ports;
  const { now } = systemClock;
  const sequencer = startSequencer({ ...ports, hashing }, signal);
  const signer =
    keyFile === undefined
      ? undefined
      : startSigner({ ...ports, sha256: hashing.sha256, origin, keyFile, now, intervalMs }, signal);
  const witnessing =
    witnesses === undefined
      ? undefined
      : startWitnessing(
          { pool, log, now, proofs: createTreeProofs(pool, hashing.sha256), ...witnesses },
          signal,
        );
  if (witnesses === undefined && keyFile !== undefined)
    // What the database does not say now is said at the next start.
    warnWithoutPolicy({ pool, log }).catch(() => undefined);
  const stamping = timestamps === undefined ? undefined : stamp({ pool, log, ...timestamps }, signal);
  return {
    sequencer,
    done: Promise.all([sequencer.done, signer?.done, witnessing?.done, stamping]).then(() => undefined),
  };
};
