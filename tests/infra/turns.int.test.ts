import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTurns } from '../../infra/projections/turns.ts';
import { currentRegistry } from '../../projections/currentRegistry/projection.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await createTestLedger();
});
afterAll(() => ledger.close());

type Piece = { readonly no: number; readonly alone: boolean; readonly began: number; readonly ended: number };

/** Three pieces asked for at once, of which the first fails: what became of each, in milliseconds. */
const threePieces = async (names: ReadonlyArray<string>): Promise<ReadonlyArray<Piece>> => {
  const turns = createTurns(ledger.database.owner, names);
  // So that all three know at once whether somebody follows.
  await turns.take(async () => undefined);
  const pieces: Piece[] = [];
  const outcomes = await Promise.allSettled(
    [0, 1, 2].map((no) =>
      turns.take(async (alone) => {
        const began = performance.now();
        await new Promise((resolve) => setTimeout(resolve, 100));
        pieces.push({ no, alone, began, ended: performance.now() });
        if (no === 0) throw new Error('the first piece fails');
        return no;
      }),
    ),
  );
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  return pieces.toSorted((one, other) => one.no - other.no);
};

test('beside a worker that follows the read model, pieces of work come one at a time and rest in between', async () => {
  await ledger.caughtUp();
  const pieces = await threePieces([currentRegistry.name]);
  expect(pieces.map(({ alone }) => alone)).toEqual([true, true, true]);
  const pauses = pieces.slice(1).map(({ began }, index) => began - (pieces[index]?.ended ?? 0));
  // Half of the hundred milliseconds that each piece takes; timers may be a little early.
  for (const pause of pauses) expect(pause).toBeGreaterThan(45);
});

test('where nobody follows what is built, all pieces begin at once', async () => {
  const pieces = await threePieces(['followed_by_nobody']);
  expect(pieces.map(({ alone }) => alone)).toEqual([false, false, false]);
  const firstEnd = Math.min(...pieces.map(({ ended }) => ended));
  expect(Math.max(...pieces.map(({ began }) => began))).toBeLessThan(firstEnd);
});

test('work that began while nobody followed takes turns as soon as a worker comes', async () => {
  const names = ['comes_later'];
  await ledger.database.owner.query(
    "insert into projection.checkpoint (name, version, position) values ('comes_later', 3, 0)",
  );
  const turns = createTurns(ledger.database.owner, names);
  expect(await turns.take(async (alone) => alone)).toBe(false);
  const follower = await ledger.database.owner.connect();
  try {
    await follower.query("select pg_advisory_lock(hashtext('projection comes_later 3'))");
    await expect.poll(() => turns.take(async (alone) => alone), { timeout: 10_000 }).toBe(true);
  } finally {
    follower.release(true);
  }
});
