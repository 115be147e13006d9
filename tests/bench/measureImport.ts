import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createPool } from '../../infra/postgres/pool.ts';
import { withBenchServer } from './benchServer.ts';
import { median } from './figures.ts';
import { lengthenFile } from './lengthenFile.ts';
import { emptyRoute } from './measureRegister.ts';
import { createPlainLog, plainInserts } from './plainLog.ts';

/** What one import took, as the program itself says it, and how fast the machine was just before. */
export type ImportFigure = {
  readonly records: number;
  readonly recordsPerSecond: number;
  readonly searchableSeconds: number;
  readonly peakMegabytes: number;
  /** Records until all can be searched, for each empty request that fastify answers on this machine. */
  readonly perEmptyRequest: number;
  /** What the plain driver makes durable a second, one insert a commit. */
  readonly insertsPerSecond: number;
  /** Seconds until searchable, times what this machine inserts for each insert of the machine of the wanted figures. */
  readonly designSeconds: number;
};

/** Single inserts a second by the plain driver on the machine from which the wanted figures are. */
export const designInserts = 13_600;
/** Inserts that tell how fast the machine is at the moment: a second or two. */
const inserts = 8000;

const launcher = new URL('../../api/cli/ledger.js', import.meta.url).pathname;
const run = promisify(execFile);
const emptyRequests = 6000;

/** As its user runs it: by the launcher, which gives a long command its settings. */
const importOnce = async (
  file: string,
  mapping: string,
  insertsNow: () => Promise<number>,
): Promise<ImportFigure> => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-bench-'));
  try {
    const emptyPerSecond = await emptyRoute(emptyRequests);
    const insertsPerSecond = await insertsNow();
    const report = join(folder, 'report');
    const args = [launcher, 'import', file, '--mapping', mapping, '--report', report, '--json'];
    const { stdout } = await run(process.execPath, args, { env: { ...process.env, LEDGER_DATA: folder } });
    const summary = JSON.parse(stdout) as {
      readonly records: number;
      readonly seconds: { readonly recorded: number; readonly searchable: number };
      readonly peakMemoryBytes: number;
    };
    return {
      records: summary.records,
      recordsPerSecond: summary.records / summary.seconds.recorded,
      searchableSeconds: summary.seconds.searchable,
      peakMegabytes: summary.peakMemoryBytes / 1e6,
      perEmptyRequest: summary.records / summary.seconds.searchable / emptyPerSecond,
      insertsPerSecond,
      designSeconds: (summary.seconds.searchable * insertsPerSecond) / designInserts,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const importTimes = async (
  file: string,
  mapping: string,
  runs: number,
  insertsNow: () => Promise<number>,
): Promise<ImportFigure> => {
  const figures: ImportFigure[] = [];
  for (let run = 0; run < runs; run += 1) figures.push(await importOnce(file, mapping, insertsNow));
  const middle = (of: keyof ImportFigure): number => median(figures.map((figure) => figure[of]));
  return {
    records: middle('records'),
    recordsPerSecond: middle('recordsPerSecond'),
    searchableSeconds: middle('searchableSeconds'),
    peakMegabytes: middle('peakMegabytes'),
    perEmptyRequest: middle('perEmptyRequest'),
    insertsPerSecond: middle('insertsPerSecond'),
    designSeconds: middle('designSeconds'),
  };
};

/**
 * Imports the file, and one several times as long, each into a database of its own: the second shows whether memory
 * stays flat in the length of the file. Medians of the runs.
 */
export const measureImport = (
  file: string,
  mapping: string,
  sizes: {
    readonly runs: number;
    readonly times: number;
    readonly longRuns: number;
    readonly callers: number;
  },
): Promise<{ readonly once: ImportFigure; readonly longer?: ImportFigure }> =>
  withBenchServer(async (target) => {
    const pool = createPool(target, { role: 'owner', max: sizes.callers });
    await createPlainLog(pool);
    const insertsNow = (): Promise<number> => plainInserts(pool, inserts, sizes.callers);
    await insertsNow();
    const folder = mkdtempSync(join(tmpdir(), 'ledger-bench-'));
    try {
      const once = await importTimes(file, mapping, sizes.runs, insertsNow);
      if (sizes.longRuns === 0) return { once };
      const long = join(folder, 'long.csv');
      lengthenFile(file, long, sizes.times, { reference: 'Record', serial: 'Serial Number' });
      return { once, longer: await importTimes(long, mapping, sizes.longRuns, insertsNow) };
    } finally {
      rmSync(folder, { recursive: true, force: true });
      await pool.end();
    }
  });
