import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findServerBinaries } from '../../infra/embedded/findServerBinaries.ts';
import { launchServer } from '../../infra/embedded/launchServer.ts';
import { openEvaluationIssuer } from '../../infra/identity/evaluationIssuer.ts';
import { spawnLedger, startServer } from '../e2e/serverProcess.ts';
import { onPaper, party, registered } from '../harness/bodies.ts';
import { median } from './figures.ts';
import { createCaller } from './httpCaller.ts';

/** Memory of the processes over a long load, in megabytes: medians of the second and of the last third of the time. */
export type EnduranceFigures = {
  readonly minutes: number;
  readonly commands: number;
  readonly queries: number;
  readonly processes: ReadonlyArray<{
    readonly name: string;
    readonly middle: number;
    readonly last: number;
  }>;
};

const callers = 8;
const sampleMs = 5000;
const settleMs = 20_000;

const residentMegabytes = (child: ChildProcess): number =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1000;

/**
 * API and a process for the read models under commands and queries for some minutes: does their memory grow with time?
 * The first third of the time is left out, in which caches and the young generation fill.
 */
export const measureEndurance = async (minutes: number): Promise<EnduranceFigures> => {
  const found = findServerBinaries();
  if (!found.found) throw new Error(found.advice);
  const folder = mkdtempSync(join(tmpdir(), 'ledger-bench-'));
  const launched = await launchServer(join(folder, 'pg'), found.binaries);
  if (!launched.ok) throw new Error(launched.advice);
  try {
    const server = await startServer(folder, { LEDGER_REQUESTS_PER_MINUTE: '10000000' });
    const worker = spawnLedger(folder, ['work']);
    const issuer = await openEvaluationIssuer(folder, 'firearm-ledger');
    const identity = { role: 'CLK', actorId: 'bench', organisationId: 'REGISTRY' } as const;
    const authorization = `Bearer ${await issuer.issue(identity, minutes * 60 + 600)}`;
    const caller = createCaller(server.base, callers);
    const counted = { commands: 0, queries: 0 };
    const until = Date.now() + minutes * 60_000;
    const samples = { server: [] as number[], worker: [] as number[] };
    const headers = { authorization, 'ledger-purpose': 'LICENSING' };
    const asked = async (
      call: Parameters<typeof caller.call>[0],
      wanted: number,
    ): Promise<{ firearmId?: string }> => {
      const { status, text } = await caller.call(call);
      if (status !== wanted) throw new Error(`${call.method} ${call.path}: ${status} ${text.slice(0, 300)}`);
      return JSON.parse(text) as { firearmId?: string };
    };
    const load = async (number: number): Promise<void> => {
      for (let index = 0; Date.now() < until; index += 1) {
        const key = `endurance-${number}-${index}`;
        const { firearmId } = await asked(
          {
            method: 'POST',
            path: '/v1/firearms/events',
            headers: { authorization, 'content-type': 'application/json', 'idempotency-key': key },
            body: JSON.stringify(onPaper(registered('2026-01-05', party('P', key), key))),
          },
          201,
        );
        counted.commands += 1;
        for (const path of [`/v1/firearms/${firearmId}/chain`, '/v1/registry?limit=20', '/v1/tasks?limit=20'])
          await asked({ method: 'GET', path, headers }, 200);
        await asked(
          {
            method: 'POST',
            path: '/v1/search/firearms',
            headers: { ...headers, 'content-type': 'application/json' },
            body: JSON.stringify({ serial: key.replaceAll('-', '').slice(0, 40) }),
          },
          200,
        );
        counted.queries += 4;
      }
    };
    const sampling = async (): Promise<void> => {
      while (Date.now() < until) {
        samples.server.push(residentMegabytes(server.child));
        samples.worker.push(residentMegabytes(worker));
        await sleep(sampleMs);
      }
    };
    await sleep(Math.min(settleMs, minutes * 10_000));
    await Promise.all([sampling(), ...Array.from({ length: callers }, (_, number) => load(number))]);
    caller.close();
    for (const child of [server.child, worker]) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }
    const thirds = (name: string, taken: ReadonlyArray<number>) => {
      const third = Math.floor(taken.length / 3);
      return { name, middle: median(taken.slice(third, 2 * third)), last: median(taken.slice(2 * third)) };
    };
    return {
      minutes,
      ...counted,
      processes: [thirds('API', samples.server), thirds('read models', samples.worker)],
    };
  } finally {
    await launched.server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

export const enduranceLines = ({
  minutes,
  commands,
  queries,
  processes,
}: EnduranceFigures): ReadonlyArray<string> => [
  `endurance: ${minutes} minutes, ${commands} commands, ${queries} queries`,
  ...processes.map(
    ({ name, middle, last }) =>
      `memory of ${name}: ${Math.round(middle)} MB in the second third, ${Math.round(last)} MB in the last; ratio ${(last / middle).toFixed(2)} (flat: 1)`,
  ),
];
