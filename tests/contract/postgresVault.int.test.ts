import { createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import * as E from 'fp-ts/lib/Either.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Vault } from '../../domain/ports/vault.ts';
import { masterKeyOf } from '../../infra/vault/masterKey.ts';
import { createPostgresVault } from '../../infra/vault/postgresVault.ts';
import { eraseSubjects, lockSubjects } from '../../infra/vault/vaultStatements.ts';
import { right } from '../harness/right.ts';
import type { TestDatabase } from '../harness/testDatabase.ts';
import { createTestDatabase } from '../harness/testDatabase.ts';
import { clerk, item, vaultContract } from './vault.contract.ts';

const keyring = { current: masterKeyOf(createSecretKey(randomBytes(32))) };
let database: TestDatabase;
let vault: Vault;
beforeAll(async () => {
  database = await createTestDatabase();
  vault = createPostgresVault(database.runtime, keyring);
});
afterAll(() => database.drop());

vaultContract('PostgreSQL', async () => ({
  vault,
  accesses: async (subject) =>
    (
      await database.owner.query<{ purpose: string; operation: string }>(
        'select purpose, operation from ledger.access where subject = $1',
        [subject],
      )
    ).rows,
}));

test('sealing takes two round trips and opening one, for any number of values', async () => {
  let sent = 0;
  const counted = new Proxy(database.runtime, {
    get: (target, name) => {
      if (name !== 'query') return Reflect.get(target, name);
      return (...given: [never]) => {
        sent += 1;
        return target.query(...given);
      };
    },
  });
  const counting = createPostgresVault(counted, keyring);
  const sealed = await right(counting.seal(Array.from({ length: 100 }, (_, index) => item(index))));
  expect(sent).toBe(2);
  await right(
    counting.open(
      sealed.map((each) => each.vaultRef),
      clerk,
    ),
  );
  expect(sent).toBe(3);
});

const valuesLeft = async (subjectId: string): Promise<number | undefined> =>
  (
    await database.owner.query<{ left: number }>(
      'select count(*)::int as left from vault.sealed where subject_id = $1 and ciphertext is not null',
      [subjectId],
    )
  ).rows[0]?.left;

test('erasing while others seal: sealed values are emptied with the key, late ones are refused, nothing hangs', async () => {
  const given = item('racing');
  await right(vault.seal([given]));
  const attempts = await Promise.all([
    ...Array.from({ length: 6 }, () => vault.seal([{ ...given, ref: randomUUID() }])()),
    vault.erase([given.subjectId], 'RULE')(),
    ...Array.from({ length: 6 }, () => vault.seal([{ ...given, ref: randomUUID() }])()),
  ]);
  for (const attempt of attempts)
    if (E.isLeft(attempt)) expect(attempt.left).toMatchObject({ kind: 'SUBJECT_ERASED' });
  expect(await valuesLeft(given.subjectId)).toBe(0);
});

test('a value that arrives while its subject is being erased waits, and is then refused and not kept', async () => {
  const given = item('too late');
  await right(vault.seal([given]));
  const eraser = await database.runtime.connect();
  try {
    await eraser.query('begin');
    await eraser.query(lockSubjects, [[given.subjectId]]);
    await eraser.query(eraseSubjects, [[given.subjectId], 'RULE']);
    const late = vault.seal([{ ...given, ref: randomUUID() }])();
    const waiting = async (): Promise<boolean> =>
      (
        await database.owner.query(
          "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        )
      ).rowCount === 1;
    while (!(await waiting())) await sleep(5);
    await eraser.query('commit');
    expect(await late).toEqual(E.left({ kind: 'SUBJECT_ERASED', subjectId: given.subjectId }));
  } finally {
    eraser.release();
  }
  expect(await valuesLeft(given.subjectId)).toBe(0);
});

describe('the run-time role', () => {
  test.each([
    ['update vault.wrapped_key set wrapped = nonce', 'rewriting a key'],
    ['update vault.sealed set subject_id = vault_ref', 'moving a value'],
    ['delete from vault.sealed', 'deleting values'],
    ['delete from vault.key_register', 'deleting from the register'],
    ['update vault.key_register set subject_id = key_id', 'moving a key'],
    ['truncate vault.wrapped_key', 'truncating'],
    ['alter table vault.sealed disable trigger all', 'disabling the triggers'],
    [`update vault.sealed set nonce = '\\x000000000000000000000000', ciphertext = '\\x00'`, 'overwriting'],
    ['update vault.key_register set destroyed_at = null, rule_id = null', 'bringing back a key'],
  ])('%s is refused (%s)', async (sql) => {
    const gone = item('to erase');
    await right(vault.seal([item('there'), gone]));
    await right(vault.erase([gone.subjectId], 'RULE'));
    await expect(database.runtime.query(sql)).rejects.toMatchObject({ code: '42501' });
  });
});

test('an unreachable database is a failure of the port', async () => {
  const broken = createPostgresVault(
    new Proxy(database.runtime, {
      get: (target, name) =>
        name === 'query' ? () => Promise.reject(new Error('connection lost')) : Reflect.get(target, name),
    }),
    keyring,
  );
  const failure = E.left({ kind: 'VAULT_UNAVAILABLE', reason: 'connection lost' });
  expect(await broken.seal([item('x')])()).toEqual(failure);
  expect(await broken.open(['V-x'], clerk)()).toEqual(failure);
});
