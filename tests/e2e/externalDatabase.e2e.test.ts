import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findServerBinaries } from '../../infra/embedded/findServerBinaries.ts';
import { type EmbeddedServer, launchServer } from '../../infra/embedded/launchServer.ts';
import { readGuarantees } from '../../infra/postgres/guarantees.ts';
import { projections } from '../../projections/catalogue.ts';
import { onPaper, party, registered, transferred } from '../harness/bodies.ts';
import {
  createServerFolder,
  runLedger,
  type ServerFolder,
  spawnLedger,
  startServer,
} from './serverProcess.ts';

/** A server that somebody else runs: passwords are asked for, and the ledger gets two logins without other rights. */
let server: EmbeddedServer;
let administrator: pg.Pool;
let serverFolder: string;
let ledger: ServerFolder;
const secret = 'correct-horse-battery';

/** The form with a socket folder is the one of PostgreSQL's manual. */
const url = (user: string, database: string, password = secret): string =>
  `postgresql://${user}:${password}@/${database}?host=${encodeURIComponent(server.connection.host)}`;
const sql = (text: string): Promise<unknown> => administrator.query(text);
const vaultKey = { LEDGER_VAULT_KEY: randomBytes(32).toString('base64') };
const doctor = (environment: Readonly<Record<string, string>>) =>
  runLedger(ledger.folder, ['doctor', '--json'], { ...vaultKey, ...environment });

beforeAll(async () => {
  const found = findServerBinaries();
  if (!found.found) throw new Error(found.advice);
  serverFolder = mkdtempSync(join(tmpdir(), 'ledger-external-'));
  const launched = await launchServer(join(serverFolder, 'pg'), found.binaries);
  if (!launched.ok) throw new Error(launched.advice);
  server = launched.server;
  administrator = new pg.Pool({ ...server.connection, max: 1 });
  writeFileSync(
    join(server.dataDirectory, 'pg_hba.conf'),
    'local all ledger_owner trust\nlocal all all scram-sha-256\n',
  );
  await sql('select pg_reload_conf()');
  await sql(`create role register_owner login createrole password '${secret}'`);
  await sql(`create role register_app login password '${secret}'`);
  await sql('create database register owner register_owner');
  ledger = createServerFolder();
});
afterAll(async () => {
  await administrator.end();
  await server.stop();
  await ledger.remove();
  rmSync(serverFolder, { recursive: true, force: true });
});

/** Refused with exit code 69 and one paragraph: no stack, no password. */
const refusedWith = async (
  environment: Readonly<Record<string, string>>,
  ...parts: ReadonlyArray<string | RegExp>
): Promise<string> => {
  const ran = await doctor(environment);
  expect([ran.code, ran.stdout], ran.stderr).toEqual([69, '']);
  expect(ran.stderr.trim().split('\n'), ran.stderr).toHaveLength(1);
  expect(ran.stderr).not.toContain(secret);
  for (const part of parts) expect(ran.stderr).toMatch(part);
  return ran.stderr;
};

test('one login that is owner and serves takes on the run-time role that it made', async () => {
  // From PostgreSQL 16 on, making a role gives the right to administer it, not the right to take it on.
  await sql('create database single owner register_owner');
  const ran = await doctor({ DATABASE_URL: url('register_owner', 'single') });
  expect(ran.code, ran.stderr).toBe(0);
  expect(JSON.parse(ran.stdout)).toMatchObject({ faults: [] });
});

