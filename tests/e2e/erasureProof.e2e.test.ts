import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role } from '../../domain/event/envelope.ts';
import { findServerBinaries } from '../../infra/embedded/findServerBinaries.ts';
import { launchServer } from '../../infra/embedded/launchServer.ts';
import { openEvaluationIssuer } from '../../infra/identity/evaluationIssuer.ts';
import { createPool, withDatabase } from '../../infra/postgres/pool.ts';
import { createPostgresVault } from '../../infra/vault/postgresVault.ts';
import { openVaultKeys } from '../../infra/vault/vaultKeys.ts';
import { clerk } from '../contract/vault.contract.ts';
import { body, registered } from '../harness/bodies.ts';
import { filesHolding, writingsOf } from '../harness/writings.ts';
import { createServerFolder, runLedger, type ServerFolder, startServer } from './serverProcess.ts';

/** In every planted text, and nowhere else in the world. */
const marker = `Zq${randomBytes(8).toString('hex')}`;
let planted = 0;
const plant = (): string => {
  planted += 1;
  return `${marker}-${planted}`;
};
/** Letters beside it that JSON, search keys and collations treat in their own ways. */
const plantName = (): string => `Žüß Ђ "${plant()}"`;
const birthDate = '1931-07-19';
/** All forms in which the planted texts could lie anywhere. */
const clear: ReadonlyMap<string, Buffer> = new Map([
  ...writingsOf(marker),
  ...[...writingsOf(birthDate)].map(([form, bytes]) => [`birth ${form}`, bytes] as const),
]);
const heldBy = (bytes: Buffer): ReadonlyArray<string> =>
  [...clear].filter(([, needle]) => bytes.includes(needle)).map(([form]) => form);

let server: ServerFolder;
let backup: string;
let output = '';
let running: { readonly child: ChildProcess; readonly base: string } | undefined;
beforeAll(() => {
  server = createServerFolder();
  backup = mkdtempSync(join(tmpdir(), 'ledger-backup-'));
});
afterAll(async () => {
  running?.child.kill('SIGTERM');
  await server.remove();
  rmSync(backup, { recursive: true, force: true });
});

const start = async (): Promise<void> => {
  running = await startServer(server.folder, { LOG_LEVEL: 'debug' }, (chunk) => {
    output += chunk;
  });
};
const stop = async (): Promise<void> => {
  const child = running?.child;
  running = undefined;
  if (child === undefined) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
};

let keys = 0;
let position = '0';
const call = async (
  method: 'GET' | 'POST',
  path: string,
  role: Role,
  actorId: string,
  payload?: object,
  more: Record<string, string> = {},
) => {
  keys += 1;
  const issuer = await openEvaluationIssuer(server.folder, 'firearm-ledger');
  const organisationId = 'REGISTRY';
  const answer = await fetch(`${running?.base}/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await issuer.issue({ role, actorId, organisationId }, 3600)}`,
      ...(method === 'GET'
        ? { 'ledger-purpose': 'DATA_PROTECTION', 'ledger-min-position': position }
        : { 'idempotency-key': `proof-${keys}` }),
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...more,
    },
    ...(payload === undefined ? {} : { body: JSON.stringify(payload) }),
  });
  const text = await answer.text();
  position = answer.headers.get('ledger-position') ?? position;
  return { status: answer.status, text, json: () => JSON.parse(text) };
};
const record = async (role: Role, path: string, report: object) => {
  const answer = await call('POST', path, role, `${role}-1`, report);
  expect(answer.status, answer.text).toBe(201);
  const told = answer.json();
  if (told.position !== undefined) position = String(told.position);
  return told;
};
const paper = { source: { kind: 'PAPER', ref: 'BOOK 7' } };

