import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findServerBinaries } from '../../infra/embedded/findServerBinaries.ts';
import { type EmbeddedServer, launchServer } from '../../infra/embedded/launchServer.ts';
import { createServerFolder, type ServerFolder, spawnLedger, startServer } from '../e2e/serverProcess.ts';
import { onPaper, party, registered } from '../harness/bodies.ts';

/** LEDGER_KILL_ROUNDS=51 for the long run; the suite takes each victim a few times. */
const rounds = Number(process.env['LEDGER_KILL_ROUNDS'] ?? 6);
const writers = 6;
const victims = ['API', 'WORKER', 'DATABASE'] as const;
/** A lock is asked for once a second, and a dead process's connection has to be noticed. */
const takenOverMs = 10_000;

let databaseFolder: string;
let database: EmbeddedServer;
let ledger: ServerFolder;
let environment: Readonly<Record<string, string>>;

const launch = async (): Promise<EmbeddedServer> => {
  const found = findServerBinaries();
  if (!found.found) throw new Error(found.advice);
  const launched = await launchServer(join(databaseFolder, 'pg'), found.binaries);
  if (!launched.ok) throw new Error(launched.advice);
  return launched.server;
};
const databasePid = (): number =>
  Number(readFileSync(join(databaseFolder, 'pg', 'postmaster.pid'), 'utf8').split('\n')[0]);

beforeAll(async () => {
  databaseFolder = mkdtempSync(join(tmpdir(), 'ledger-rounds-'));
  database = await launch();
  const { host, user } = database.connection;
  environment = {
    DATABASE_URL: `postgresql://${user}@/ledger_rounds?host=${encodeURIComponent(host)}`,
    LEDGER_VAULT_KEY: randomBytes(32).toString('base64'),
    LEDGER_REQUESTS_PER_MINUTE: '10000000',
  };
  const administrator = new pg.Client({ ...database.connection });
  await administrator.connect();
  await administrator.query('create database ledger_rounds');
  await administrator.end();
  ledger = createServerFolder();
});
afterAll(async () => {
  await database.stop();
  await ledger.remove();
  rmSync(databaseFolder, { recursive: true, force: true });
});

const startWorkerProcess = async (): Promise<ChildProcess> => {
  const child = spawnLedger(ledger.folder, ['work'], environment);
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      said += chunk;
      if (said.includes('follow the log')) resolve();
    });
    child.stderr?.on('data', (chunk) => {
      said += chunk;
    });
    child.once('exit', (code) => reject(new Error(`the worker ended with ${code}: ${said}`)));
  });
  return child;
};

test(`${rounds} rounds of kill -9 of API, worker and database in turn: nothing acknowledged is lost or applied twice, another process takes over`, {
  timeout: 600_000 + rounds * 20_000,
}, async () => {
  const authorization = `Bearer ${await ledger.token('CLK')}`;
  const acknowledged = new Map<string, string>();
  const unanswered = new Set<string>();
  let api = await startServer(ledger.folder, environment);
  const workers = [await startWorkerProcess(), await startWorkerProcess()];
  let position = '0';

  const send = async (key: string): Promise<boolean> => {
    unanswered.add(key);
    const answer = await fetch(`${api.base}/v1/firearms/events`, {
      method: 'POST',
      headers: { authorization, 'idempotency-key': key, 'content-type': 'application/json' },
      body: JSON.stringify(onPaper(registered('2026-01-05', party('P', key), key))),
      signal: AbortSignal.timeout(10_000),
    });
    if (answer.status !== 201) return false;
    const { events } = (await answer.json()) as { events: ReadonlyArray<{ eventId: string }> };
    acknowledged.set(key, events[0]?.eventId ?? '');
    unanswered.delete(key);
    position = answer.headers.get('ledger-position') ?? position;
    return true;
  };
  /** A client repeats what got no answer under the same key, until it has one. */
  const sendOutstanding = async (): Promise<void> => {
    const until = Date.now() + 30_000;
    while (unanswered.size > 0 && Date.now() < until) {
      await Promise.all([...unanswered].map((key) => send(key).catch(() => false)));
      if (unanswered.size > 0) await sleep(200);
    }
    expect([...unanswered]).toEqual([]);
  };
  /** Asks a read model for what was recorded last, until it has it; answers how long that took. */
  const readModelsHaveIt = async (): Promise<number> => {
    const since = Date.now();
    for (;;) {
      const answer = await fetch(`${api.base}/v1/registry?limit=1`, {
        headers: { authorization, 'ledger-purpose': 'LICENSING', 'ledger-min-position': position },
      }).catch(() => undefined);
      if (answer?.status === 200) return Date.now() - since;
      if (Date.now() - since > takenOverMs * 2) throw new Error(`no read model: ${await answer?.text()}`);
      await sleep(100);
    }
  };

  const takenOver: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    let stopped = false;
    const writing = Array.from({ length: writers }, async (_, writer) => {
      for (let number = 0; !stopped; number += 1)
        if (!(await send(`k${round}-w${writer}-${number}`).catch(() => false))) await sleep(20);
    });
    await sleep(200 + (round % 7) * 70);
    const victim = victims[round % victims.length] ?? 'API';
    if (victim === 'API') {
      const ended = once(api.child, 'exit');
      api.child.kill('SIGKILL');
      await ended;
      stopped = true;
      api = await startServer(ledger.folder, environment);
    } else if (victim === 'WORKER') {
      // The older of the two, which has had the time to take the locks; the younger one and the API are there.
      const [oldest, ...others] = workers.splice(0);
      const ended = oldest === undefined ? undefined : once(oldest, 'exit');
      oldest?.kill('SIGKILL');
      await ended;
      stopped = true;
      await Promise.all(writing);
      await sendOutstanding();
      const took = await readModelsHaveIt();
      expect(took).toBeLessThan(takenOverMs);
      takenOver.push(took);
      workers.push(...others, await startWorkerProcess());
    } else {
      process.kill(databasePid(), 'SIGKILL');
      await sleep(100);
      stopped = true;
      database = await launch();
    }
    await Promise.all(writing);
    await sendOutstanding();
    await readModelsHaveIt();
    for (const worker of workers) expect(worker.exitCode).toBe(null);
  }

  const client = new pg.Client({ ...database.connection, database: 'ledger_rounds' });
  await client.connect();
  const { rows } = await client.query<{ event_id: string; key: string; position: string }>(
    "select event_id, metadata::json ->> 'idempotencyKey' as key, position from ledger.event order by position",
  );
  const { rows: listed } = await client.query<{ firearms: number }>(
    'select count(distinct firearm_id)::int as firearms from current_registry.mark',
  );
  await client.end();
  const ended = [api.child, ...workers].map((child) => once(child, 'exit'));
  for (const child of [api.child, ...workers]) child.kill('SIGTERM');
  await Promise.all(ended);

  expect(rows.map((row) => row.position)).toEqual(rows.map((_, index) => String(index + 1)));
  const stored = new Map(rows.map((row) => [row.key, row.event_id]));
  expect(stored.size).toBe(rows.length);
  for (const [key, eventId] of acknowledged) expect(stored.get(key), key).toBe(eventId);
  expect(acknowledged.size).toBe(rows.length);
  expect(listed[0]?.firearms).toBe(rows.length);
  expect(takenOver.length).toBe(Math.floor((rounds + 1) / victims.length));
  process.stdout.write(
    `kill -9: ${rounds} rounds, ${acknowledged.size} acknowledged, 0 lost, 0 doubled; read models taken over after at most ${Math.max(...takenOver)} ms\n`,
  );
});
