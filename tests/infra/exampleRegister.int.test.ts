import * as TE from 'fp-ts/lib/TaskEither.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { classify } from '../../domain/category/classify.ts';
import type { Identity } from '../../domain/firearm/identity.ts';
import type { AppendUnit } from '../../domain/ports/eventStore.ts';
import { exampleRegister } from '../../infra/example/exampleRegister.ts';
import { lastExampleEventId, loadExample } from '../../infra/example/loadExample.ts';
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

test('the example is complete when its last event is there, however many others are', async () => {
  const incomplete = await createTestLedger();
  try {
    const last = lastExampleEventId(incomplete.record.ids);
    const asked = {
      eventStore: incomplete.store,
      record: incomplete.record,
      config: { zone: 'Europe/Podgorica' },
    };
    let appended = 0;
    const total = (await ledger.logged()).length;
    const there = async (): Promise<number> => (await incomplete.logged()).length;
    const stopsAt = (units: ReadonlyArray<AppendUnit>): boolean => {
      const requests = units.flat();
      appended += requests.reduce((sum, { events }) => sum + events.length, 0);
      return requests.some(({ events }) => events.some(({ eventId }) => eventId === last));
    };
    const killed = TE.left({ kind: 'STORE_UNAVAILABLE' as const, reason: 'killed' });
    const { appendMany, appendResting } = asked.eventStore;
    // Stops before the last event: as many are there as an older count would have taken for all.
    const stopping: typeof asked = {
      ...asked,
      record: {
        ...asked.record,
        eventStore: {
          ...asked.eventStore,
          appendMany: (units) => (stopsAt(units) ? killed : appendMany(units)),
          // Only a store that compares what was known before in the append itself has this way in.
          ...(appendResting && {
            appendResting: (resting) => (stopsAt([resting.unit]) ? killed : appendResting(resting)),
          }),
        },
      },
    };
    await expect(loadExample(stopping)).rejects.toThrow('killed');
    expect(appended).toBe(total);
    expect(await there()).toBeLessThan(total);
    expect(await loadExample(asked)).toBe(exampleRegister.length);
    expect(await there()).toBe(total);
    expect(await loadExample(asked)).toBe(0);
  } finally {
    await incomplete.close();
  }
});

test('no firearm of the example is in a category that what is said of it rules out', () => {
  const identities = exampleRegister.flatMap(({ label, events }) =>
    events.flatMap(({ payload }) =>
      'identity' in payload ? [[label, payload['identity'] as Identity] as const] : [],
    ),
  );
  expect(identities.length).toBeGreaterThan(20);
  for (const [label, identity] of identities) {
    if (typeof identity.subcategory !== 'string') continue;
    const derived = classify(identity);
    const possible =
      derived.kind === 'PROPOSED'
        ? derived.applying.map(({ subcategory }) => subcategory)
        : derived.kind === 'FACT_MISSING'
          ? derived.candidates
          : [];
    expect(possible, label).toContain(identity.subcategory);
  }
});
