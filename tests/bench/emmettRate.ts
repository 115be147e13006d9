import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { SocketConnection } from '../../infra/embedded/launchServer.ts';
import { createPool } from '../../infra/postgres/pool.ts';

/** What is measured, for both alike. */
export type AppendLoad = {
  readonly callers: number;
  readonly payload: string;
  readonly metadata: string;
};
/** Events of a run: enough for seconds of it, for it is a good deal slower. */
const events = 5000;
const warmUp = 1000;

const folder = new URL('./peers/', import.meta.url).pathname;
const failure = (error: unknown): string => {
  const { stderr } = error as { readonly stderr?: unknown };
  return String(stderr ?? error)
    .trim()
    .split('\n')
    .slice(-3)
    .join(' ');
};

/** Its packages contradict ours, so they lie in a folder of their own and come only when the benchmark is run. */
const install = (): string | undefined => {
  if (existsSync(`${folder}node_modules/@event-driven-io/emmett-postgresql`)) return undefined;
  try {
    execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], {
      cwd: folder,
      stdio: 'pipe',
      encoding: 'utf8',
      timeout: 300_000,
    });
    return undefined;
  } catch (error) {
    return `npm ci in tests/bench/peers failed: ${failure(error)}`;
  }
};

/** Durable single appends a second of emmett-postgresql on the same server in a database of its own, run by run. */
export const emmettRates = async (
  server: SocketConnection,
  load: AppendLoad,
  runs: number,
): Promise<{ readonly rates: ReadonlyArray<number> } | { readonly notRun: string }> => {
  const missing = install();
  if (missing !== undefined) return { notRun: missing };
  const connection = { ...server, database: 'bench_emmett' };
  const maintenance = createPool({ socket: server }, { role: 'owner', max: 1 });
  await maintenance.query(`create database ${connection.database}`);
  await maintenance.end();
  const rates: number[] = [];
  try {
    for (let run = 1; run <= runs; run += 1) {
      const task = JSON.stringify({ connection, warmUp, events, ...load });
      const ran = execFileSync(process.execPath, ['emmett.ts', task], {
        cwd: folder,
        encoding: 'utf8',
        stdio: 'pipe',
        timeout: 300_000,
      });
      const { rate, stored } = JSON.parse(ran.trim().split('\n').at(-1) ?? '') as {
        readonly rate: number;
        readonly stored: number;
      };
      if (stored !== run * (warmUp + events))
        return { notRun: `it holds ${stored} events after ${run * (warmUp + events)} appends` };
      rates.push(rate);
    }
  } catch (error) {
    return { notRun: failure(error) };
  }
  return { rates };
};

/** The row that compares the ledger's durable single appends with it. */
export const emmettRow = async (
  server: SocketConnection,
  load: AppendLoad,
  runs: number,
  ours: number,
): Promise<string> => {
  const measured = await emmettRates(server, load, runs);
  const what = 'durable single appends: ledger / emmett / ratio (wanted >= 5)';
  if ('notRun' in measured) return `${what}: NOT RUN, ${measured.notRun}`;
  const theirs = [...measured.rates].sort((a, b) => a - b)[Math.floor(measured.rates.length / 2)] ?? 0;
  return `${what}: ${Math.round(ours)}/s / ${Math.round(theirs)}/s / ${(ours / theirs).toFixed(1)}`;
};
