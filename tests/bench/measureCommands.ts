import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findServerBinaries } from '../../infra/embedded/findServerBinaries.ts';
import { launchServer } from '../../infra/embedded/launchServer.ts';
import { openEvaluationIssuer } from '../../infra/identity/evaluationIssuer.ts';
import { createPool, withDatabase } from '../../infra/postgres/pool.ts';
import { startServer } from '../e2e/serverProcess.ts';
import { median } from './figures.ts';
import { type Caller, createCaller } from './httpCaller.ts';
import { ran } from './makeRegister.ts';
import { emptyRoute, ended, measureCommands, residentMegabytes } from './measureRegister.ts';

/** Rates a second of each run, and how far behind the read models were at its end. */
export type CommandFigures = {
  readonly commands: ReadonlyArray<number>;
  readonly emptyRoute: ReadonlyArray<number>;
  readonly lag: ReadonlyArray<number>;
  readonly idleMegabytes: number;
  readonly loadedMegabytes: number;
};

const callers = 32;
/** An idle server has given back what its start left behind. */
const idleAfterMs = 5_000;

const furthestBehind = async (caller: Caller): Promise<number> => {
  const { text } = await caller.call({ method: 'GET', path: '/metrics', headers: {} });
  return Math.max(
    ...[...text.matchAll(/^ledger_read_model_lag\{.*\} (\d+)$/gm)].map(([, lag]) => Number(lag)),
  );
};

/** Only the commands over HTTP, on a register just large enough to have dealers with rights, and the empty route. */
export const measureCommandsAlone = async (
  firearms: number,
  sizes: { readonly runs: number; readonly commands: number },
): Promise<CommandFigures> => {
  const found = findServerBinaries();
  if (!found.found) throw new Error(found.advice);
  const folder = mkdtempSync(join(tmpdir(), 'ledger-bench-'));
  const launched = await launchServer(join(folder, 'pg'), found.binaries);
  if (!launched.ok) throw new Error(launched.advice);
  try {
    await ran(folder, ['simulate', '--seed', '1', '--firearms', String(firearms), '--json']);
    const server = await startServer(folder, { LEDGER_REQUESTS_PER_MINUTE: '10000000' });
    const caller = createCaller(server.base, callers);
    const issuer = await openEvaluationIssuer(folder, 'firearm-ledger');
    const clerk = { role: 'CLK', actorId: 'bench', organisationId: 'REGISTRY' } as const;
    const authorization = `Bearer ${await issuer.issue(clerk, 3600)}`;
    try {
      await sleep(idleAfterMs);
      const idleMegabytes = await residentMegabytes(caller);
      const pool = createPool(withDatabase({ socket: launched.server.connection }, 'ledger'), {
        role: 'owner',
        max: 1,
      });
      const { rows } = await pool.query<{ party: string }>(
        'select party from (select distinct party from dealer_register.stock) p order by md5(party) limit 1',
      );
      await pool.end();
      const figures = { commands: [] as number[], emptyRoute: [] as number[], lag: [] as number[] };
      for (let run = 0; run < sizes.runs; run += 1) {
        figures.emptyRoute.push(await emptyRoute(sizes.commands));
        figures.commands.push(
          await measureCommands(caller, authorization, rows[0]?.party ?? '', sizes.commands, String(run)),
        );
        figures.lag.push(await furthestBehind(caller));
      }
      return { ...figures, idleMegabytes, loadedMegabytes: await residentMegabytes(caller) };
    } finally {
      caller.close();
      await ended(server.child);
    }
  } finally {
    await launched.server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** The rows of the table. */
export const commandLines = (figures: CommandFigures): ReadonlyArray<string> => {
  const of = (rates: ReadonlyArray<number>): string =>
    `${Math.round(median(rates))} (${rates.map(Math.round).join(', ')})`;
  const ratios = figures.commands.map((rate, run) => rate / (figures.emptyRoute[run] ?? Number.NaN));
  return [
    `commands over HTTP, 1/s: ${of(figures.commands)}; fastify answering an empty route: ${of(figures.emptyRoute)}`,
    `ratio, run by run: ${median(ratios).toFixed(2)} (${ratios.map((each) => each.toFixed(2)).join(', ')}; reach 0.25)`,
    `events that the slowest read model was behind right after: ${figures.lag.join(', ')}`,
    `memory of the server idle: ${Math.round(figures.idleMegabytes)} MB (reach 150); after the load: ${Math.round(figures.loadedMegabytes)} MB (reach 500)`,
  ];
};