describe('a clock that differs from the database’s', () => {
  /** Options of Node under which a process has another time. */
  const shifted = (seconds: number) => ({
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(
      `const D=Date,by=${seconds * 1000};globalThis.Date=class extends D{constructor(...a){a.length===0?super(D.now()+by):super(...a)}static now(){return D.now()+by}}`,
    )}`,
  });
  const environment = () => ({ DATABASE_URL: url('register_owner', 'clocks') });
  beforeAll(() => sql('create database clocks owner register_owner'));

  test.each([
    [14 * 365 * 86_400, /is 4415\d{5} s ahead of the database's/],
    [-90, /is (89|90|91) s behind the database's/],
  ])('nothing starts by %s seconds, and nothing is dated by it', async (seconds, said) => {
    await refusedWith({ ...environment(), ...shifted(seconds) }, said, /Set both clocks/);
    const right = await doctor(environment());
    expect(right.code, right.stderr).toBe(0);
    expect(JSON.parse(right.stdout)).toMatchObject({ faults: [] });
  });
  test('half a minute is borne', async () => {
    const ran = await doctor({ ...environment(), ...shifted(30) });
    expect(ran.code, ran.stderr).toBe(0);
  });
  test('that goes wrong while a server runs makes it not ready', async () => {
    const owner = new pg.Pool({ connectionString: url('register_owner', 'clocks'), max: 1 });
    const faultsAt = async (ms: number) => (await readGuarantees(owner, () => Date.now() + ms)).faults;
    expect(await faultsAt(0)).toEqual([]);
    expect(await faultsAt(-3_600_000)).toEqual([expect.stringMatching(/3600 s behind the database's/)]);
    await owner.end();
  });
});

describe('a login without rights is told what to do', () => {
  test('the run-time login alone cannot make the structure', async () => {
    await refusedWith({ DATABASE_URL: url('register_app', 'register') }, /DATABASE_OWNER_URL/, /createrole/);
  });
  test('a run-time login that is not a member of ledger_runtime; the statement in the message is the remedy', async () => {
    const environment = {
      DATABASE_URL: url('register_app', 'register'),
      DATABASE_OWNER_URL: url('register_owner', 'register'),
    };
    const message = await refusedWith(environment, /DATABASE_URL logs in .* as "register_app"/);
    const remedy = /grant ledger_runtime to "register_app";/.exec(message)?.[0];
    const owner = new pg.Client({ connectionString: url('register_owner', 'register') });
    await owner.connect();
    await owner.query(remedy ?? 'no remedy was named');
    await owner.end();
    const ran = await doctor(environment);
    expect(ran.code, ran.stderr).toBe(0);
    expect(JSON.parse(ran.stdout)).toMatchObject({ faults: [], head: '0' });
    expect(ran.stdout).not.toContain(secret);
  });
  test('an owner who may not give the run-time role on', async () => {
    await sql(`create role other_owner login password '${secret}'`);
    await sql('create database other owner other_owner');
    const environment = { DATABASE_URL: url('other_owner', 'other') };
    await refusedWith(environment, /as "other_owner"/, /grant ledger_runtime to OWNER with admin option/);
    await sql('grant ledger_runtime to other_owner with admin option');
    const ran = await doctor(environment);
    expect(ran.code, ran.stderr).toBe(0);
  });
  test('a wrong password, a missing database, a server that is not there', async () => {
    await refusedWith({ DATABASE_URL: url('register_app', 'register', 'guessed') }, /password/);
    await refusedWith({ DATABASE_URL: url('register_app', 'nowhere') }, /create database "nowhere"/);
    await refusedWith(
      { DATABASE_URL: `postgresql://a:${secret}@/b?host=${serverFolder}/nowhere` },
      /No PostgreSQL answers/,
    );
    await refusedWith({ DATABASE_URL: `postgresql://a:${secret}@127.0.0.1:1/b` }, /127\.0\.0\.1:1/);
  });
  test('no key for the vault: which setting is missing', async () => {
    const ran = await doctor({ DATABASE_URL: url('register_owner', 'register'), LEDGER_VAULT_KEY: '' });
    expect([ran.code, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toMatch(/LEDGER_VAULT_KEY_FILE/);
  });
  test('what records, reads or erases personal data does not start without the key of the vault', async () => {
    const environment = {
      DATABASE_URL: url('register_owner', 'register'),
      LEDGER_VAULT_KEY: '',
      LEDGER_VAULT_KEY_FILE: '',
    };
    for (const command of [
      ['serve', '--port', '0'],
      ['import', 'old.csv', '--mapping', 'old.json'],
      ['search', 'C-1'],
      ['keys', 'vault', 'rotate'],
    ]) {
      const ran = await runLedger(ledger.folder, command, environment);
      expect([ran.code, ran.stdout], command.join(' ')).toEqual([2, '']);
      expect(ran.stderr).toMatch(/LEDGER_VAULT_KEY_FILE .* is required/);
    }
  });
  test('a URL that cannot be read is named, not shown', async () => {
    const ran = await doctor({ DATABASE_URL: `postgresql://a:${secret}#@h/b` });
    expect([ran.code, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toMatch(/DATABASE_URL cannot be read/);
    expect(ran.stderr).not.toContain(secret);
  });
});

test('serve with an owner and a run-time login: ready, records, reads, and the run-time login can change nothing', async () => {
  await sql('grant ledger_runtime to register_app');
  const environment = {
    ...vaultKey,
    DATABASE_URL: url('register_app', 'register'),
    DATABASE_OWNER_URL: url('register_owner', 'register'),
  };
  const { child, base } = await startServer(ledger.folder, environment);
  const ended = once(child, 'exit');
  try {
    const call = async (role: 'CLK' | 'POL', path: string, more: RequestInit = {}, headers = {}) => {
      const answer = await fetch(`${base}${path}`, {
        ...more,
        headers: {
          authorization: `Bearer ${await ledger.token(role)}`,
          'content-type': 'application/json',
          ...headers,
        },
      });
      return { status: answer.status, headers: answer.headers, body: await answer.json() };
    };
    const post = (path: string, key: string, body: unknown) =>
      call('CLK', path, { method: 'POST', body: JSON.stringify(body) }, { 'idempotency-key': key });
    const owner = party('P', 'owner');
    const buyer = party('P', 'buyer');
    const first = await post(
      '/v1/firearms/events',
      'first',
      onPaper(registered('2026-01-05', owner, 'EX 1')),
    );
    expect(first.status, JSON.stringify(first.body)).toBe(201);
    const { firearmId } = first.body as { firearmId: string };
    const second = await post(`/v1/firearms/${firearmId}/events`, 'second', {
      ...transferred('2026-02-05', owner, buyer, 'PERSON_TO_PERSON', 'UNKNOWN'),
      source: { kind: 'PAPER', ref: 'FILE/1' },
    });
    expect(second.status).toBe(201);
    expect(
      await post('/v1/firearms/events', 'first', onPaper(registered('2026-01-05', owner, 'EX 1'))),
    ).toMatchObject({ status: 201, body: { firearmId } });
    const purpose = { 'ledger-purpose': 'INVESTIGATION' };
    const minimum = { ...purpose, 'ledger-min-position': second.headers.get('ledger-position') ?? '' };
    expect(await call('POL', `/v1/firearms/${firearmId}`, {}, purpose)).toMatchObject({
      status: 200,
      body: { custody: 'HLD', holder: { party: buyer } },
    });
    expect(await call('POL', `/v1/parties/${buyer}/holdings`, {}, minimum)).toMatchObject({
      status: 200,
      body: { holdings: [{ firearmId }] },
    });
    expect(await call('POL', '/health/ready')).toMatchObject({
      status: 200,
      body: { ready: true, faults: [], head: '2', readModels: projections.map(() => ({})) },
    });

    const { rows } = await administrator.query<{ usename: string }>(
      "select distinct usename from pg_stat_activity where application_name like 'firearm-ledger %'",
    );
    expect(rows).toContainEqual({ usename: 'register_app' });
    const app = new pg.Client({ connectionString: url('register_app', 'register') });
    await app.connect();
    for (const text of [
      "update ledger.event set payload = '{}'",
      'delete from ledger.event',
      'truncate ledger.access',
      'create table ledger.own ()',
      'alter table ledger.event disable trigger all',
    ])
      await expect(app.query(text), text).rejects.toMatchObject({ code: '42501' });
    await app.end();

    const checked = await doctor(environment);
    expect(checked.code, checked.stderr).toBe(0);
    expect(JSON.parse(checked.stdout)).toMatchObject({ head: '2', faults: [] });
    const chain = await runLedger(ledger.folder, ['chain', firearmId, '--json'], environment);
    expect(JSON.parse(chain.stdout).intervals).toHaveLength(2);
    const rebuilt = await runLedger(ledger.folder, ['rebuild', '--json'], environment);
    expect(rebuilt.code, rebuilt.stderr).toBe(0);
    expect(JSON.parse(rebuilt.stdout)).toMatchObject(projections.map(() => ({ equal: true })));
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
  // Nothing of its own was started: no embedded database beside the configured one.
  expect((await doctor(environment)).stdout).toContain('register');
});

test('whoever follows, signs and verifies the log need not be able to open personal data', async () => {
  await sql('grant ledger_runtime to register_app');
  // No key of the vault is given, nor read where it is named.
  const keyless = {
    LEDGER_VAULT_KEY: '',
    LEDGER_VAULT_KEY_FILE: '/nowhere/vault.key',
    DATABASE_URL: url('register_app', 'register'),
    DATABASE_OWNER_URL: url('register_owner', 'register'),
  };
  const logKey = join(serverFolder, 'log.key');
  const signing = { ...keyless, LEDGER_LOG_KEY_FILE: logKey };
  const made = await runLedger(ledger.folder, ['keys', 'log', 'create'], signing);
  expect(made.code, made.stderr).toBe(0);
  const worker = spawnLedger(ledger.folder, ['work'], signing);
  const stopped = once(worker, 'close');
  try {
    const signed = async () =>
      (await runLedger(ledger.folder, ['keys', 'log', 'show', '--json'], keyless)).stdout;
    await vi.waitFor(async () => expect(JSON.parse(await signed()).signedSize).toBe(2), {
      timeout: 30_000,
      interval: 200,
    });
  } finally {
    worker.kill('SIGTERM');
    expect((await stopped)[0]).toBe(0);
  }
  for (const command of [
    ['verify', '--json'],
    ['rebuild', '--json'],
    ['export-log', '--out', join(serverFolder, 'whole.log')],
  ]) {
    const ran = await runLedger(ledger.folder, command, keyless);
    expect(ran.code, `${command.join(' ')}: ${ran.stderr}`).toBe(0);
  }
}, 600_000);