/** A person in every place where a person can be told of; answers the ids. */
const tellOf = async (serial: string) => {
  const { partyId, events } = await record('CLK', '/parties/events', {
    ...body('PartyRegistered', '1990-01-01', {
      kind: 'NATURAL_PERSON',
      capacities: ['HOLDER'],
      validFrom: '1989-01-01',
      details: {
        name: plantName(),
        birthDate,
        birthPlace: plant(),
        nationality: 'ME',
        address: { street: plant(), locality: plant(), country: 'ME' },
        contact: { email: `${plant()}@example.org`, telephone: plant() },
        documentNumber: plant(),
        residenceState: 'ME',
      },
    }),
    ...paper,
  });
  await record('CLK', `/parties/${partyId}/events`, {
    ...body('PartyDetailsChanged', '1990-01-02', {
      validFrom: '1990-01-02',
      cause: 'CHANGED',
      details: { address: { street: plantName(), locality: plant(), country: 'ME' } },
    }),
    ...paper,
  });
  const stored = (await call('GET', `/parties/${partyId}/events`, 'DPO', 'dpo-1')).json().events[0];
  await record('CLK', `/parties/${partyId}/events`, {
    ...body('RecordCorrected', '1990-01-03', {
      targetEventId: events[0].eventId,
      changes: [
        { path: '/payload/details/name', recordedValue: stored.payload.details.name, correctValue: plant() },
      ],
      reason: 'CLERICAL_ERROR',
    }),
  });
  const { authorisationId } = await record('CLK', '/authorisations/events', {
    ...body('AuthorisationApplied', '1990-01-04', {
      applicantId: partyId,
      kind: 'PERMIT',
      categories: ['B'],
      purpose: plantName(),
    }),
    ...paper,
  });
  await record('CLK', `/authorisations/${authorisationId}/events`, {
    ...body('AuthorisationRefused', '1990-01-05', { ground: 'OTHER' }),
    ...paper,
  });
  const { firearmId } = await record('CLK', '/firearms/events', {
    ...registered('1990-02-01', partyId, serial),
    ...paper,
  });
  const trace = {
    caseRef: 'KU-7/91',
    requester: { country: 'RS', authority: 'MUP', scope: 'FOREIGN' },
    marksSeen: [],
    recovery: { date: '1991-03-01', place: { country: 'RS' } },
    useRestriction: { kind: 'NONE' },
    firearmId,
    circumstances: plantName(),
  };
  const { traceId } = await record('FFP', '/traces/events', {
    ...body('TraceRequestReceived', '1991-03-01', trace),
    ...paper,
  });
  return { partyId, authorisationId, firearmId, traceId };
};
const destroy = async (firearmId: string): Promise<void> => {
  await record(
    'CLK',
    `/firearms/${firearmId}/events`,
    body('FirearmSurrendered', '1990-12-01', { by: 'ANONYMOUS', byPartyId: undefined }),
  );
  await record('JUD', `/firearms/${firearmId}/events`, body('FirearmForfeited', '1990-12-02'));
  await record('CLK', `/firearms/${firearmId}/events`, body('FirearmDestroyed', '1990-12-20'));
};

