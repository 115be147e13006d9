import { randomUUID } from 'node:crypto';
import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { expect, test } from 'vitest';
import type { EventStore } from '../../domain/ports/eventStore.ts';
import { createKnownUntil } from '../../infra/eventstore/knownUntil.ts';
import { createMemoryEventStore } from '../../infra/eventstore/memoryEventStore.ts';
import { right } from '../harness/right.ts';

const start = Date.parse('2026-06-01T12:00:00Z');

/** A log with its own clock and this one's, and how often a moment was closed. */
const given = () => {
  let now = start;
  let closings = 0;
  const clock = { now: () => now };
  const log = createMemoryEventStore(clock);
  const counted: EventStore = {
    ...log,
    close: (moment) => {
      closings += 1;
      return log.close(moment);
    },
  };
  const append = (store: EventStore, count = 1) =>
    right(
      store.append({
        streamId: `firearm-${randomUUID()}`,
        expectedRevision: 'NO_STREAM',
        events: Array.from({ length: count }, () => ({
          eventId: randomUUID(),
          type: 'Tested',
          schemaVersion: 1,
          payload: '{}',
          metadata: '{}',
        })),
      }),
    );
  return {
    ...createKnownUntil(counted, clock),
    /** The log as another process sees it. */
    elsewhere: log,
    append,
    pass: (ms: number): void => {
      now += ms;
    },
    closings: () => closings,
  };
};

test('an empty log is known until now, and what comes later is recorded later', async () => {
  const { knownUntil, elsewhere, append } = given();
  expect(await right(knownUntil.position(0n))).toBe(start);
  expect(await right(knownUntil.log())).toBe(start);
  expect((await append(elsewhere)).recordedAt).toBeGreaterThan(start);
});

test('what this process appended is known at once, without closing anything', async () => {
  const { knownUntil, eventStore, append, closings } = given();
  const { recordedAt } = await append(eventStore);
  expect(await right(knownUntil.log())).toBe(recordedAt);
  expect(closings()).toBe(0);
});

test('a retry tells of an old append, which closes nothing anew', async () => {
  const { knownUntil, eventStore, pass } = given();
  const request = {
    streamId: 'firearm-1',
    expectedRevision: 'NO_STREAM' as const,
    events: [{ eventId: randomUUID(), type: 'T', schemaVersion: 1, payload: '{}', metadata: '{}' }],
  };
  await right(eventStore.append(request));
  pass(60_000);
  expect(await right(eventStore.append(request))).toMatchObject({ idempotent: true });
  expect(await right(knownUntil.log())).toBe(start + 60_000);
});

test('a moment passes for now for a second, and for all who ask at the same time it is closed once', async () => {
  const { knownUntil, pass, closings } = given();
  const asked = await Promise.all(Array.from({ length: 50 }, () => right(knownUntil.log())));
  expect(new Set(asked)).toEqual(new Set([start]));
  expect(closings()).toBeLessThanOrEqual(2);
  const before = closings();
  pass(999);
  expect(await right(knownUntil.log())).toBe(start);
  expect(closings()).toBe(before);
  pass(1);
  expect(await right(knownUntil.log())).toBe(start + 1000);
});

test('who has not taken everything in knows until just before what comes next', async () => {
  const { knownUntil, elsewhere, append } = given();
  const first = await append(elsewhere, 3);
  const second = await append(elsewhere, 2);
  expect(first.position).toBe(3n);
  // In the middle of an append nothing of it is known.
  for (const position of [0n, 1n, 2n])
    expect(await right(knownUntil.position(position))).toBe(first.recordedAt - 1);
  expect(await right(knownUntil.position(3n))).toBe(second.recordedAt - 1);
  expect(await right(knownUntil.position(4n))).toBe(second.recordedAt - 1);
  expect(await right(knownUntil.position(5n))).toBe(second.recordedAt);
});

test('whoever has everything of a quiet log knows until now, and what comes later is recorded later', async () => {
  const { knownUntil, elsewhere, append, pass } = given();
  await append(elsewhere);
  pass(86_400_000);
  const known = await right(knownUntil.position(1n));
  expect(known).toBe(start + 86_400_000);
  expect((await append(elsewhere)).recordedAt).toBe(known + 1);
  expect(await right(knownUntil.position(1n))).toBe(known);
  pass(2_000);
  expect(await right(knownUntil.position(1n))).toBe(known);
});

test('the clock of another process is ahead: what it recorded is known, and now waits for it', async () => {
  const { knownUntil, elsewhere, append } = given();
  await right(elsewhere.close(start + 600_000));
  const { recordedAt, position } = await append(elsewhere);
  expect(recordedAt).toBe(start + 600_001);
  expect(await right(knownUntil.position(position))).toBe(recordedAt);
  expect(await right(knownUntil.log())).toBe(recordedAt);
});

test('a moment that another process told is known here as well, where as much was taken in', async () => {
  const { knownUntil, elsewhere, append, pass } = given();
  const { position } = await append(elsewhere);
  pass(5_000);
  expect(await right(knownUntil.position(position))).toBe(start + 5_000);
  pass(500);
  const told = (await right(elsewhere.close(start + 5_400))).recordedAt;
  expect(await right(knownUntil.position(position))).toBe(start + 5_000);
  expect(await right(knownUntil.position(position, told))).toBeGreaterThanOrEqual(told);
  const next = await append(elsewhere);
  expect(await right(knownUntil.position(position, next.recordedAt))).toBe(next.recordedAt - 1);
});

test('a log that cannot be reached is said to be so', async () => {
  const gone = TE.left({ kind: 'STORE_UNAVAILABLE' as const, reason: 'gone' });
  const store = { ...createMemoryEventStore({ now: () => start }), readAll: () => gone, close: () => gone };
  const { knownUntil } = createKnownUntil(store, { now: () => start });
  expect(await knownUntil.log()()).toEqual(E.left({ kind: 'STORE_UNAVAILABLE', reason: 'gone' }));
  expect(await knownUntil.position(7n)()).toEqual(E.left({ kind: 'STORE_UNAVAILABLE', reason: 'gone' }));
});
