import { hashing } from '../system/hashing.ts';
import { systemClock } from '../system/system.ts';
import { type SequencerPorts, startSequencer } from './sequencer.ts';
import { startSigner } from './signer.ts';

/** What a process does for the transparency log: every one may write it, those with a key may sign it. */
export type LogTask = {
  readonly origin: string;
  /** Absent: this process signs nothing. */
  readonly keyFile?: string;
  readonly intervalMs: number;
};

/** One each to hold a lock and to work, for sequencer and signer. */
export const logConnections = 4;

/** Writes and signs the transparency log until the signal aborts. */
export const startTransparencyLog = (
  ports: Pick<SequencerPorts, 'store' | 'pool' | 'log'>,
  { origin, keyFile, intervalMs }: LogTask,
  signal: AbortSignal,
) => {
  const sequencer = startSequencer({ ...ports, hashing }, signal);
  const signer =
    keyFile === undefined
      ? undefined
      : startSigner(
          { ...ports, sha256: hashing.sha256, origin, keyFile, now: systemClock.now, intervalMs },
          signal,
        );
  return { sequencer, done: Promise.all([sequencer.done, signer?.done]).then(() => undefined) };
};
