import { once } from 'node:events';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { asJson, CommandFailed, exitCode, type Output, table } from '../../api/cli/output.ts';
import type { RecategoriseOptions } from '../../api/cli/program.ts';
import { lawChangeSchema, recategorise } from '../../api/recategorisation/recategorise.ts';
import {
  createRecategorisationSummary,
  type RecategorisationSummary,
} from '../../api/recategorisation/summary.ts';
import { type LawChange, lawChangeFault } from '../../domain/firearm/changeByLaw.ts';
import type { Ledger } from '../composition.ts';
import { currentReadModels } from './currentReadModels.ts';
import { logged } from './readCommands.ts';

const readAct = (path: string): LawChange => {
  if (!existsSync(path)) throw new CommandFailed(`There is no file ${path}.`, exitCode.usage);
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    throw new CommandFailed(`The act ${path} is not JSON: ${reason}`, exitCode.usage);
  }
  const parsed = lawChangeSchema.safeParse(value);
  const act = parsed.data as LawChange | undefined;
  const fault = act === undefined ? undefined : lawChangeFault(act);
  const faults = [
    ...(parsed.error?.issues ?? []).map((issue) => `  /${issue.path.join('/')}: ${issue.message}`),
    ...(fault === undefined ? [] : [`  ${fault.pointer}: ${fault.detail}`]),
  ];
  if (act === undefined || faults.length > 0)
    throw new CommandFailed(
      `The act ${path} is not valid:\n${faults.slice(0, 10).join('\n')}`,
      exitCode.usage,
    );
  return act;
};

const printed = (summary: RecategorisationSummary, title: string): string => {
  const counts = (map: Readonly<Record<string, number>>) =>
    Object.entries(map)
      .sort((a, b) => b[1] - a[1])
      .map(([name, count]) => [`  ${name}`, String(count)]);
  const { count, listed } = summary.holdersWithoutRight;
  return table(
    [title, ''],
    [
      ['firearms that the act concerns or may concern', String(summary.firearms)],
      ...counts(summary.outcomes),
      ['why some are left or refused', ''],
      ...counts(summary.reasons),
      ['parties without a right to the new category', String(count)],
      ...listed.slice(0, 20).map((party) => [`  ${party}`, '']),
      ...(listed.length > 20 ? [['  and others: see the report', '']] : []),
      ['examples', ''],
      ...summary.examples.map((line) => [`  ${line.firearmId}`, line.outcome]),
    ],
  );
};

/**
 * Records a change of category by law for every firearm that it concerns (HC-22). Without `--confirm` it decides the
 * same, shows what would happen and records nothing.
 */
export const recategoriseCommand = async (
  ledger: Ledger,
  file: string,
  options: RecategoriseOptions,
  output: Output,
): Promise<void> => {
  const act = readAct(file);
  await logged(ledger, 'recategorisation');
  await currentReadModels(ledger, output);
  const reportPath = options.report ?? `${basename(file)}.report.ndjson`;
  const report = createWriteStream(reportPath, { mode: 0o600 });
  const started = performance.now();
  const tally = createRecategorisationSummary();
  let done = 0;
  try {
    for await (const lines of recategorise({ ...ledger, sql: ledger.pool, zone: ledger.config.zone }, act, {
      dryRun: !options.confirm,
      recordedBy: {
        actorId: `operator:${process.env['USER'] ?? process.env['LOGNAME'] ?? 'unknown'}`,
        role: 'CLK',
        organisationId: options.organisation,
      },
    })) {
      tally.add(lines);
      done += lines.length;
      if (!report.write(lines.map((line) => `${JSON.stringify(line)}\n`).join('')))
        await once(report, 'drain');
      const seconds = (performance.now() - started) / 1000;
      output.progress(
        `${done} firearms ${options.confirm ? 'recorded' : 'looked at'}, ${Math.round(done / seconds)}/s, at ${lines.at(-1)?.firearmId ?? ''}`,
      );
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandFailed(
      `The change stopped after ${done} firearms: ${reason}. What was recorded stays; run the same command again to go on.`,
      exitCode.unavailable,
    );
  } finally {
    report.end();
    await once(report, 'finish');
  }
  const summary = tally.summary();
  if (options.json) output.print(asJson({ ...summary, dryRun: !options.confirm, report: reportPath }));
  else
    output.print(
      printed(summary, options.confirm ? 'Recorded' : 'Nothing was recorded yet. This is what would happen'),
    );
  if (!options.confirm)
    throw new CommandFailed(
      `Nothing was recorded. Look through ${reportPath}, then run the same command with --confirm.`,
    );
  const refused = summary.outcomes['REFUSED'] ?? 0;
  if (refused > 0) throw new CommandFailed(`${refused} firearms were refused; see ${reportPath}.`);
};
