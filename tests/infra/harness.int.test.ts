import { expect, test } from 'vitest';
import { createTestDatabase } from '../harness/testDatabase.ts';

test('a test database is migrated and the run-time role is not its owner', async () => {
  const database = await createTestDatabase();
  const { rows } = await database.runtime.query(
    'select current_user as user, (select position from ledger.head) as head',
  );
  expect(rows[0]).toEqual({ user: 'ledger_runtime', head: 0n });
  await database.drop();
});
