import { expect, test } from 'vitest';
import { findServerBinaries } from '../../infra/embedded/findServerBinaries.ts';
import { createTestDatabase } from '../harness/testDatabase.ts';

test('a test database is migrated and the run-time role is not its owner', async () => {
  const database = await createTestDatabase();
  const { rows } = await database.runtime.query(
    'select current_user as user, (select position from ledger.head) as head',
  );
  expect(rows[0]).toEqual({ user: 'ledger_runtime', head: 0n });
  await database.drop();
});

test('the tests run on the server programs that LEDGER_POSTGRES_BIN names', async () => {
  const database = await createTestDatabase();
  const { rows } = await database.runtime.query<{ number: number; version: string }>(
    "select current_setting('server_version_num')::int as number, current_setting('server_version') as version",
  );
  await database.drop();
  const found = findServerBinaries();
  expect(found.found && found.binaries.major).toBe(Math.floor((rows[0]?.number ?? 0) / 10_000));
  process.stdout.write(`the tests ran on PostgreSQL ${rows[0]?.version}\n`);
});
