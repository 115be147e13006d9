import * as E from 'fp-ts/lib/Either.js';
import { CommandFailed, exitCode, type Output } from '../../api/cli/output.ts';
import { projections } from '../../projections/catalogue.ts';
import type { Ledger } from '../composition.ts';
import { outdatedReadModels, readCheckpoint } from '../projections/outdated.ts';
import { awaitReadModels } from './awaitReadModels.ts';
import { storeGone } from './storeGone.ts';

/** Longest wait until the read models have what the log has. */
const waitMs = 600_000;

/**
 * Makes sure that what is read from the read models is what the log holds now: a number that was recorded a moment ago
 * must not be answered with "nobody has it". Usually a running server has done it; otherwise it is done here.
 */
export const currentReadModels = async (ledger: Ledger, output: Output): Promise<void> => {
  const head = await ledger.eventStore.head()();
  if (E.isLeft(head)) throw storeGone(head.left);
  const outdated = await outdatedReadModels(ledger.pool, projections, head.right);
  if (outdated.length > 0)
    throw new CommandFailed(
      `These read models must be built anew first: ${outdated.map(({ name }) => name).join(', ')}. Run "ledger rebuild", or start the server and wait until it is ready.`,
      exitCode.unavailable,
    );
  const stored = await Promise.all(projections.map(({ name }) => readCheckpoint(ledger.pool, name)));
  const behind = projections.filter((_, index) => (stored[index]?.position ?? 0n) < head.right);
  if (behind.length === 0) return;
  const workers = ledger.startWorkers((message, details) =>
    output.note(`${message} ${JSON.stringify(details)}`),
  );
  output.progress('bringing the read models up to the end of the log');
  if (!(await awaitReadModels(workers, head.right, waitMs)))
    throw new CommandFailed(
      `The read models have not reached position ${head.right}; "ledger doctor" says how far they are.`,
      exitCode.unavailable,
    );
};
