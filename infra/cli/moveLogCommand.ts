import * as E from 'fp-ts/lib/Either.js';
import { asJson, CommandFailed, exitCode, type Output } from '../../api/cli/output.ts';
import { openLedgerWithoutVault } from '../composition.ts';
import type { Config } from '../config.ts';
import { createLogCopy } from '../eventstore/eventStoreDb/copyLog.ts';
import { connectLog } from '../eventstore/eventStoreDb/openEventStoreLog.ts';
import { checkStart } from '../eventstore/eventStoreDb/startChecks.ts';
import { MoveFailed, moveLog } from '../eventstore/moveLog.ts';

/** Moves the log of this ledger from PostgreSQL to the EventStoreDB that EVENT_STORE_URL names. */
export const moveLogCommand = async (
  { eventStore: target, ...config }: Config,
  options: { readonly json: boolean },
  output: Output,
): Promise<void> => {
  if (target === undefined)
    throw new CommandFailed(
      'EVENT_STORE_URL names the server that the log moves to: set it.',
      exitCode.usage,
    );
  const ledger = await openLedgerWithoutVault(config, { allowEmbedded: true });
  const to = connectLog(target);
  const started = performance.now();
  try {
    const { origin } = await checkStart(to.connection, target.prefix);
    const head = await ledger.eventStore.head()();
    const total = E.isRight(head) ? Number(head.right) : 0;
    const moved = await moveLog(
      {
        owner: ledger.owner,
        source: ledger.eventStore,
        target: to.store,
        origin,
        copy: createLogCopy(to.connection, target.prefix),
      },
      (step, events) => {
        const seconds = (performance.now() - started) / 1000;
        const left = Math.ceil((seconds / Math.max(1, events)) * Math.max(0, total - events));
        output.progress(
          `${events} of ${total} events ${step === 'COPIED' ? `copied, about ${left} s left` : 'compared'}`,
        );
      },
    );
    const report = { ...moved, origin, seconds: (performance.now() - started) / 1000 };
    if (options.json) output.print(asJson(report));
    else
      output.print(
        [
          `The log is in EventStoreDB now: ${moved.events} events, each compared with its original.`,
          `  SHA-256 of all events, the same on both sides   ${moved.sha256}`,
          `  Origin of the log                               ${origin}`,
          'Start every process with EVENT_STORE_URL. The read models are built anew from it before lists and searches answer again.',
          'The events in PostgreSQL stay as they were, and no process can append there any more.',
        ].join('\n'),
      );
  } catch (error) {
    if (!(error instanceof MoveFailed)) throw error;
    throw new CommandFailed(
      `${error.message} Nothing changed: the log is in PostgreSQL. Run the command again to go on.`,
    );
  } finally {
    await to.close();
    await ledger.close();
  }
};
