import * as E from 'fp-ts/lib/Either.js';
import { afterEach, expect, test } from 'vitest';
import type { RecordedEvent } from '../../domain/event/envelope.ts';
import type { EventStore, StoredEvent } from '../../domain/ports/eventStore.ts';
import { createSubscription } from '../../infra/eventstore/subscription.ts';
import { createFollowing, type Following } from '../../infra/projections/following.ts';
import type { HistoryReader } from '../../projections/engine/historyReader.ts';

const most = 10;
let stop = new AbortController();
afterEach(() => {
  stop.abort();
  stop = new AbortController();
});

/** A log of so many events, each a part of its own; what is read and made of it is noted. */
const logOf = (events: number) => {
  const log = { head: events, reads: [] as bigint[], parts: [] as bigint[] };
  const readAll: EventStore['readAll'] = (after, limit) => async () => {
    const count = Math.max(0, Math.min(limit, log.head - Number(after)));
    if (count > 0) log.reads.push(after);
    return E.right(
      Array.from({ length: count }, (_, index) => ({ position: after + 1n + BigInt(index) }) as StoredEvent),
    );
  };
  const inParts = async function* (batch: ReadonlyArray<StoredEvent>) {
    for (const { position } of batch) {
      log.parts.push(position);
      yield { events: [{ position } as RecordedEvent], of: () => [] };
    }
  };
  const following = createFollowing(
    {
      store: createSubscription(readAll) as unknown as EventStore,
      history: { inParts } as unknown as HistoryReader,
    },
    { most },
  );
  return { log, following };
};

/** Follows until a position and returns what it was given; `at` is called before each event, and may throw or wait. */
const follow = async (
  following: Following,
  from: bigint,
  until: bigint,
  at: (position: bigint) => Promise<void> | void = () => undefined,
): Promise<ReadonlyArray<bigint>> => {
  const seen: bigint[] = [];
  for await (const { events, parts } of following.portions(from, stop.signal)) {
    for await (const part of parts)
      for (const { position = 0n } of part.events) {
        await at(position);
        seen.push(position);
      }
    if ((events.at(-1)?.position ?? 0n) >= until) break;
  }
  return seen;
};
const upTo = (last: number, first = 1) =>
  Array.from({ length: last - first + 1 }, (_, index) => BigInt(first + index));

test('read models that begin together read the log once and have each part made once', async () => {
  const { log, following } = logOf(35);
  const all = await Promise.all([1, 2, 3].map(() => follow(following, 0n, 35n)));
  expect(all).toEqual([upTo(35), upTo(35), upTo(35)]);
  expect(log.reads).toEqual([0n, 10n, 20n, 30n]);
  expect(log.parts).toEqual(upTo(35));
});

test('parts are made little before the slowest needs them, however fast the others are', async () => {
  const { log, following } = logOf(10);
  let furthest = 0;
  const slow = follow(following, 0n, 10n, async (position) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    furthest = Math.max(furthest, log.parts.length - Number(position));
  });
  expect(await Promise.all([slow, follow(following, 0n, 10n)])).toEqual([upTo(10), upTo(10)]);
  expect(furthest).toBeGreaterThan(0);
  expect(furthest).toBeLessThanOrEqual(3);
});

test('those that stand at different places meet, and from then on share what they read', async () => {
  const { log, following } = logOf(200);
  const starts = [0n, 4n, 17n];
  const all = await Promise.all(starts.map((from) => follow(following, from, 200n)));
  expect(all).toEqual(starts.map((from) => upTo(200, Number(from) + 1)));
  expect(log.parts.filter((position) => position > 60n)).toEqual(upTo(200, 61));
});

test('one that fails keeps nobody waiting, and finds the others again when it goes on', async () => {
  const { log, following } = logOf(100);
  let reached = 0n;
  const others = [1, 2].map(() =>
    follow(following, 0n, 200n, (position) => {
      reached = position;
    }),
  );
  const failing = follow(following, 0n, 200n, (position) => {
    if (position === 15n) throw new Error('poison');
  });
  await expect(failing).rejects.toThrow('poison');
  await expect.poll(() => reached).toBe(100n);
  const again = follow(following, 10n, 200n);
  await expect.poll(() => log.parts.filter((position) => position === 100n).length).toBe(2);
  log.head = 200;
  expect(await again).toEqual(upTo(200, 11));
  expect(await Promise.all(others)).toEqual([upTo(200), upTo(200)]);
  expect(log.parts.filter((position) => position > 120n)).toEqual(upTo(200, 121));
});

test('one that leaves a portion unread, or stops while it waits, keeps nobody waiting', async () => {
  const { following } = logOf(30);
  const reader = follow(following, 0n, 30n);
  for await (const { events } of following.portions(0n, stop.signal)) {
    if (events.at(-1)?.position === 30n) break;
  }
  expect(await reader).toEqual(upTo(30));
  const waiting = follow(following, 30n, 31n);
  stop.abort();
  expect(await waiting).toEqual([]);
});

test('a log that cannot be read fails all that follow it', async () => {
  const readAll: EventStore['readAll'] = () => async () =>
    E.left({ kind: 'STORE_UNAVAILABLE', reason: 'gone' });
  const following = createFollowing({
    store: createSubscription(readAll) as unknown as EventStore,
    history: {} as HistoryReader,
  });
  const both = await Promise.allSettled([1, 2].map(() => follow(following, 0n, 1n)));
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