/** Works on the database of a folder while no ledger runs. */
const onDatabase = async <T>(folder: string, work: (pool: pg.Pool) => Promise<T>): Promise<T> => {
  const found = findServerBinaries();
  if (!found.found) throw new Error(found.advice);
  const launched = await launchServer(join(folder, 'pg'), found.binaries);
  if (!launched.ok) throw new Error(launched.advice);
  const pool = createPool(withDatabase({ socket: launched.server.connection }, 'ledger'), {
    role: 'owner',
    max: 2,
    statementTimeoutMs: 0,
  });
  try {
    return await work(pool);
  } finally {
    await pool.end();
    await launched.server.stop();
  }
};
/** Every row of every table as text, as pg_dump writes it; what is compressed in the files stands in it as it is. */
const dump = async (pool: pg.Pool): Promise<string> => {
  const { rows: tables } = await pool.query<{ name: string }>(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
  );
  let text = '';
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from ${name} t`);
    text += rows.map(({ row }) => `${name} ${row}\n`).join('');
  }
  return text;
};
type KeyMaterial = {
  readonly wrapped: Buffer;
  readonly values: ReadonlyArray<Buffer>;
  readonly refs: ReadonlyArray<string>;
};
const keyMaterialOf = async (pool: pg.Pool, subjectId: string): Promise<KeyMaterial> => {
  const wrapped = await pool.query<{ wrapped: Buffer }>(
    'select wrapped from vault.wrapped_key join vault.key_register using (key_id) where subject_id = $1',
    [subjectId],
  );
  const values = await pool.query<{ vault_ref: string; ciphertext: Buffer }>(
    'select vault_ref, ciphertext from vault.sealed where subject_id = $1',
    [subjectId],
  );
  return {
    wrapped: wrapped.rows[0]?.wrapped ?? Buffer.alloc(0),
    values: values.rows.map(({ ciphertext }) => ciphertext),
    refs: values.rows.map(({ vault_ref }) => vault_ref),
  };
};
/** What the search looks for, as a careless program would have left it. */
const plantInClear = async (folder: string): Promise<void> => {
  await onDatabase(folder, async (pool) => {
    await pool.query('create table public.careless (name text, document jsonb)');
    await pool.query('insert into public.careless values ($1, $2)', [marker, { birth: birthDate }]);
    await pool.query('checkpoint');
    expect(heldBy(Buffer.from(await dump(pool)))).not.toEqual([]);
  });
  writeFileSync(
    join(folder, 'server.log'),
    `{"level":"debug","url":"/v1/parties?name=${marker.toLowerCase()}"}\n`,
  );
};
const openWith = async (folder: string, keyFolder: string, refs: ReadonlyArray<string>) =>
  onDatabase(folder, (pool) => {
    const keyring = openVaultKeys(
      { vault: { current: undefined, previous: undefined }, dataDirectory: keyFolder },
      true,
    );
    return createPostgresVault(pool, keyring).open(refs, clerk)();
  });

test('REQ-REC-11, REQ-DPR-07 after an erasure by two persons nothing of a person is found anywhere, and a backup says nothing under the keys that remain', async () => {
  await start();
  const gone = await tellOf('PROOF 1');
  const kept = await tellOf('PROOF 2');
  await destroy(gone.firearmId);
  // Read by people, refused by mistake, looked for: whatever is said of it, no file of the server repeats it.
  const shown = await call('GET', `/parties/${gone.partyId}/details`, 'DPO', 'dpo-1');
  expect(shown.text).toContain(marker);
  const wrong = await call('POST', '/parties/events', 'CLK', 'CLK-1', {
    ...body('PartyRegistered', '1990-01-01', { details: { [plant()]: plant(), name: { no: plant() } } }),
  });
  expect(wrong.status).toBe(400);

  await stop();
  cpSync(server.folder, backup, { recursive: true });
  const [before, traced] = await onDatabase(server.folder, async (pool) => [
    await keyMaterialOf(pool, gone.partyId),
    await keyMaterialOf(pool, gone.traceId),
  ]);
  expect([traced.wrapped.length > 60, traced.values.length]).toEqual([true, 1]);
  const secrets = [before, traced].flatMap(({ wrapped, values }) => [wrapped, ...values]);
  expect(before.wrapped.length).toBeGreaterThan(60);
  expect(before.values.length).toBeGreaterThan(8);
  // The search can find: the wrapped key is in the files before.
  expect(filesHolding(join(server.folder, 'pg', 'base'), [before.wrapped])).not.toEqual([]);

  await start();
  const proposed = await call('POST', '/retention/runs', 'DPO', 'dpo-1', {});
  expect(proposed.status, proposed.text).toBe(201);
  const { runId } = proposed.json();
  const alone = await call('POST', `/retention/runs/${runId}/approval`, 'DPO', 'dpo-1');
  expect(alone.json().code).toBe('SECOND_PERSON_REQUIRED');
  const approved = await call('POST', `/retention/runs/${runId}/approval`, 'DPO', 'dpo-2');
  expect(approved.status, approved.text).toBe(200);
  expect(approved.json()).toMatchObject({
    status: 'COMPLETED',
    erased: [{ partyId: gone.partyId, ruleId: 'REQ-REC-11', firearmIds: [gone.firearmId] }],
    erasedTraces: [{ traceId: gone.traceId, ruleId: 'REQ-REC-11', firearmIds: [gone.firearmId] }],
  });
  const details = (await call('GET', `/parties/${gone.partyId}/details`, 'DPO', 'dpo-1')).json().details;
  expect(details.name).toMatchObject({ status: 'ERASED', ruleId: 'REQ-REC-11' });
  const chain = await call(
    'GET',
    `/firearms/${gone.firearmId}/chain/holders?validAt=1990-06-01`,
    'DPO',
    'dpo-1',
  );
  expect(chain.json().intervals[0]).toMatchObject({
    party: gone.partyId,
    details: { name: { status: 'ERASED', ruleId: 'REQ-REC-11' } },
  });
  expect((await call('GET', `/parties/${kept.partyId}/details`, 'DPO', 'dpo-1')).text).toContain(marker);
  await stop();

  const rotated = await runLedger(server.folder, ['keys', 'vault', 'rotate', '--json']);
  expect(rotated.code, rotated.stderr).toBe(0);
  const inventory = await runLedger(server.folder, ['keys', 'vault', 'show', '--json']);
  expect(JSON.parse(inventory.stdout)).toMatchObject({
    masterKey: JSON.parse(rotated.stdout).masterKey,
    previousMasterKey: null,
    wrapped: [{ masterKeyId: JSON.parse(rotated.stdout).masterKey }],
    destroyed: [{ ruleId: 'REQ-REC-11', keys: 2 }],
    valuesWithoutKey: 0,
  });
  expect(existsSync(join(server.folder, 'vault.previous.key'))).toBe(false);

  const text = await onDatabase(server.folder, async (pool) => {
    for (const statement of ['vacuum full', 'checkpoint', 'select pg_switch_wal()', 'checkpoint'])
      await pool.query(statement);
    return dump(pool);
  });
  expect(text).toContain(gone.partyId);
  expect(heldBy(Buffer.from(text))).toEqual([]);
  for (const secret of secrets) expect(text).not.toContain(secret.toString('hex'));
  // Everything that the ledger ever wrote, WAL included, of which a recycled segment keeps its bytes until it is used again.
  expect(filesHolding(server.folder, clear)).toEqual([]);
  expect(filesHolding(backup, clear)).toEqual([]);
  expect(output).toContain('Server listening');
  expect(heldBy(Buffer.from(output))).toEqual([]);
  const left = filesHolding(server.folder, secrets);
  expect(left.filter((file) => !file.startsWith(join('pg', 'pg_wal')))).toEqual([]);

  // The backup, restored beside the keys that remain: closed. Beside the key of its time it opens: that is why that key goes.
  expect(await openWith(backup, server.folder, before.refs)).toMatchObject(
    E.left({ kind: 'WRONG_MASTER_KEY' }),
  );
  expect(await openWith(backup, server.folder, traced.refs)).toMatchObject(
    E.left({ kind: 'WRONG_MASTER_KEY' }),
  );
  const withOldKey = await openWith(backup, backup, before.refs.slice(0, 1));
  expect(E.isRight(withOldKey) && JSON.stringify([...withOldKey.right])).toContain('VALUE');
  rmSync(join(backup, 'vault.key'));
  cpSync(join(server.folder, 'vault.key'), join(backup, 'vault.key'));
  const refused = await runLedger(backup, ['doctor']);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('wrapped under master key')]);

  // The search can fail: the same texts in clear, in a row, in the log of the database and in a file, are found.
  await plantInClear(backup);
  const found = filesHolding(backup, clear);
  expect(found.filter((file) => file.startsWith(join('pg', 'base')))).not.toEqual([]);
  expect(found.filter((file) => file.startsWith(join('pg', 'pg_wal')))).not.toEqual([]);
  expect(found).toContain('server.log');
  const folder = join(backup, 'forms');
  mkdirSync(folder);
  for (const [form, bytes] of clear) {
    writeFileSync(join(folder, 'one'), Buffer.concat([Buffer.from('\0x'), bytes, Buffer.from('y')]));
    expect(filesHolding(folder, new Map([[form, bytes]])), form).toEqual(['one']);
  }
}, 600_000);
