import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildAnew } from '../../infra/projections/buildAnew.ts';
import type { Shadow } from '../../infra/projections/builder.ts';
import { startBuilderThread } from '../../infra/projections/builderThread.ts';
import { contentHash } from '../../infra/projections/rebuild.ts';
import { createTurns, type Turns } from '../../infra/projections/turns.ts';
import { projections } from '../../projections/catalogue.ts';
import { registered } from '../harness/bodies.ts';
import { entitled } from '../harness/entitled.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
/** Of work on what nobody follows: all at once. */
let turns: Turns;
beforeAll(async () => {
  ledger = await createTestLedger();
  turns = createTurns(ledger.database.owner, []);
  const { partyId } = await entitled(ledger.asClerk, 'P', 'owner');
  for (let no = 1; no <= 12; no += 1) {
    const answer = await ledger.post('CLK', undefined, registered('2026-02-01', partyId, `T ${no}`));
    expect(answer.statusCode, answer.body).toBe(201);
  }
  await ledger.caughtUp();
});
afterAll(() => ledger.close());

const shadows: ReadonlyArray<Shadow> = projections.map((projection) => ({
  projection,
  schema: `${projection.name}_threads`,
}));
const threads = (count: number) => (asked: ReadonlyArray<Shadow>) =>
  Array.from({ length: count }, () => startBuilderThread({ owner: ledger.database.target }, asked));
const ports = (count: number) => ({
  store: ledger.store,
  history: ledger.history,
  owner: ledger.database.owner,
  startBuilders: threads(count),
});
const hashes = (of: ReadonlyArray<Shadow>) =>
  Promise.all(of.map(({ projection, schema }) => contentHash(ledger.database.owner, projection, schema)));

test('threads that share the streams make what the live read models hold, to the hash', async () => {
  const head = await ledger.head();
  const seen: bigint[] = [];
  await buildAnew(ports(3), shadows, head, (position) => seen.push(position), turns, {
    manyFrom: 0n,
    streams: 3,
  });
  expect(seen.length).toBeGreaterThan(3);
  expect(await hashes(shadows)).toEqual(
    await hashes(projections.map((projection) => ({ projection, schema: projection.name }))),
  );
});

test('what one thread cannot fold or write ends the build, which says why and leaves no thread behind', async () => {
  const missing = shadows.map((shadow, no) => (no === 0 ? { ...shadow, schema: 'never_made' } : shadow));
  const head = await ledger.head();
  const asked = { ...ports(2), startBuilders: () => threads(2)(missing) };
  await expect(
    buildAnew(asked, shadows, head, () => undefined, turns, { manyFrom: 0n, streams: 3 }),
  ).rejects.toThrow(/never_made/);
  // Nothing of it stands in the way of the next attempt.
  await buildAnew(ports(2), shadows, head, () => undefined, turns, { manyFrom: 0n, streams: 3 });
  expect((await hashes(shadows)).every((hash) => hash.length === 64)).toBe(true);
});
