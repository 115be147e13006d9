import { createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import * as E from 'fp-ts/lib/Either.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SealItem, Vault } from '../../domain/ports/vault.ts';
import { ConfigError } from '../../infra/config.ts';
import { withTransaction } from '../../infra/postgres/withTransaction.ts';
import { masterKeyOf } from '../../infra/vault/masterKey.ts';
import { createPostgresVault } from '../../infra/vault/postgresVault.ts';
import { checkVaultKeys, rotateMasterKey } from '../../infra/vault/rotateMasterKey.ts';
import { clerk, item } from '../contract/vault.contract.ts';
import { right } from '../harness/right.ts';
import type { TestDatabase } from '../harness/testDatabase.ts';
import { createTestDatabase } from '../harness/testDatabase.ts';

const newMaster = () => masterKeyOf(createSecretKey(randomBytes(32)));
const master = newMaster();
let database: TestDatabase;
let vault: Vault;
beforeAll(async () => {
  database = await createTestDatabase();
  vault = createPostgresVault(database.runtime, { current: master });
});
afterAll(() => database.drop());

/** As whoever owns the machine: no trigger and no constraint stops him. */
const asSuperuser = (sql: string, values: ReadonlyArray<unknown>) =>
  withTransaction(database.owner, async (client) => {
    await client.query('set local session_replication_role = replica');
    return client.query(sql, [...values]);
  });
/** Every row of every table that the ledger keeps outside its read models, as text. */
const dump = async (): Promise<string> => {
  const { rows: tables } = await database.owner.query<{ name: string }>(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('vault', 'ledger')",
  );
  let text = '';
  for (const { name } of tables)
    text += (await database.owner.query<{ row: string }>(`select t::text as row from ${name} t`)).rows
      .map(({ row }) => `${name} ${row}`)
      .join('\n');
  return text;
};
const sealOne = async (given: SealItem): Promise<string> =>
  (await right(vault.seal([given])))[0]?.vaultRef ?? '';
const openOne = (vaultRef: string, by: Vault = vault) => by.open([vaultRef], clerk)();

test('a dump of the database holds nothing that was sealed, in no writing', async () => {
  const names = Array.from({ length: 20 }, () => `Jelisaveta-${randomUUID()}`);
  const sealed = await right(vault.seal(names.map((name) => item({ name, born: '1961-07-11' }))));
  const opened = await right(
    vault.open(
      sealed.map((each) => each.vaultRef),
      clerk,
    ),
  );
  const text = await dump();
  expect(text).toContain(sealed[0]?.vaultRef);
  expect(text).toContain('clerk-1');
  const salts = [...opened.values()].map((each) => (each.kind === 'VALUE' ? each.salt : ''));
  for (const secret of [...names, 'Jelisaveta', '1961-07-11', 'born']) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain(Buffer.from(secret).toString('hex'));
    expect(text).not.toContain(Buffer.from(secret).toString('base64').slice(0, -4));
  }
  for (const salt of salts) expect([salt.length, text.includes(salt)]).toEqual([64, false]);
  expect(text).not.toContain(master.key.export().toString('hex'));
});

