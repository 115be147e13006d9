import { existsSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { migrate } from '../../infra/postgres/migrate.ts';
import { createPool } from '../../infra/postgres/pool.ts';
import { withBenchServer } from './benchServer.ts';
import { emmettRow } from './emmettRate.ts';
import { type AppendFigure, measureAppends } from './measureAppends.ts';
import { commandLines, measureCommandsAlone } from './measureCommands.ts';
import { enduranceLines, measureEndurance } from './measureEndurance.ts';
import { designInserts, measureImport } from './measureImport.ts';
import { measureRegister, type RegisterFigures } from './measureRegister.ts';
import { measureVerifying } from './measureVerifying.ts';
import { benchOptions, isAsked } from './options.ts';
import { benchMetadata, benchPayload } from './plainLog.ts';
import { registerLines } from './registerLines.ts';

const options = benchOptions(process.argv.slice(2));
const { runs } = options;

const appends = (): Promise<{
  readonly figures: ReadonlyArray<AppendFigure>;
  readonly emmett: string;
}> =>
  withBenchServer(async (target, server) => {
    const owner = createPool(target, { role: 'owner', max: 2 });
    await migrate(owner);
    const sizes = { events: options.events, callers: options.callers, runs };
    const figures = await measureAppends(target, owner, sizes);
    await owner.end();
    const emmett = await emmettRow(
      server.connection,
      { callers: sizes.callers, payload: benchPayload, metadata: benchMetadata },
      runs,
      figures[0]?.ours ?? 0,
    );
    return { figures, emmett };
  });

const file = new URL('../../../shared/data/dealer-transfers-2017.csv', import.meta.url).pathname;
const mapping = new URL('../../examples/dealer-transfers.mapping.json', import.meta.url).pathname;

const { figures: appendFigures, emmett } = !isAsked(options, 'append')
  ? { figures: [], emmett: undefined }
  : await appends();
const imported =
  !isAsked(options, 'import') || !existsSync(file)
    ? undefined
    : await measureImport(file, mapping, {
        runs,
        times: options.times,
        longRuns: options.longRuns,
        callers: options.callers,
      });

const lines: string[] = appendFigures.map(
  ({ what, ours, limit, limitName, reach }) =>
    `${what}: ${Math.round(ours)}; ${limitName}: ${Math.round(limit)}; ratio ${(ours / limit).toFixed(2)} (reach ${reach})`,
);
if (emmett !== undefined) lines.push(emmett);
if (imported !== undefined) {
  const { once, longer } = imported;
  lines.push(
    `import of ${once.records} records: ${Math.round(once.recordsPerSecond)} records/s to durable (reach 10000), ${once.searchableSeconds.toFixed(1)} s until searchable (reach 5 s), ${once.perEmptyRequest.toFixed(2)} records for each empty request that fastify answers`,
    `node-postgres, one insert a commit, before each import: ${Math.round(once.insertsPerSecond)}/s; the machine of the wanted figures makes ${designInserts}, for which the import would take ${once.designSeconds.toFixed(1)} s`,
    `peak memory of the import: ${Math.round(once.peakMegabytes)} MB${
      longer === undefined
        ? ''
        : `; of ${longer.records} records: ${Math.round(longer.peakMegabytes)} MB, ${Math.round(longer.recordsPerSecond)} records/s to durable`
    }`,
  );
} else if (isAsked(options, 'import')) lines.push(`import: NOT RUN, ${file} is not there`);
const registers: RegisterFigures[] = [];
if (isAsked(options, 'register'))
  for (const size of options.firearms)
    registers.push(
      await measureRegister(size, {
        runs,
        commands: options.commands,
        decided: options.decided,
        ...(options.folder === undefined ? {} : { folder: options.folder }),
      }),
    );
lines.push(...registerLines(registers));
if (isAsked(options, 'commands'))
  lines.push(
    ...commandLines(
      await measureCommandsAlone(options.firearms[0] ?? 0, { runs, commands: options.commands }),
    ),
  );
const endurance = isAsked(options, 'endurance') ? await measureEndurance(options.minutes) : undefined;
if (endurance !== undefined) lines.push(...enduranceLines(endurance));
if (isAsked(options, 'verify')) lines.push(...(await measureVerifying({ events: options.logEvents, runs })));
process.stdout.write(`${cpus().length} cores, fsync on, medians of ${runs} runs\n${lines.join('\n')}\n`);
if (options.json !== undefined)
  writeFileSync(
    options.json,
    `${JSON.stringify({ cores: cpus().length, runs, appends: appendFigures, emmett, imported, registers, endurance }, null, 2)}\n`,
  );
