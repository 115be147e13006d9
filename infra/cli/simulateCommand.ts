import type { Output } from '../../api/cli/output.ts';
import { asJson, CommandFailed, exitCode, table } from '../../api/cli/output.ts';
import type { SimulateOptions } from '../../api/cli/program.ts';
import { LedgerUnwritable } from '../../api/import/importFile.ts';
import type { Plan } from '../../domain/simulation/plan.ts';
import { recordMany } from '../../domain/usecases/recordEvents.ts';
import { openTaskCounts } from '../../projections/tasks/counts.ts';
import type { Ledger } from '../composition.ts';
import { createMemoryEventStore } from '../eventstore/memoryEventStore.ts';
import { type RecordBatch, simulate } from '../simulation/simulate.ts';
import { createTally } from '../simulation/tally.ts';
import { createMemoryVault } from '../vault/memoryVault.ts';
import { awaitReadModels } from './awaitReadModels.ts';

/** Longest wait until the read models have everything. */
const caughtUpMs = 3_600_000;

/** The local day of now. */
const today = (ledger: Ledger): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: ledger.config.zone }).format(ledger.record.clock.now());

/** Decides in memory as if it were recorded: districts do not look at one another, so each group has a store of its own. */
const dryRecorder =
  ({ record }: Ledger) =>
  (): RecordBatch =>
    recordMany({ ...record, eventStore: createMemoryEventStore(record.clock), vault: createMemoryVault() });

const progressLine = (
  {
    firearms: done,
    events,
    steps,
  }: { readonly firearms: number; readonly events: number; readonly steps: number },
  { firearms }: Plan,
  seconds: number,
): string => {
  const left = done === 0 ? undefined : (seconds / done) * (firearms - done);
  return `${done} of ${firearms} firearms, ${events} events, ${Math.round(steps / seconds)} reports/s${left === undefined ? '' : `, about ${Math.ceil(left)} s left`}`;
};

/** Records random lives through the use cases, as their recorders would, and says what came of them. */
export const simulateCommand = async (
  ledger: Ledger,
  options: SimulateOptions,
  output: Output,
): Promise<void> => {
  const until = options.until ?? today(ledger);
  if (until > today(ledger) || options.from >= until)
    throw new CommandFailed('--until is a day up to today, and --from an earlier one.', exitCode.usage);
  const plan: Plan = {
    seed: options.seed,
    firearms: options.firearms,
    from: options.from,
    until,
    zone: ledger.config.zone,
    territory: ledger.record.policy.territory,
    ids: ledger.record.ids,
  };
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  const tally = createTally();
  const workers = options.dryRun
    ? []
    : ledger.startWorkers((message, details) => output.note(`${message} ${JSON.stringify(details)}`));
  const record = recordMany(ledger.record);
  const told = await simulate({
    plan,
    separate: options.dryRun,
    recorderOf: options.dryRun ? dryRecorder(ledger) : () => record,
    observe: tally.observe,
    progress: (progress) => output.progress(progressLine(progress, plan, seconds())),
  }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandFailed(
      `The simulation stopped: ${reason}. What was recorded stays; run the same command again to go on.`,
      error instanceof LedgerUnwritable ? exitCode.unavailable : exitCode.refused,
    );
  });
  const summary = tally.summary();
  const recordedSeconds = seconds();
  const caughtUp = await awaitReadModels(workers, summary.position, caughtUpMs);
  const tasks = options.dryRun ? [] : await openTaskCounts(ledger.pool);
  const report = {
    ...told,
    dryRun: options.dryRun,
    alreadyRecorded: summary.alreadyRecorded,
    seconds: { recorded: recordedSeconds, caughtUp: seconds() },
    eventsPerSecond: Math.round(told.events / recordedSeconds),
    eventsByType: summary.events,
    refusals: summary.refusals,
    unintended: summary.unintendedCount,
    examples: summary.unintended,
    openTasks: new Map(tasks.map(({ kind, count }) => [kind, count])),
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    caughtUp,
  };
  const counts = (map: ReadonlyMap<string, number>) =>
    [...map].sort((a, b) => b[1] - a[1]).map(([name, count]) => [`  ${name}`, String(count)]);
  if (options.json) output.print(asJson(report));
  else
    output.print(
      table(
        [
          `${options.dryRun ? 'Dry run: nothing was written' : 'Simulated'} in ${recordedSeconds.toFixed(1)} s (read models after ${report.seconds.caughtUp.toFixed(1)} s)`,
          '',
        ],
        [
          ['firearms', String(told.firearms)],
          ['events', `${told.events} (${report.eventsPerSecond}/s)`],
          ...counts(summary.events),
          ['reports recorded before', String(summary.alreadyRecorded)],
          ['refused, as the script means it', ''],
          ...counts(summary.refusals),
          ['came to something else', String(summary.unintendedCount)],
          ...summary.unintended.map((each) => [
            `  ${each.type} ${each.key}`,
            `${each.intended} → ${each.came}`,
          ]),
          ['open tasks', ''],
          ...counts(report.openTasks),
        ],
      ),
    );
  if (summary.unintendedCount > 0)
    throw new CommandFailed(
      `${summary.unintendedCount} reports came to something else than the script means.`,
    );
  if (!caughtUp)
    throw new CommandFailed('Everything is durable, but the read models have not reached it yet.');
};