describe('altered rows are a failure, never other data', () => {
  const damaged = E.left(expect.objectContaining({ kind: 'VAULT_DAMAGED' }));
  const flip = (column: string, at: string) =>
    `${column} = set_byte(${column}, ${at}, get_byte(${column}, ${at}) # 1)`;
  test.each([
    ['first byte of the value', flip('ciphertext', '0')],
    ['first byte of its tag', flip('ciphertext', '(octet_length(ciphertext) - 16)')],
    ['last byte', flip('ciphertext', '(octet_length(ciphertext) - 1)')],
    ['nonce', flip('nonce', '3')],
    ['cut to less than a tag', `ciphertext = '\\x0102'`],
    ['cut by a byte', 'ciphertext = substring(ciphertext from 2)'],
    ['emptied', 'ciphertext = null, nonce = null'],
  ])('value: %s', async (_name, change) => {
    const vaultRef = await sealOne(item('Stana'));
    await asSuperuser(`update vault.sealed set ${change} where vault_ref = $1`, [vaultRef]);
    expect(await openOne(vaultRef)).toEqual(damaged);
  });
  test.each([
    ['flipped', flip('wrapped', '5')],
    ['nonce flipped', flip('nonce', '0')],
    ['cut', `wrapped = '\\x'`],
  ])('key: %s', async (_name, change) => {
    const given = item('Stana');
    const vaultRef = await sealOne(given);
    await asSuperuser(
      `update vault.wrapped_key set ${change} where key_id = (select key_id from vault.key_register where subject_id = $1)`,
      [given.subjectId],
    );
    expect(await openOne(vaultRef)).toEqual(damaged);
    expect(await vault.seal([{ ...given, ref: 'another' }])()).toEqual(damaged);
  });
  test('key row deleted, or declared destroyed while it is there', async () => {
    const [one, other] = [item('one'), item('other')];
    const refs = [await sealOne(one), await sealOne(other)];
    await asSuperuser(
      'delete from vault.wrapped_key w using vault.key_register k where k.key_id = w.key_id and k.subject_id = $1',
      [one.subjectId],
    );
    await asSuperuser(
      "update vault.key_register set destroyed_at = now(), rule_id = 'FORGED' where subject_id = $1",
      [other.subjectId],
    );
    for (const ref of refs) expect(await openOne(ref)).toEqual(damaged);
  });
  test.each([
    ['same subject', true],
    ['two subjects', false],
  ])('two values swapped: %s', async (_name, same) => {
    const one = item('one');
    const refs = [await sealOne(one), await sealOne(item('two', same ? { subjectId: one.subjectId } : {}))];
    await asSuperuser(
      `update vault.sealed a set nonce = b.nonce, ciphertext = b.ciphertext
       from vault.sealed b where a.vault_ref = any($1) and b.vault_ref = any($1) and a.vault_ref <> b.vault_ref`,
      [refs],
    );
    for (const ref of refs) expect(await openOne(ref)).toEqual(damaged);
  });
  test('a value given to another subject, and two keys swapped', async () => {
    const [one, other, third] = [item('one'), item('other'), item('third')];
    const [moved, kept, last] = [await sealOne(one), await sealOne(other), await sealOne(third)];
    await asSuperuser('update vault.sealed set subject_id = $2 where vault_ref = $1', [
      moved,
      other.subjectId,
    ]);
    expect(await openOne(moved)).toEqual(damaged);
    await asSuperuser(
      `update vault.wrapped_key a set nonce = b.nonce, wrapped = b.wrapped
       from vault.wrapped_key b, vault.key_register ka, vault.key_register kb
       where ka.key_id = a.key_id and kb.key_id = b.key_id and a.key_id <> b.key_id
         and ka.subject_id = any($1) and kb.subject_id = any($1)`,
      [[other.subjectId, third.subjectId]],
    );
    expect(await openOne(kept)).toEqual(damaged);
    expect(await openOne(last)).toEqual(damaged);
  });
  test('another master key: named, at the start and at every use, and nothing is written under it', async () => {
    const given = item('Stana');
    const vaultRef = await sealOne(given);
    const other = { current: newMaster() };
    const stranger = createPostgresVault(database.runtime, other);
    const wrong = E.left({ kind: 'WRONG_MASTER_KEY', masterKeyId: master.id });
    expect(await openOne(vaultRef, stranger)).toEqual(wrong);
    expect(await stranger.seal([given])()).toEqual(wrong);
    await expect(checkVaultKeys(database.runtime, other)).rejects.toThrow(ConfigError);
    await expect(checkVaultKeys(database.runtime, other)).rejects.toThrow(master.id);
    await checkVaultKeys(database.runtime, { current: master });
    await checkVaultKeys(database.runtime, { current: other.current, previous: master });
  });
});

