import { randomUUID } from 'node:crypto';
import * as E from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import type { AppendRequest, EventStore, ExpectedRevision, NewEvent } from '../../domain/ports/eventStore.ts';

const event = (eventId: string = randomUUID()): NewEvent => ({
  eventId,
  type: 'Tested',
  schemaVersion: 1,
  payload: '{"n":1}',
  metadata: '{}',
});
const events = (count: number): ReadonlyArray<NewEvent> => Array.from({ length: count }, () => event());
const stream = (): string => `firearm-${randomUUID()}`;
const right = async <L, A>(task: () => Promise<E.Either<L, A>>): Promise<A> => {
  const result = await task();
  if (E.isLeft(result))
    throw new Error(
      `unexpected: ${JSON.stringify(result.left, (_, v) => (typeof v === 'bigint' ? String(v) : v))}`,
    );
  return result.right;
};

/** In what adapters may differ. */
export type AdapterFacts = {
  /** Whether positions have no gaps. */
  readonly dense: boolean;
  /** In what each append is recorded later than the one before it. */
  readonly timeInOrderOf: 'LOG' | 'STREAM';
};

/** EventStoreDB's append table, one test a row, and what else every adapter must keep. */
export const eventStoreContract = (
  name: string,
  open: () => Promise<EventStore>,
  facts: AdapterFacts,
): void => {
  describe(`EventStore contract: ${name}`, () => {
    const positionsAfter = async (store: EventStore, after: bigint): Promise<ReadonlyArray<bigint>> =>
      (await right(store.readAll(after, 1000))).map((stored) => stored.position);
    const append = async (
      store: EventStore,
      streamId: string,
      expectedRevision: ExpectedRevision,
      list: ReadonlyArray<NewEvent>,
    ) => store.append({ streamId, expectedRevision, events: list })();
    const given = async (count: number) => {
      const store = await open();
      const streamId = stream();
      const there = events(count);
      if (count > 0) await right(store.append({ streamId, expectedRevision: 'NO_STREAM', events: there }));
      return { store, streamId, there };
    };

    test.each(['ANY', 'NO_STREAM'] as const)(
      'a new stream takes an append that expects %s',
      async (expected) => {
        const { store, streamId } = await given(0);
        const appended = await right(
          store.append({ streamId, expectedRevision: expected, events: events(2) }),
        );
        expect(appended).toMatchObject({ revision: 1n, idempotent: false });
      },
    );
    test.each([0n, 5n, 'STREAM_EXISTS'] as const)(
      'a new stream refuses an append that expects %s',
      async (expected) => {
        const { store, streamId } = await given(0);
        expect(await append(store, streamId, expected, events(1))).toEqual(
          E.left({ kind: 'WRONG_EXPECTED_REVISION', actual: 'NO_STREAM' }),
        );
        expect(await right(store.readStream(streamId))).toEqual([]);
      },
    );
    test('the expected revision is the current one: appended', async () => {
      const { store, streamId } = await given(2);
      expect(await right(store.append({ streamId, expectedRevision: 1n, events: events(1) }))).toMatchObject({
        revision: 2n,
      });
    });
    test('expected above current: wrong expected revision, with the actual one', async () => {
      const { store, streamId } = await given(2);
      expect(await append(store, streamId, 2n, events(1))).toEqual(
        E.left({ kind: 'WRONG_EXPECTED_REVISION', actual: 1n }),
      );
    });
    test('expected below current and exactly these events follow: idempotent, original position', async () => {
      const { store, streamId } = await given(1);
      const retried = events(2);
      const first = await right(store.append({ streamId, expectedRevision: 0n, events: retried }));
      await right(store.append({ streamId, expectedRevision: 2n, events: events(1) }));
      const second = await right(store.append({ streamId, expectedRevision: 0n, events: retried }));
      expect(second).toEqual({ ...first, idempotent: true });
      expect(await right(store.readStream(streamId))).toHaveLength(4);
    });
    test('no stream expected and exactly these events are there: idempotent', async () => {
      const { store, streamId, there } = await given(2);
      expect(
        await right(store.append({ streamId, expectedRevision: 'NO_STREAM', events: there })),
      ).toMatchObject({ idempotent: true, revision: 1n });
    });
    test('expected below current and the first id differs: wrong expected revision', async () => {
      const { store, streamId } = await given(3);
      expect(await append(store, streamId, 0n, events(1))).toEqual(
        E.left({ kind: 'WRONG_EXPECTED_REVISION', actual: 2n }),
      );
    });
    test('first ids match, a later one does not: corrupted idempotency', async () => {
      const { store, streamId, there } = await given(2);
      const mixed = [there[0] ?? event(), event()];
      expect(await append(store, streamId, 'NO_STREAM', mixed)).toMatchObject({
        left: { kind: 'IDEMPOTENCY_CORRUPTED' },
      });
    });
    test('more events than are there, the first ones known: corrupted idempotency', async () => {
      const { store, streamId, there } = await given(2);
      expect(await append(store, streamId, 'NO_STREAM', [...there, event()])).toMatchObject({
        left: { kind: 'IDEMPOTENCY_CORRUPTED' },
      });
      expect(await right(store.readStream(streamId))).toHaveLength(2);
    });
    test.each(['ANY', 'STREAM_EXISTS'] as const)(
      '%s with all ids known in the stream: idempotent',
      async (expected) => {
        const { store, streamId, there } = await given(2);
        expect(await append(store, streamId, expected, there)).toMatchObject({
          right: { idempotent: true, revision: 1n },
        });
      },
    );
    test('ANY with an unknown first id: appended', async () => {
      const { store, streamId } = await given(2);
      expect(await append(store, streamId, 'ANY', events(1))).toMatchObject({
        right: { revision: 2n, idempotent: false },
      });
    });
    test('an id that another stream holds: corrupted idempotency, nothing appended', async () => {
      const { store, there } = await given(1);
      const other = stream();
      expect(await append(store, other, 'NO_STREAM', there)).toMatchObject({
        left: { kind: 'IDEMPOTENCY_CORRUPTED' },
      });
      expect(await right(store.readStream(other))).toEqual([]);
    });

    test('many requests: each has its own outcome and a bad one does not harm its neighbours', async () => {
      const { store, streamId } = await given(1);
      const fresh = stream();
      const requests: ReadonlyArray<AppendRequest> = [
        { streamId: fresh, expectedRevision: 'NO_STREAM', events: events(2) },
        { streamId, expectedRevision: 7n, events: events(1) },
        { streamId: fresh, expectedRevision: 1n, events: events(1) },
      ];
      const outcomes = await right(store.appendMany(requests.map((request) => [request])));
      expect(outcomes.map((outcome) => outcome.kind)).toEqual(['APPENDED', 'REFUSED', 'APPENDED']);
      expect((await right(store.readStream(fresh))).map((stored) => stored.revision)).toEqual([0n, 1n, 2n]);
    });
    test('a unit is appended to all of its streams or to none', async () => {
      const { store, streamId } = await given(1);
      const [one, two] = [stream(), stream()];
      const half = (id: string, expectedRevision: AppendRequest['expectedRevision']): AppendRequest => ({
        streamId: id,
        expectedRevision,
        events: events(2),
      });
      const together = [half(one, 'NO_STREAM'), half(streamId, 0n)];
      const before = await right(store.head());
      const outcomes = await right(
        store.appendMany([[half(two, 'NO_STREAM'), half(streamId, 7n)], together]),
      );
      expect(outcomes).toMatchObject([
        { kind: 'REFUSED', error: { kind: 'WRONG_EXPECTED_REVISION', actual: 0n } },
        { kind: 'APPENDED', appended: [{ revision: 1n }, { revision: 2n }] },
      ]);
      expect(await right(store.readStream(two))).toEqual([]);
      expect(await positionsAfter(store, before)).toHaveLength(4);
      if (facts.dense) expect(await right(store.head())).toBe(before + 4n);
      // The retry of a unit succeeds as a whole, with its first positions.
      const [first, again] = [outcomes[1], (await right(store.appendMany([together])))[0]];
      expect(again).toEqual({
        kind: 'APPENDED',
        appended: (first?.kind === 'APPENDED' ? first.appended : []).map((each) => ({
          ...each,
          idempotent: true,
        })),
      });
      // A unit of which only one half is there is nobody's retry.
      expect(
        await right(store.appendMany([[together[0] ?? half(one, 'ANY'), half(two, 'NO_STREAM')]])),
      ).toMatchObject([{ kind: 'REFUSED' }]);
      expect(await right(store.readStream(two))).toEqual([]);
    });
    test('concurrent writers on one stream: one winner a revision, positions in one order', async () => {
      const { store, streamId } = await given(1);
      const before = await right(store.head());
      const results = await Promise.all(
        Array.from({ length: 50 }, () => append(store, streamId, 0n, events(1))),
      );
      expect(results.filter(E.isRight)).toHaveLength(1);
      await Promise.all(Array.from({ length: 100 }, () => append(store, stream(), 'NO_STREAM', events(2))));
      const all = await right(store.readAll(before, 1000));
      expect(all).toHaveLength(201);
      expect(all.every(({ position }, index) => position > (all[index - 1]?.position ?? before))).toBe(true);
      expect(await right(store.head())).toBe(all.at(-1)?.position);
      if (facts.dense)
        expect(all.map((stored) => stored.position)).toEqual(
          all.map((_, index) => before + 1n + BigInt(index)),
        );
      // What an append answers is what a reader sees.
      for (const result of results)
        if (E.isRight(result)) expect(all.map(({ position }) => position)).toContain(result.right.position);
    });
    test('what is read is what was written, byte by byte', async () => {
      const { store, streamId } = await given(0);
      const written = {
        ...event(),
        payload: '{"a":"Застава \u{1F52B} ü","n":12345678901234567890.10}',
        metadata: '{"z":null}',
      };
      await right(store.append({ streamId, expectedRevision: 'ANY', events: [written] }));
      const [read] = await right(store.readStream(streamId));
      expect(read).toMatchObject(written);
      expect(await right(store.findEvent(written.eventId))).toEqual(read);
      expect(await right(store.findEvent(randomUUID()))).toBeUndefined();
    });
    test('each append is recorded later than those before it, all its events at one time', async () => {
      const { store } = await given(0);
      const streams = [stream(), stream()];
      const times: number[][] = [[], []];
      for (let count = 0; count < 20; count += 1) {
        const at = count % 2;
        const { recordedAt } = await right(
          store.append({ streamId: streams[at] ?? '', expectedRevision: 'ANY', events: events(2) }),
        );
        const earlier = facts.timeInOrderOf === 'LOG' ? times.flat() : (times[at] ?? []);
        expect(recordedAt).toBeGreaterThan(Math.max(0, ...earlier));
        times[at]?.push(recordedAt);
      }
      for (const [at, streamId] of streams.entries())
        expect((await right(store.readStream(streamId))).map((stored) => stored.recordedAt)).toEqual(
          times[at]?.flatMap((time) => [time, time]),
        );
    });
    test('time never runs backwards, whoever appends at the same time', async () => {
      const { store } = await given(0);
      const before = await right(store.head());
      const targets = [stream(), stream(), stream()];
      await Promise.all(
        Array.from({ length: 60 }, (_, index) => append(store, targets[index % 3] ?? '', 'ANY', events(1))),
      );
      const latest = new Map<string, number>();
      for (const stored of await right(store.readAll(before, 1_000))) {
        const within = facts.timeInOrderOf === 'LOG' ? '' : stored.streamId;
        expect(stored.recordedAt).toBeGreaterThanOrEqual(latest.get(within) ?? 0);
        latest.set(within, stored.recordedAt);
      }
    });
    test('nothing is recorded at a closed moment or before it, also where that lies ahead of the clock', async () => {
      const { store, streamId } = await given(1);
      const [there] = await right(store.readStream(streamId));
      const moment = Math.max(Date.now(), there?.recordedAt ?? 0) + 50;
      const closed = await right(store.close(moment));
      expect(closed).toEqual({ position: await right(store.head()), recordedAt: moment });
      // What is closed stays closed: an earlier moment opens nothing.
      expect(await right(store.close(moment - 1_000))).toEqual(closed);
      const later = await right(
        store.append({ streamId: stream(), expectedRevision: 'ANY', events: events(1) }),
      );
      expect(later.recordedAt).toBeGreaterThan(moment);
      expect((await right(store.readAll(closed.position, 10))).map((stored) => stored.recordedAt)).toEqual([
        later.recordedAt,
      ]);
    });
    test('many streams are read in one go, in order of position, up to a position', async () => {
      const { store, streamId, there } = await given(2);
      const other = stream();
      await right(store.append({ streamId: other, expectedRevision: 'ANY', events: events(1) }));
      await right(store.append({ streamId, expectedRevision: 1n, events: events(1) }));
      const both = await right(store.readStreams([streamId, other]));
      expect(both.map((stored) => stored.streamId)).toEqual([streamId, streamId, other, streamId]);
      expect(await right(store.readStreams([other, streamId, other]))).toEqual(both);
      const upTo = both[1]?.position ?? 0n;
      expect(
        (await right(store.readStreams([streamId, other], upTo))).map((stored) => stored.eventId),
      ).toEqual(there.map((stored) => stored.eventId));
    });
    test('streams are found by where they begin, each once, in order, after a position and as many as asked for', async () => {
      const { store, streamId } = await given(0);
      const before = await right(store.head());
      const names = [streamId, stream(), stream()];
      for (const name of names)
        await right(store.append({ streamId: name, expectedRevision: 'ANY', events: events(2) }));
      await right(store.append({ streamId, expectedRevision: 1n, events: events(1) }));
      const firsts = (await right(store.readAll(before, 100))).filter(({ revision }) => revision === 0n);
      const found: string[] = [];
      let position = before;
      for (;;) {
        const begun = await right(store.streamsBegun(position, 2));
        const last = begun.at(-1);
        if (last === undefined) break;
        expect(begun.length).toBeLessThanOrEqual(2);
        for (const each of begun) expect(firsts.map((event) => event.position)).toContain(each.position);
        found.push(...begun.map((each) => each.streamId));
        position = last.position;
      }
      expect(found).toEqual(names);
    });
    test('a subscription gives first what is there, then what comes, and ends when told', async () => {
      const { store, streamId } = await given(3);
      const from = (await right(store.readStream(streamId)))[0]?.position ?? 0n;
      const stop = new AbortController();
      const seen: bigint[] = [];
      const reading = (async () => {
        for await (const batch of store.subscribe(from, { batchSize: 2, signal: stop.signal })) {
          seen.push(...batch.map((stored) => stored.position));
          if (seen.length === 4) stop.abort();
        }
      })();
      await right(store.append({ streamId: stream(), expectedRevision: 'ANY', events: events(2) }));
      await reading;
      expect(seen).toEqual(await positionsAfter(store, from));
      expect(seen).toHaveLength(4);
    });
  });
};
