import { CommandFailed, exitCode } from '../../api/cli/output.ts';
import type { RunningReadModel } from '../projections/workerThread.ts';

/** How long a read model may stand still in a fault before a command gives up: a broken connection heals in less. */
const graceMs = 5_000;
/** How often it is looked whether one of them has failed. */
const lookMs = 100;

/**
 * Waits until read models have reached a position; false after the time. A command does not wait for a database that
 * stays away: it ends with a sentence and the code of an unavailable database.
 */
export const awaitReadModels = async (
  readModels: ReadonlyArray<RunningReadModel>,
  position: bigint,
  timeoutMs: number,
  grace = graceMs,
): Promise<boolean> => {
  const deadline = performance.now() + timeoutMs;
  let failedSince: number | undefined;
  for (;;) {
    if (readModels.every(({ state }) => state.position >= position)) return true;
    const failed = readModels.find(({ state }) => state.status === 'FAILED' && state.position < position);
    failedSince = failed === undefined ? undefined : (failedSince ?? performance.now());
    if (failed !== undefined && performance.now() - (failedSince ?? 0) > grace)
      throw new CommandFailed(
        `The read model ${failed.state.name} stands at ${failed.state.position} of ${position}: ${failed.state.failure ?? 'it stopped'}. ` +
          'The database went away, or an event cannot be taken in; "ledger doctor" says which. ' +
          'What was recorded is durable; the read models go on at the next start.',
        exitCode.unavailable,
      );
    const left = deadline - performance.now();
    if (left <= 0) return false;
    await Promise.all(readModels.map(({ reached }) => reached(position, Math.min(left, lookMs))));
  }
};
