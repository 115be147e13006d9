import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as E from 'fp-ts/lib/Either.js';
import type { Pool } from 'pg';
import type { Role } from '../../domain/event/envelope.ts';
import { findServerBinaries } from '../../infra/embedded/findServerBinaries.ts';
import { launchServer } from '../../infra/embedded/launchServer.ts';
import { createPostgresEventStore } from '../../infra/eventstore/postgresEventStore.ts';
import { openEvaluationIssuer } from '../../infra/identity/evaluationIssuer.ts';
import { createPool, type DatabaseTarget, withDatabase } from '../../infra/postgres/pool.ts';
import { systemClock } from '../../infra/system/system.ts';
import { startServer } from '../e2e/serverProcess.ts';
import { registered } from '../harness/bodies.ts';
import { concurrently, median, rate } from './figures.ts';
import { type Call, type Caller, createCaller } from './httpCaller.ts';
import { headOf, type MadeRegister, makeRegister, ran } from './makeRegister.ts';
import { measureQueries, type QueryFigure, samplesOf } from './measureQueries.ts';
import { measureRebuildUnderLoad, type RebuildUnderLoadFigures } from './measureRebuildUnderLoad.ts';

/** What one register of a size showed. Rates in events or commands a second, times in milliseconds. */
export type RegisterFigures = {
  readonly firearms: number;
  readonly events: number;
  readonly simulated: MadeRegister['simulated'];
  readonly catchUp: {
    /** Built and put in place; and with the comparison of every row with the one it replaces. */
    readonly eventsPerSecond: number;
    readonly comparedPerSecond: number;
    readonly readAlonePerSecond: number;
  };
  readonly queries: ReadonlyArray<QueryFigure>;
  readonly commands: { readonly perSecond: number; readonly emptyRoutePerSecond: number };
  readonly memory: { readonly idleMegabytes: number; readonly loadedMegabytes: number };
  readonly rebuildUnderLoad: RebuildUnderLoadFigures;
};

const callers = 32;
/** The log of a register of a million firearms takes some minutes; longer than this nobody waits. */
const logWrittenMs = 900_000;
const issuedSeconds = 3 * 3600;

export const ended = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
};

const readAlone = async (pool: Pool, head: bigint): Promise<number> => {
  const store = createPostgresEventStore(pool, systemClock);
  return rate(Number(head), async () => {
    let position = 0n;
    while (position < head) {
      const read = await store.readAll(position, 4000)();
      if (E.isLeft(read)) throw new Error(read.left.reason);
      position = read.right.at(-1)?.position ?? head;
    }
  });
};

/** Registrations of new firearms by a clerk: validated, authorised, decided on three streams, durable. */
export const measureCommands = async (
  caller: Caller,
  authorization: string,
  holder: string,
  count: number,
  run: string,
) => {
  const call = (index: number): Call => ({
    method: 'POST',
    path: '/v1/firearms/events',
    headers: {
      authorization,
      'content-type': 'application/json',
      'idempotency-key': `bench-${run}-${index}`,
    },
    body: JSON.stringify({
      ...registered('2026-01-15', holder, `BENCH ${run} ${index}`),
    }),
  });
  let next = 0;
  const send = async (): Promise<void> => {
    next += 1;
    const { status, text } = await caller.call(call(next));
    if (status !== 201) throw new Error(`a command failed: ${status} ${text.slice(0, 500)}`);
  };
  await concurrently(Math.ceil(count / 5), callers, send);
  return rate(count, async () => {
    await concurrently(count, callers, send);
  });
};

export const emptyRoute = async (count: number): Promise<number> => {
  const child = spawn(process.execPath, [new URL('./emptyRoute.ts', import.meta.url).pathname], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [address] = (await once(child.stdout, 'data')) as [Buffer];
  const caller = createCaller(String(address).trim(), callers);
  const body = JSON.stringify(registered('2026-01-15', 'P-01J9ZK3C5E7G9JBMDPFRHTKVMX', 'BENCH 1'));
  const send = async (): Promise<void> => {
    await caller.call({ method: 'POST', path: '/', headers: { 'content-type': 'application/json' }, body });
  };
  try {
    await concurrently(count, callers, send);
    return await rate(count, async () => {
      await concurrently(count, callers, send);
    });
  } finally {
    caller.close();
    await ended(child);
  }
};

export const residentMegabytes = async (caller: Caller): Promise<number> => {
  const { text } = await caller.call({ method: 'GET', path: '/metrics', headers: {} });
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1]) / 1e6;
};