describe('after erasure', () => {
  const wrapOf = async (subjectId: string) =>
    (
      await database.owner.query<{ key_id: string; wrapped: Buffer }>(
        'select w.* from vault.wrapped_key w join vault.key_register k using (key_id) where k.subject_id = $1',
        [subjectId],
      )
    ).rows[0];

  test('key and value are gone from the tables, and the register says which key, when and why', async () => {
    const given = item('Milica');
    const vaultRef = await sealOne(given);
    const wrap = await wrapOf(given.subjectId);
    const value = await database.owner.query<{ ciphertext: Buffer }>(
      'select ciphertext from vault.sealed where vault_ref = $1',
      [vaultRef],
    );
    const secrets = [wrap?.wrapped, value.rows[0]?.ciphertext].map((each) => each?.toString('hex') ?? '');
    const before = await dump();
    for (const secret of secrets) expect(before).toContain(secret);
    expect(await right(vault.erase([given.subjectId], 'RET-30Y'))).toEqual({
      destroyedKeyIds: [wrap?.key_id],
    });
    const after = await dump();
    for (const secret of secrets) expect(after).not.toContain(secret);
    expect(await openOne(vaultRef)).toEqual(
      E.right(new Map([[vaultRef, { kind: 'ERASED', ruleId: 'RET-30Y' }]])),
    );
    const { rows } = await database.owner.query(
      'select key_id, rule_id, destroyed_at >= created_at as dated from vault.key_register where subject_id = $1',
      [given.subjectId],
    );
    expect(rows).toEqual([{ key_id: wrap?.key_id, rule_id: 'RET-30Y', dated: true }]);
  });

  test('a copy of the values from before cannot be opened: put back, they lack their key', async () => {
    const given = item('Milica');
    const vaultRef = await sealOne(given);
    await database.owner.query(
      'create table public.old_values as select * from vault.sealed where vault_ref = $1',
      [vaultRef],
    );
    await right(vault.erase([given.subjectId], 'RULE'));
    await asSuperuser(
      'update vault.sealed s set nonce = o.nonce, ciphertext = o.ciphertext from public.old_values o where s.vault_ref = o.vault_ref and s.vault_ref = $1',
      [vaultRef],
    );
    expect(await openOne(vaultRef)).toEqual(
      E.right(new Map([[vaultRef, { kind: 'ERASED', ruleId: 'RULE' }]])),
    );
    await asSuperuser(
      'update vault.key_register set destroyed_at = null, rule_id = null where subject_id = $1',
      [given.subjectId],
    );
    expect(await openOne(vaultRef)).toMatchObject({ _tag: 'Left', left: { kind: 'VAULT_DAMAGED' } });
    await asSuperuser(
      "update vault.key_register set destroyed_at = now(), rule_id = 'RULE' where subject_id = $1",
      [given.subjectId],
    );
  });

  test('a whole old copy opens under its master key, and no longer once that one is rotated and destroyed', async () => {
    const old = await createTestDatabase();
    try {
      const [first, second] = [newMaster(), newMaster()];
      const before = createPostgresVault(old.runtime, { current: first });
      const [gone, stays] = [item('Milica'), item('Marko')];
      const sealed = await right(
        before.seal([gone, stays, ...Array.from({ length: 1500 }, () => item('x'))]),
      );
      const [goneRef, staysRef] = sealed.map((each) => each.vaultRef);
      for (const table of ['key_register', 'wrapped_key', 'sealed'])
        await old.owner.query(`create table public.${table} as select * from vault.${table}`);
      await right(before.erase([gone.subjectId], 'RULE'));

      const both = { current: second, previous: first };
      expect(await right(rotateMasterKey(old.owner, both))).toEqual({ rewrapped: 1501 });
      expect(await right(rotateMasterKey(old.owner, both))).toEqual({ rewrapped: 0 });
      const after = createPostgresVault(old.runtime, { current: second });
      await checkVaultKeys(old.runtime, { current: second });
      const opened = await right(after.open([goneRef ?? '', staysRef ?? ''], clerk));
      expect([...opened.values()]).toMatchObject([{ kind: 'ERASED' }, { kind: 'VALUE', value: 'Marko' }]);
      expect(await right(after.seal([stays]))).toEqual([sealed[1]]);

      // The restored copy. Its holder needs the master key of then: that is why it must not outlive the rotation.
      await old.owner.query('drop schema vault cascade; alter schema public rename to vault');
      await old.owner.query(
        'grant usage on schema vault to ledger_runtime; grant select on all tables in schema vault to ledger_runtime',
      );
      const withOldMaster = await createPostgresVault(old.runtime, { current: first }).open(
        [goneRef ?? ''],
        clerk,
      )();
      expect(withOldMaster).toMatchObject({ _tag: 'Right' });
      expect(await after.open([goneRef ?? ''], clerk)()).toEqual(
        E.left({ kind: 'WRONG_MASTER_KEY', masterKeyId: first.id }),
      );
    } finally {
      await old.drop();
    }
  });

  test('a rotation without the key before says so and changes nothing', async () => {
    const vaultRef = await sealOne(item('Stays'));
    expect(await rotateMasterKey(database.owner, { current: newMaster() })()).toMatchObject({ _tag: 'Left' });
    expect(await openOne(vaultRef)).toMatchObject({ _tag: 'Right' });
  });
});
