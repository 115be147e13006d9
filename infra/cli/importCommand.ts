import { once } from 'node:events';
import { createWriteStream, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import { z } from 'zod';
import type { Output } from '../../api/cli/output.ts';
import { asJson, CommandFailed, exitCode, table } from '../../api/cli/output.ts';
import type { ImportOptions } from '../../api/cli/program.ts';
import { importFile, LedgerUnwritable } from '../../api/import/importFile.ts';
import { type Mapping, mappingSchema } from '../../api/import/mapping.ts';
import { createRowReader } from '../../api/import/readRow.ts';
import { readSource } from '../../api/import/readSource.ts';
import { SourceUnfit } from '../../api/import/sourceRecord.ts';
import { createCalibreRecogniser } from '../../domain/identification/calibre.ts';
import { calibreList } from '../../domain/identification/calibreList.ts';
import { mergeLists } from '../../domain/identification/codeList.ts';
import { createMakerRecogniser, makerKey } from '../../domain/identification/maker.ts';
import { makerList } from '../../domain/identification/makerList.ts';
import { recordMany } from '../../domain/usecases/recordEvents.ts';
import { projections } from '../../projections/catalogue.ts';
import { currentRegistry } from '../../projections/currentRegistry/projection.ts';
import type { Ledger } from '../composition.ts';
import { ledgerSecret } from '../vault/ledgerSecret.ts';
import { awaitReadModels } from './awaitReadModels.ts';
import { createPartyIds, keyedDigest } from './partyIds.ts';

const additionsSchema = z.strictObject({
  version: z.string().min(1).max(40),
  entries: z.array(
    z.strictObject({
      code: z.string().regex(/^[A-Z0-9_]{1,40}$/),
      name: z.string().min(1).max(120),
      aliases: z.array(z.string().min(1).max(120)),
      status: z.enum(['PROPOSED', 'CONFIRMED']),
      count: z.int().optional(),
    }),
  ),
});

const readJson = <T>(path: string, schema: z.ZodType<T>, what: string): T => {
  if (!existsSync(path)) throw new CommandFailed(`There is no file ${path}.`, exitCode.usage);
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new CommandFailed(
      `The ${what} ${path} is not JSON: ${error instanceof Error ? error.message : ''}`,
      exitCode.usage,
    );
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues
    .slice(0, 10)
    .map((issue) => `  ${issue.path.join('.') || '(file)'}: ${issue.message}`);
  throw new CommandFailed(`The ${what} ${path} is not valid:\n${faults.join('\n')}`, exitCode.usage);
};

/** Longest wait until what was imported can be searched. */
const searchableMs = 600_000;

/** Imports a file and waits until the read models have it, so that what is reported is searchable. */
export const importCommand = async (
  ledger: Ledger,
  file: string,
  options: ImportOptions,
  output: Output,
): Promise<void> => {
  const mapping: Mapping = readJson(options.mapping, mappingSchema, 'mapping');
  const makers =
    options.makers === undefined
      ? makerList
      : (() => {
          const additions = readJson(options.makers, additionsSchema, 'maker list');
          // A proposal is nothing until a person confirmed it.
          return mergeLists(makerList, {
            version: additions.version,
            entries: additions.entries.filter((entry) => entry.status === 'CONFIRMED'),
          });
        })();
  if (!existsSync(file)) throw new CommandFailed(`There is no file ${file}.`, exitCode.usage);
  if (!statSync(file).isFile())
    throw new CommandFailed(`${file} is a folder or a device: name the file to import.`, exitCode.usage);
  const total = statSync(file).size;
  const started = performance.now();
  const recogniseMaker = createMakerRecogniser(makers);
  const unlisted = new Map<string, number>();
  const parties = new Map<string, string>();
  const secret = await ledgerSecret(ledger.vault, 'import', options.dryRun ? 'preview' : 'seal')();
  if (E.isLeft(secret))
    throw new CommandFailed(
      'The vault cannot be used, and without its key no party has an id. "ledger doctor" says more.',
      exitCode.unavailable,
    );
  const partyId = createPartyIds(secret.right);
  const readRow = createRowReader(mapping, {
    recogniseMaker: (raw) => {
      const recognised = recogniseMaker(raw);
      if (recognised.kind === 'NOT_LISTED' && options.propose !== undefined && unlisted.size < 100_000)
        unlisted.set(raw, (unlisted.get(raw) ?? 0) + 1);
      return recognised;
    },
    recogniseCalibre: createCalibreRecogniser(calibreList),
    digest: ledger.record.digest,
    keyedDigest: keyedDigest(secret.right),
    partyId: (register, kind, name) => {
      const id = partyId(register, kind, name);
      if (options.parties !== undefined) parties.set(id, name);
      return id;
    },
    recordedBy: { actorId: 'import', organisationId: options.organisation, role: 'MIG' },
  });
  const reportPath = options.report ?? `${basename(file)}.report.ndjson`;
  const report = createWriteStream(reportPath, { mode: 0o600 });
  const start = (names: ReadonlyArray<string>) =>
    options.dryRun
      ? []
      : ledger.startWorkers(
          (message, details) => output.note(`${message} ${JSON.stringify(details)}`),
          names,
        );
  const readModels = projections.map(({ name }) => name);
  // While the records come in, only what search needs is kept up: the lists would take the processor from both.
  const register = start([currentRegistry.name]);
  const record = recordMany(ledger.record);
  const summary = await importFile(readSource(file, mapping), {
    readRow,
    recordMany: (requests) => record(requests, { dryRun: options.dryRun }),
    report: async (lines) => {
      if (!report.write(lines.map((line) => `${JSON.stringify(line)}\n`).join('')))
        await once(report, 'drain');
    },
    progress: (records, bytes) => {
      const seconds = (performance.now() - started) / 1000;
      const left = bytes === 0 ? 0 : (seconds / bytes) * (total - bytes);
      output.progress(
        `${records} records, ${Math.round(records / seconds)}/s, ${Math.round((100 * bytes) / Math.max(1, total))} %, about ${Math.ceil(left)} s left`,
      );
    },
  }).catch((error: unknown) => {
    if (error instanceof SourceUnfit)
      throw new CommandFailed(`Nothing was imported. ${error.message}`, exitCode.usage);
    const message = error instanceof Error ? error.message : String(error);
    throw new CommandFailed(
      `The import stopped: ${message}. What was recorded stays; run the same command again to go on.`,
      error instanceof LedgerUnwritable ? exitCode.unavailable : exitCode.refused,
    );
  });
  report.end();
  await once(report, 'finish');
  const written = performance.now();
  const reached = (workers: ReturnType<typeof start>): Promise<boolean> =>
    awaitReadModels(workers, summary.position, searchableMs);
  const isSearchable = await reached(register);
  const found = performance.now();
  const searchable =
    (await reached(start(readModels.filter((name) => name !== currentRegistry.name)))) && isSearchable;
  const seconds = {
    recorded: (written - started) / 1000,
    searchable: (found - started) / 1000,
    listed: (performance.now() - started) / 1000,
  };
  if (options.parties !== undefined)
    writeFileSync(
      options.parties,
      [...parties].map(([id, name]) => `${JSON.stringify({ id, name })}\n`).join(''),
      { mode: 0o600 },
    );
  if (options.propose !== undefined) {
    const entries = [...unlisted]
      .sort((a, b) => b[1] - a[1])
      .map(([name, count]) => ({
        code:
          makerKey(name)
            .normalize('NFKD')
            .replace(/[^A-Z0-9]/g, '_')
            .slice(0, 40) || 'UNNAMED',
        name,
        aliases: [],
        status: 'PROPOSED',
        count,
      }));
    writeFileSync(
      options.propose,
      `${JSON.stringify({ version: `${mapping.register}-1`, entries }, null, 2)}\n`,
    );
  }
  const peakMemoryBytes = process.resourceUsage().maxRSS * 1024;
  if (options.json)
    output.print(
      asJson({
        ...summary,
        dryRun: options.dryRun,
        report: reportPath,
        seconds,
        peakMemoryBytes,
        searchable,
      }),
    );
  else {
    const counts = (map: ReadonlyMap<string, number>) =>
      [...map].sort((a, b) => b[1] - a[1]).map(([code, count]) => [`  ${code}`, String(count)]);
    output.print(
      table(
        [
          `${options.dryRun ? 'Dry run: nothing was written' : 'Imported'} in ${seconds.recorded.toFixed(1)} s (searchable after ${seconds.searchable.toFixed(1)} s, in all lists after ${seconds.listed.toFixed(1)} s)`,
          '',
        ],
        [
          ['records read', String(summary.records)],
          [options.dryRun ? 'would be recorded' : 'recorded', String(summary.recorded)],
          ['recorded before', String(summary.alreadyRecorded)],
          ['refused', String(summary.refused)],
          ...counts(summary.refusals),
          ['events appended', String(summary.events)],
          ['data-quality findings', ''],
          ...counts(summary.findings),
          ['report', reportPath],
        ],
      ),
    );
  }
  if (summary.refused > 0)
    throw new CommandFailed(`${summary.refused} records were refused; see ${reportPath}.`);
  if (!searchable)
    throw new CommandFailed('The records are durable, but the read models have not reached them yet.');
};
