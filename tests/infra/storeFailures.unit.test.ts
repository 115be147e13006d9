import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { expect, test } from 'vitest';
import { createMemoryEventStore } from '../../infra/eventstore/memoryEventStore.ts';
import { reportFailures } from '../../infra/eventstore/reportFailures.ts';
import { createStoreFailures } from '../../infra/observability/storeFailures.ts';

const page = (number: number) => `invalid page in block ${number} of relation base/16384/16687`;

test('each kind of reason is logged once a minute with how often it came meanwhile; an outage is told of elsewhere', () => {
  const lines: unknown[] = [];
  let at = 0;
  const failures = createStoreFailures(
    (message, details) => lines.push([message, details]),
    () => at,
  );
  expect(failures.warning()).toBeUndefined();
  failures.failed('connect ECONNREFUSED /somewhere/.s.PGSQL.5432');
  expect([lines, failures.warning()]).toEqual([[], undefined]);
  for (const block of [1, 2, 3]) failures.failed(page(block));
  at = 59_999;
  failures.failed(page(4));
  expect(failures.warning()).toMatch(/the log of the server says why/);
  at = 60_000;
  failures.failed(page(5));
  failures.failed('could not extend file "base/1/2": No space left on device');
  expect(failures.warning()).toMatch(/disk of the database is full/);
  const said = 'the database fails, and the requests that need it';
  expect(lines).toEqual([
    [said, { reason: page(1) }],
    [said, { reason: page(5), before: 3 }],
    [said, { reason: 'could not extend file "base/1/2": No space left on device' }],
  ]);
  at = 120_000;
  expect(failures.warning()).toBeUndefined();
});

test('every method of the store tells why it was unavailable, and nothing else', async () => {
  const clock = { now: () => Date.now() };
  const heard: string[] = [];
  const failing = (what: string) => () => TE.left({ kind: 'STORE_UNAVAILABLE' as const, reason: what });
  const whole = createMemoryEventStore(clock);
  const broken = {
    ...whole,
    append: failing('append'),
    appendMany: failing('appendMany'),
    appendResting: failing('appendResting'),
    readStream: failing('readStream'),
    readStreams: failing('readStreams'),
    findEvent: failing('findEvent'),
    readAll: failing('readAll'),
    streamsBegun: failing('streamsBegun'),
    head: failing('head'),
    close: failing('close'),
  };
  const store = reportFailures(broken, (reason) => heard.push(reason));
  const request = { streamId: 'firearm-x', expectedRevision: 'ANY' as const, events: [] };
  const asked: ReadonlyArray<() => Promise<E.Either<unknown, unknown>>> = [
    store.append(request),
    store.appendMany([]),
    store.appendResting?.({ unit: [], restsOn: new Map() }) ?? TE.right('absent'),
    store.readStream('firearm-x'),
    store.readStreams([]),
    store.findEvent('e'),
    store.readAll(0n, 1),
    store.streamsBegun(0n, 1),
    store.head(),
    store.close(0),
  ];
  for (const task of asked) expect(E.isLeft(await task())).toBe(true);
  expect(heard).toEqual(Object.keys(broken).filter((name) => name !== 'subscribe'));
  const well = reportFailures(whole, (reason) => heard.push(reason));
  expect(await well.head()()).toEqual(E.right(0n));
  expect(await well.append({ ...request, expectedRevision: 'STREAM_EXISTS' })()).toMatchObject({
    _tag: 'Left',
  });
  expect(heard).toHaveLength(10);
});
