import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findServerBinaries } from '../../infra/embedded/findServerBinaries.ts';
import { type EmbeddedServer, launchServer } from '../../infra/embedded/launchServer.ts';
import {
  createServerFolder,
  runLedger,
  type ServerFolder,
  spawnLedger,
  startServer,
} from '../e2e/serverProcess.ts';
import { onPaper, party, registered } from '../harness/bodies.ts';

/** A PostgreSQL that somebody else runs, which is killed with SIGKILL under each command and started again. */
let server: EmbeddedServer;
let serverFolder: string;
let ledger: ServerFolder;
const vaultKey = randomBytes(32).toString('base64');

const start = async (): Promise<void> => {
  const found = findServerBinaries();
  if (!found.found) throw new Error(found.advice);
  const launched = await launchServer(join(serverFolder, 'pg'), found.binaries);
  if (!launched.ok) throw new Error(launched.advice);
  server = launched.server;
};
const kill = (): void => {
  const pid = Number(readFileSync(join(server.dataDirectory, 'postmaster.pid'), 'utf8').split('\n')[0]);
  process.kill(pid, 'SIGKILL');
};
const environment = () => ({
  LEDGER_VAULT_KEY: vaultKey,
  DATABASE_URL: `postgresql://ledger_owner@/register?host=${encodeURIComponent(server.connection.host)}`,
});
const query = async (text: string): Promise<ReadonlyArray<Record<string, unknown>>> => {
  const client = new pg.Client({ ...server.connection, database: 'register' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
};
const events = async (): Promise<number> =>
  Number((await query('select count(*) from ledger.event'))[0]?.['count']);
const until = async (holds: () => Promise<boolean>, timeoutMs: number, what: string): Promise<void> => {
  const deadline = Date.now() + timeoutMs;
  while (!(await holds().catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await sleep(20);
  }
};

beforeAll(async () => {
  serverFolder = mkdtempSync(join(tmpdir(), 'ledger-gone-'));
  await start();
  const client = new pg.Client(server.connection);
  await client.connect();
  await client.query('create database register');
  await client.end();
  ledger = createServerFolder();
  const ran = await runLedger(ledger.folder, ['doctor'], environment());
  expect(ran.code, ran.stderr).toBe(0);
}, 600_000);
// A test that failed may have left it down.
beforeEach(start, 600_000);
afterAll(async () => {
  await server.stop();
  await ledger.remove();
  rmSync(serverFolder, { recursive: true, force: true });
});

/** Runs commands side by side, kills the database once `when` holds, and answers how each ended. */
const killedUnderAll = async (
  commands: ReadonlyArray<ReadonlyArray<string>>,
  when: () => Promise<boolean>,
  limitMs = 60_000,
) => {
  const running = commands.map((args) => {
    const child = spawnLedger(ledger.folder, args, environment());
    const said = { stderr: '', stdout: '', over: false };
    child.stderr?.on('data', (chunk) => {
      said.stderr += chunk;
    });
    child.stdout?.on('data', (chunk) => {
      said.stdout += chunk;
    });
    const ended = (once(child, 'close') as Promise<[number | null]>).then(([code]) => {
      said.over = true;
      return code;
    });
    return { args, child, said, ended };
  });
  const over = (): boolean => running.every(({ said }) => said.over);
  await until(async () => over() || (await when()), 60_000, `${commands[0]?.[0]} has begun`);
  kill();
  const begun = Date.now();
  return Promise.all(
    running.map(async ({ args, child, said, ended }) => {
      const code = await Promise.race([ended, sleep(limitMs, 'HANGS' as const, { ref: false })]);
      if (code === 'HANGS') child.kill('SIGKILL');
      return { args, code, stdout: said.stdout, stderr: said.stderr, seconds: (Date.now() - begun) / 1000 };
    }),
  );
};
const killedUnder = async (args: ReadonlyArray<string>, when: () => Promise<boolean>) => {
  const [killed] = await killedUnderAll([args], when);
  if (killed === undefined) throw new Error('no command was run');
  return killed;
};
/** A sentence for a person: no stack, and no more than a few lines however long it lasted. */
const expectSentence = (stderr: string): void => {
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(stderr.trim().split('\n').length, stderr).toBeLessThanOrEqual(4);
};

const oldBook = (records: number): readonly string[] => {
  const file = join(ledger.folder, 'old.ndjson');
  const mapping = join(ledger.folder, 'mapping.json');
  writeFileSync(
    file,
    Array.from({ length: records }, (_, number) =>
      JSON.stringify({
        no: `G-${number}`,
        model: 'M57',
        serial: `DG ${10_000 + number}`,
        owner: `Owner ${number % 40}`,
        day: '2017-03-05',
      }),
    ).join('\n'),
  );
  const absent = { absent: 'UNKNOWN' };
  writeFileSync(
    mapping,
    JSON.stringify({
      register: 'GONE-BOOK',
      format: 'ndjson',
      zone: 'Europe/Podgorica',
      reference: 'no',
      personal: ['owner'],
      absence: { '': 'UNKNOWN' },
      identity: {
        type: { constant: 'PISTOL' },
        make: { constant: 'Zastava' },
        model: { column: 'model' },
        calibre: absent,
        serialRaw: { column: 'serial' },
        countryOfManufacture: absent,
        action: absent,
        bore: absent,
        ignition: absent,
        category: { constant: 'B' },
        subcategory: { constant: 'B1' },
      },
      registered: {
        effectiveAt: { column: 'day', format: 'YYYY-MM-DD' },
        responsible: { column: 'owner', kind: 'PERSON' },
        partyRole: 'HOLDER',
      },
    }),
  );
  return ['import', file, '--mapping', mapping, '--report', join(ledger.folder, 'import.ndjson')];
};

describe('when the database goes away', () => {
  test('the server keeps trying, says so once, is not ready meanwhile, and goes on where it was', {
    timeout: 600_000,
  }, async () => {
    const { child, base } = await startServer(ledger.folder, { ...environment(), LOG_LEVEL: 'info' });
    let log = '';
    child.stdout?.on('data', (chunk) => {
      log += chunk;
    });
    const authorization = `Bearer ${await ledger.token('CLK')}`;
    const record = (key: string) =>
      fetch(`${base}/v1/firearms/events`, {
        method: 'POST',
        headers: { authorization, 'idempotency-key': key, 'content-type': 'application/json' },
        body: JSON.stringify(onPaper(registered('2026-01-05', party('P', key), key))),
      });
    const ready = async (): Promise<boolean> => (await fetch(`${base}/health/ready`)).status === 200;
    expect((await record('before')).status).toBe(201);
    await until(ready, 10_000, 'ready');
    kill();
    await until(async () => !(await ready()), 10_000, 'not ready');
    const begun = Date.now();
    while (Date.now() - begun < 12_000) {
      const refused = await record('meanwhile');
      expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([
        503,
        'STORE_UNAVAILABLE',
      ]);
      expect(await ready()).toBe(false);
      await sleep(200);
    }
    await start();
    await until(ready, 30_000, 'ready again');
    const again = await record('meanwhile');
    expect(again.status).toBe(201);
    const { position } = (await again.json()) as { position: string };
    const seen = async (): Promise<boolean> => {
      const registry = await fetch(`${base}/v1/registry`, {
        headers: { authorization, 'ledger-purpose': 'LICENSING', 'ledger-min-position': position },
      });
      return ((await registry.json()) as { firearms: unknown[] }).firearms.length === 2;
    };
    await until(seen, 30_000, 'the read models go on');
    // They may be back before whoever watches the database has looked again.
    await until(
      async () => log.includes('the database answers again'),
      15_000,
      'the end of the outage is said',
    );
    const lines = log
      .split('\n')
      .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []))
      .filter(({ level }) => level >= 40);
    expect(
      lines.map(({ msg }) => msg),
      log,
    ).toEqual([
      'the database does not answer; it is tried again until it does',
      'the database answers again',
    ]);
    expect(lines[1].seconds).toBeGreaterThan(10);
    expect(lines[1].seconds).toBeLessThan(45);
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
  });

  test('an import ends with a sentence and code 69, and the same command goes on', {
    timeout: 600_000,
  }, async () => {
    const before = await events();
    const args = oldBook(6_000);
    const killed = await killedUnder(args, async () => (await events()) > before + 2000);
    expect(killed.code, killed.stderr).toBe(69);
    expect(killed.stderr).toContain('run the same command again to go on');
    expectSentence(killed.stderr);
    await start();
    const kept = await events();
    expect(kept).toBeGreaterThan(before + 2000);
    expect(kept).toBeLessThan(before + 6_000);
    const again = await runLedger(ledger.folder, [...args, '--json'], environment());
    expect(again.code, again.stderr).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({ records: 6_000, refused: 0, searchable: true });
    expect(
      (await query("select count(*) from ledger.event where type = 'LegacyRecordDigitised'"))[0],
    ).toEqual({
      count: '6000',
    });
  });

  test('a simulation does', { timeout: 600_000 }, async () => {
    const before = await events();
    const args = ['simulate', '--seed', '7', '--firearms', '300', '--until', '2026-06-01'];
    const killed = await killedUnder(args, async () => (await events()) > before + 300);
    expect(killed.code, killed.stderr).toBe(69);
    expect(killed.stderr).toContain('run the same command again to go on');
    expectSentence(killed.stderr);
    await start();
    const again = await runLedger(ledger.folder, [...args, '--json'], environment());
    expect(again.code, again.stderr).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({ firearms: 300, unintended: 0, caughtUp: true });
  });

  test('a rebuild does, and the read models that served are still there', { timeout: 600_000 }, async () => {
    const begun = async (): Promise<boolean> =>
      Number(
        (
          await query("select position from projection.checkpoint where name = 'current_registry_rebuild'")
        )[0]?.['position'] ?? 0,
      ) > 0;
    const killed = await killedUnder(['rebuild', 'current_registry'], begun);
    expect(killed.code, killed.stderr).toBe(69);
    expectSentence(killed.stderr);
    await start();
    const again = await runLedger(ledger.folder, ['rebuild', 'current_registry', '--json'], environment());
    expect(again.code, again.stderr).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject([{ name: 'current_registry', equal: true }]);
  });

  test('a change of category does', { timeout: 600_000 }, async () => {
    const act = join(ledger.folder, 'act.json');
    writeFileSync(
      act,
      JSON.stringify({
        decisionRef: { kind: 'LAW', number: '41/26', issuer: 'Parliament', date: '2025-04-20' },
        effectiveOn: '2026-05-01',
        select: { subcategories: ['B1'], models: ['M57'] },
        to: { category: 'B', subcategory: 'B5' },
        facts: {
          action: 'SEMI_AUTO',
          ignition: 'CENTREFIRE',
          barrelLengthMm: 116,
          chambers: 1,
          deviceCapacity: 8,
        },
      }),
    );
    const changed = async (): Promise<number> =>
      Number(
        (
          await query(
            "select count(*) from ledger.event where metadata like '%\"number\":\"41/26\"%' or type = 'FirearmRecategorised' and metadata like '%recategorise %'",
          )
        )[0]?.['count'],
      );
    const args = ['recategorise', act, '--confirm', '--report', join(ledger.folder, 'law.ndjson')];
    const killed = await killedUnder(args, async () => (await changed()) > 500);
    expect(killed.code, killed.stderr).toBe(69);
    expect(killed.stderr).toContain('run the same command again to go on');
    expectSentence(killed.stderr);
    await start();
    const kept = await changed();
    const again = await runLedger(ledger.folder, [...args, '--json'], environment());
    expect(again.code, again.stderr).toBe(0);
    const { outcomes } = JSON.parse(again.stdout);
    expect(outcomes.ALREADY_RECORDED).toBe(kept);
    expect(outcomes.ALREADY_RECORDED + outcomes.RECORDED).toBe(await changed());
  });

  test('commands that read end at once with a sentence, whenever it happens', {
    timeout: 600_000,
  }, async () => {
    const commands = [
      ['search', 'DG 10001'],
      ['chain', `W-${'0'.repeat(26)}`],
      ['tasks'],
      ['book', party('F', 'dealer')],
      ['policy', 'show'],
      ['doctor'],
    ];
    for (const connections of [1, 4, 12]) {
      const busy = async (): Promise<boolean> =>
        Number(
          (
            await query(
              "select count(*) from pg_stat_activity where application_name like 'firearm-ledger %'",
            )
          )[0]?.['count'],
        ) >= connections;
      for (const killed of await killedUnderAll(commands, busy, 30_000)) {
        // It may have got its answer before the kill; it must not hang, and no failure is one of the program.
        expect([0, 1, 69], `${killed.args}: ${killed.code} ${killed.stderr}`).toContain(killed.code);
        expectSentence(killed.stderr);
        if (killed.code === 69) expect(killed.stderr).toMatch(/database|PostgreSQL/);
      }
      await start();
    }
    kill();
    const gone = await Promise.all(commands.map((args) => runLedger(ledger.folder, args, environment())));
    for (const { code, stderr } of gone) {
      expect(code, stderr).toBe(69);
      expectSentence(stderr);
    }
  });

  test('a server with a database of its own starts it again', { timeout: 600_000 }, async () => {
    const own = createServerFolder();
    try {
      const { child, base } = await startServer(own.folder, { LOG_LEVEL: 'info' });
      const ready = async (): Promise<boolean> => (await fetch(`${base}/health/ready`)).status === 200;
      await until(ready, 12_000, 'ready');
      const first = own.databasePid();
      process.kill(first, 'SIGKILL');
      await until(async () => !(await ready()), 10_000, 'not ready');
      await until(ready, 60_000, 'ready again');
      expect(own.databasePid()).not.toBe(first);
      child.kill('SIGTERM');
      const [code] = await once(child, 'exit');
      expect(code).toBe(0);
    } finally {
      await own.remove();
    }
  });
});
