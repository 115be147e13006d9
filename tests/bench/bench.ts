import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findServerBinaries } from '../../infra/embedded/findServerBinaries.ts';
import { launchServer } from '../../infra/embedded/launchServer.ts';
import { migrate } from '../../infra/postgres/migrate.ts';
import { createPool, withDatabase } from '../../infra/postgres/pool.ts';
import { emmettRow } from './emmettRate.ts';
import { type AppendFigure, benchMetadata, benchPayload, measureAppends } from './measureAppends.ts';
import { commandLines, measureCommandsAlone } from './measureCommands.ts';
import { enduranceLines, measureEndurance } from './measureEndurance.ts';
import { measureImport } from './measureImport.ts';
import { measureRegister, type RegisterFigures } from './measureRegister.ts';
import { measureVerifying } from './measureVerifying.ts';
import { registerLines } from './registerLines.ts';

/** `npm run bench -- --only import|append|register|commands|verify|endurance --firearms 10000,100000 --decided 10000 --minutes 10 --folder DIR --runs 5 --times 10 --long-runs 1 --json FILE` */
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    events: { type: 'string', default: '20000' },
    callers: { type: 'string', default: '32' },
    runs: { type: 'string', default: process.env['BENCH_RUNS'] ?? '3' },
    /** How many times as long the longer file of the import is, and how often it is imported; 0 leaves it out. */
    times: { type: 'string', default: process.env['BENCH_TIMES'] ?? '10' },
    /** Sizes of the simulated registers, separated by commas, and commands that each run sends. */
    firearms: { type: 'string', default: process.env['BENCH_FIREARMS'] ?? '10000' },
    commands: { type: 'string', default: '4000' },
    /** Lives of a register that are decided one by one; a larger one holds copies of them. */
    decided: { type: 'string', default: '100000' },
    /** Where registers are kept for the next run; without it they go away. */
    folder: { type: 'string' },
    /** How long the endurance run loads the server; it runs only when asked for. */
    minutes: { type: 'string', default: '10' },
    /** Events of the log that is verified. */
    'log-events': { type: 'string', default: process.env['BENCH_LOG_EVENTS'] ?? '200000' },
    'long-runs': { type: 'string', default: '1' },
    json: { type: 'string' },
  },
});
const runs = Number(values.runs);
const times = Number(values.times);

const appends = async (): Promise<{
  readonly figures: ReadonlyArray<AppendFigure>;
  readonly emmett: string;
}> => {
  const found = findServerBinaries();
  if (!found.found) throw new Error(found.advice);
  const folder = mkdtempSync(join(tmpdir(), 'ledger-bench-'));
  const launched = await launchServer(join(folder, 'pg'), found.binaries);
  if (!launched.ok) throw new Error(launched.advice);
  try {
    const maintenance = createPool({ socket: launched.server.connection }, { role: 'owner', max: 1 });
    await maintenance.query('create database bench');
    await maintenance.end();
    const target = withDatabase({ socket: launched.server.connection }, 'bench');
    const owner = createPool(target, { role: 'owner', max: 2 });
    await migrate(owner);
    const sizes = { events: Number(values.events), callers: Number(values.callers), runs };
    const figures = await measureAppends(target, owner, sizes);
    await owner.end();
    const emmett = await emmettRow(
      launched.server.connection,
      { callers: sizes.callers, payload: benchPayload, metadata: benchMetadata },
      runs,
      figures[0]?.ours ?? 0,
    );
    return { figures, emmett };
  } finally {
    await launched.server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

const file = new URL('../../../shared/data/dealer-transfers-2017.csv', import.meta.url).pathname;
const mapping = new URL('../../examples/dealer-transfers.mapping.json', import.meta.url).pathname;

const isAsked = (part: 'append' | 'import' | 'register' | 'verify'): boolean =>
  values.only === undefined || values.only === part;
const { figures: appendFigures, emmett } = !isAsked('append')
  ? { figures: [], emmett: undefined }
  : await appends();
const imported =
  !isAsked('import') || !existsSync(file)
    ? undefined
    : await measureImport(file, mapping, { runs, times, longRuns: Number(values['long-runs']) });

const lines: string[] = appendFigures.map(
  ({ what, ours, limit, limitName, reach }) =>
    `${what}: ${Math.round(ours)}; ${limitName}: ${Math.round(limit)}; ratio ${(ours / limit).toFixed(2)} (reach ${reach})`,
);
if (emmett !== undefined) lines.push(emmett);
if (imported !== undefined) {
  const { once, longer } = imported;
  lines.push(
    `import of ${once.records} records: ${Math.round(once.recordsPerSecond)} records/s to durable (reach 10000), ${once.searchableSeconds.toFixed(1)} s until searchable (reach 5 s)`,
    `peak memory of the import: ${Math.round(once.peakMegabytes)} MB${
      longer === undefined
        ? ''
        : `; of ${longer.records} records: ${Math.round(longer.peakMegabytes)} MB, ${Math.round(longer.recordsPerSecond)} records/s to durable`
    }`,
  );
} else if (isAsked('import')) lines.push(`import: NOT RUN, ${file} is not there`);
const registers: RegisterFigures[] = [];
if (isAsked('register'))
  for (const size of values.firearms.split(',').map(Number))
    registers.push(
      await measureRegister(size, {
        runs,
        commands: Number(values.commands),
        decided: Number(values.decided),
        ...(values.folder === undefined ? {} : { folder: values.folder }),
      }),
    );
lines.push(...registerLines(registers));
if (values.only === 'commands')
  lines.push(
    ...commandLines(
      await measureCommandsAlone(Number(values.firearms.split(',')[0]), {
        runs,
        commands: Number(values.commands),
      }),
    ),
  );
const endurance = values.only === 'endurance' ? await measureEndurance(Number(values.minutes)) : undefined;
if (endurance !== undefined) lines.push(...enduranceLines(endurance));
if (isAsked('verify'))
  lines.push(...(await measureVerifying({ events: Number(values['log-events']), runs })));
process.stdout.write(`${cpus().length} cores, fsync on, medians of ${runs} runs\n${lines.join('\n')}\n`);
if (values.json !== undefined)
  writeFileSync(
    values.json,
    `${JSON.stringify({ cores: cpus().length, runs, appends: appendFigures, emmett, imported, registers, endurance }, null, 2)}\n`,
  );