/** The first start writes the whole transparency log beside what is asked; a register in use has it. */
const logWritten = async (target: DatabaseTarget, head: bigint): Promise<void> => {
  const pool = createPool(target, { role: 'owner', max: 1 });
  const until = performance.now() + logWrittenMs;
  while (performance.now() < until) {
    const { rows } = await pool.query<{ size: bigint }>('select size from ledger.tree');
    if ((rows[0]?.size ?? 0n) >= head) break;
    await sleep(500);
  }
  await pool.end();
};

/**
 * Makes a register of the size, and measures what its users do with it, over a real server. A register is kept and
 * taken again where a folder for it is named, which saves the hour that a large one takes.
 */
export const measureRegister = async (
  firearms: number,
  sizes: {
    readonly runs: number;
    readonly commands: number;
    readonly decided: number;
    readonly folder?: string;
  },
): Promise<RegisterFigures> => {
  const found = findServerBinaries();
  if (!found.found) throw new Error(found.advice);
  const folder =
    sizes.folder === undefined
      ? mkdtempSync(join(tmpdir(), 'ledger-bench-'))
      : join(sizes.folder, String(firearms));
  // Started here, so that every command adopts the same server.
  const launched = await launchServer(join(folder, 'pg'), found.binaries);
  if (!launched.ok) throw new Error(launched.advice);
  const target = withDatabase({ socket: launched.server.connection }, 'ledger');
  try {
    await ran(folder, ['doctor']);
    const pool = createPool(target, { role: 'owner', max: 4, statementTimeoutMs: 0 });
    const { events, simulated } = await makeRegister(folder, pool, firearms, sizes.decided);
    const head = await headOf(pool);
    const rebuilt: number[] = [];
    const compared: number[] = [];
    const alone: number[] = [];
    for (let run = 0; run < sizes.runs; run += 1) {
      alone.push(await readAlone(pool, head));
      const [first] = JSON.parse(await ran(folder, ['rebuild', '--json'])) as ReadonlyArray<{
        readonly seconds: number;
        readonly comparedSeconds: number;
      }>;
      const { seconds, comparedSeconds } = first ?? { seconds: 0, comparedSeconds: 0 };
      rebuilt.push(Number(head) / (seconds - comparedSeconds));
      compared.push(Number(head) / seconds);
    }
    await pool.query('vacuum analyze');
    const sample = await samplesOf(pool);
    await pool.end();
    const server = await startServer(folder, { LEDGER_REQUESTS_PER_MINUTE: '10000000' });
    const caller = createCaller(server.base, callers);
    const issuer = await openEvaluationIssuer(folder, 'firearm-ledger');
    const token = async (role: Role): Promise<string> =>
      `Bearer ${await issuer.issue({ role, actorId: 'bench', organisationId: 'REGISTRY' }, issuedSeconds)}`;
    try {
      await logWritten(target, head);
      const idleMegabytes = await residentMegabytes(caller);
      const queries = await measureQueries(caller, sample, await token('POL'));
      const holder = sample.dealers[0] ?? '';
      const clerk = await token('CLK');
      // A register that was kept has the commands of earlier runs under their own keys.
      const began = Date.now().toString(36);
      const commands: number[] = [];
      const empty: number[] = [];
      for (let run = 0; run < sizes.runs; run += 1) {
        empty.push(await emptyRoute(sizes.commands));
        commands.push(await measureCommands(caller, clerk, holder, sizes.commands, `${began}-${run}`));
      }
      const loadedMegabytes = await residentMegabytes(caller);
      return {
        firearms,
        events,
        simulated,
        catchUp: {
          eventsPerSecond: median(rebuilt),
          comparedPerSecond: median(compared),
          readAlonePerSecond: median(alone),
        },
        queries,
        commands: { perSecond: median(commands), emptyRoutePerSecond: median(empty) },
        memory: { idleMegabytes, loadedMegabytes },
        rebuildUnderLoad: await measureRebuildUnderLoad(folder, caller, clerk, holder, began),
      };
    } finally {
      caller.close();
      await ended(server.child);
    }
  } finally {
    await launched.server.stop();
    if (sizes.folder === undefined) rmSync(folder, { recursive: true, force: true });
  }
};
