import type { Output } from '../../api/cli/output.ts';
import { openLedgerWithoutVault } from '../composition.ts';
import type { Config } from '../config.ts';

/** Runs the read models until SIGINT or SIGTERM. Those that another process runs are waited for, and taken over. */
export const work = async (
  config: Config,
  options: { readonly allowEmbedded: boolean },
  output: Output,
): Promise<void> => {
  const ledger = await openLedgerWithoutVault(config, options);
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve);
  });
  try {
    const models = ledger.startWorkers(
      (message, details) => output.note(`${message} ${JSON.stringify(details)}`),
      undefined,
      true,
    );
    for (const warning of ledger.log.warnings) output.note(`warning: ${warning}`);
    output.print(
      `${models.length} read models follow the log: ${ledger.log.description}. Ctrl+C stops them.`,
    );
    await stopped;
    output.note('Stopping.');
  } finally {
    await ledger.close();
  }
};
