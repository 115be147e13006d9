import { afterAll, beforeAll, expect, test } from 'vitest';
import { exampleRegister } from '../../infra/example/exampleRegister.ts';
import { loadExample } from '../../infra/example/loadExample.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await createTestLedger();
});
afterAll(() => ledger.close());

test('the example register obeys the rules: every life is recorded, parties and rights first, and only the late sale is disputed', async () => {
  const asked = { eventStore: ledger.store, record: ledger.record, config: { zone: 'Europe/Podgorica' } };
  expect(await loadExample(asked)).toBe(exampleRegister.length);
  const head = await ledger.head();
  expect(await loadExample(asked)).toBe(0);
  expect(await ledger.head()).toBe(head);
  await ledger.caughtUp();
  const disputed = (await ledger.logged()).filter(({ metadata }) => metadata.includes('"disputes"'));
  expect(disputed.map(({ type, metadata }) => [type, JSON.parse(metadata).disputes]).sort()).toEqual([
    ['FirearmTransferred', ['R11']],
    ['FirearmTransferred', ['SUPPLIER_MISMATCH']],
  ]);
});
