import { createSecretKey, randomBytes } from 'node:crypto';
import * as E from 'fp-ts/lib/Either.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRowReader } from '../../api/import/readRow.ts';
import { createPartyIds, keyedDigest } from '../../infra/cli/partyIds.ts';
import { derivedIds } from '../../infra/system/derivedIds.ts';
import { sha256 } from '../../infra/system/system.ts';
import { ledgerSecret } from '../../infra/vault/ledgerSecret.ts';
import { masterKeyOf } from '../../infra/vault/masterKey.ts';
import { createPostgresVault } from '../../infra/vault/postgresVault.ts';
import { rotateMasterKey } from '../../infra/vault/rotateMasterKey.ts';
import { oldBook } from '../harness/oldBook.ts';
import { right } from '../harness/right.ts';
import { createTestDatabase, type TestDatabase } from '../harness/testDatabase.ts';

const newMaster = () => masterKeyOf(createSecretKey(randomBytes(32)));
const master = newMaster();
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

// That the column of the owner is personal was forgotten here on purpose.
const mapping = oldBook({
  identity: { make: { constant: 'CZ' } },
  responsible: { column: 'Owner', kind: 'PERSON' },
});
const readWith = (secret: Buffer) =>
  createRowReader(mapping, {
    recogniseMaker: () => ({ kind: 'NOT_LISTED' }),
    recogniseCalibre: () => ({ kind: 'NOT_LISTED' }),
    digest: sha256,
    keyedDigest: keyedDigest(secret),
    partyId: createPartyIds(secret),
    recordedBy: { actorId: 'import', role: 'MIG', organisationId: 'REGISTRY' },
  })({ No: '1', Serial: 'AB 1', Owner: 'Dragica Planted' });

describe('REQ-DPR-07 what an import records cannot be tried against names', () => {
  test('the secret is the same at every start and after a rotation, differs between ledgers, and is stored nowhere', async () => {
    const vault = createPostgresVault(database.runtime, { current: master });
    const secret = await right(ledgerSecret(vault, 'import', 'seal'));
    expect(secret).toHaveLength(32);
    expect(await right(ledgerSecret(vault, 'import', 'seal'))).toEqual(secret);
    expect(await right(ledgerSecret(vault, 'import', 'preview'))).toEqual(secret);
    expect(await right(ledgerSecret(vault, 'another', 'seal'))).not.toEqual(secret);
    const next = newMaster();
    await right(rotateMasterKey(database.owner, { current: next, previous: master }));
    const rotated = createPostgresVault(database.runtime, { current: next });
    expect(await right(ledgerSecret(rotated, 'import', 'seal'))).toEqual(secret);
    const { rows } = await database.owner.query<{ text: string }>(
      "select coalesce(string_agg(s::text, ''), '') || coalesce((select string_agg(w::text, '') from vault.wrapped_key w), '') as text from vault.sealed s",
    );
    expect(rows[0]?.text).not.toContain(secret.toString('hex'));
    const other = await createTestDatabase();
    try {
      const elsewhere = createPostgresVault(other.runtime, { current: master });
      expect(await right(ledgerSecret(elsewhere, 'import', 'seal'))).not.toEqual(secret);
    } finally {
      await other.drop();
    }
  });

  test('ids and digests need the secret; the name is nowhere in what is recorded, though the mapping forgot it', () => {
    const [secret, other] = [randomBytes(32), randomBytes(32)];
    const read = readWith(secret);
    if (read.kind !== 'READ') throw new Error(read.detail);
    const text = JSON.stringify(read.request);
    expect(text).not.toContain('Planted');
    const row = JSON.stringify({ No: '1', Serial: 'AB 1', Owner: 'Dragica Planted' });
    expect(text).not.toContain(sha256(row));
    expect(text).not.toContain(derivedIds.subjectId('P', 'party OLD-BOOK', 'Dragica Planted'));
    expect(readWith(secret)).toEqual(read);
    const ids = createPartyIds(secret);
    expect(text).toContain(ids('OLD-BOOK', 'PERSON', 'Dragica Planted'));
    expect(ids('OLD-BOOK', 'PERSON', 'Dragica Planted')).toMatch(/^P-[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
    expect(createPartyIds(other)('OLD-BOOK', 'PERSON', 'Dragica Planted')).not.toBe(
      ids('OLD-BOOK', 'PERSON', 'Dragica Planted'),
    );
    expect(JSON.stringify(readWith(other))).not.toBe(JSON.stringify(read));
  });

  test('a vault that cannot be used gives no secret', async () => {
    const stranger = createPostgresVault(database.runtime, { current: newMaster() });
    expect(E.isLeft(await ledgerSecret(stranger, 'import', 'seal')())).toBe(true);
  });
});
