import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppendUnit, EventStore } from '../../domain/ports/eventStore.ts';
import type { Step } from '../../infra/eventstore/eventStoreDb/appendUnit.ts';
import { openDyingStore } from '../harness/eventStoreDb/dyingStore.ts';
import { followed, idsOf, newEvent, newStream, request } from '../harness/eventStoreDb/newEvents.ts';
import {
  freshPrefix,
  openStore,
  startServer,
  type TestStore,
} from '../harness/eventStoreDb/openTestStore.ts';
import { right } from '../harness/right.ts';

let server: Awaited<ReturnType<typeof startServer>>;
const prefix = freshPrefix();
let other: TestStore;
beforeAll(async () => {
  server = await startServer();
  other = openStore(server.url, prefix, { limits: server.limits });
});
afterAll(async () => {
  await other.connection.close();
  server.stop();
});

const beforeCompletion: ReadonlyArray<Step> = ['CLAIMED', 'HALF 1', 'HALF 2', 'HALF 3'];
const everyStep: ReadonlyArray<Step> = [...beforeCompletion, 'COMPLETED'];

/** Three streams with two, one and no events, and a unit with a half for each of them. */
const story = async () => {
  const [one, two, three] = [newStream(), newStream(), newStream()];
  await right(other.store.append(request(one, 'NO_STREAM', [newEvent(), newEvent()])));
  await right(other.store.append(request(two, 'NO_STREAM')));
  const unit: AppendUnit = [
    request(two, 0n, [newEvent()]),
    request(one, 1n, [newEvent(), newEvent()]),
    request(three, 'NO_STREAM', [newEvent()]),
  ];
  const lengths = { [one]: 2, [two]: 1, [three]: 0 } as const;
  return { streams: [one, two, three] as const, unit, lengths, before: await right(other.store.head()) };
};

/** Every way to read gives the events of the unit all, or none. */
const expectSeen = async (
  store: EventStore,
  { streams, unit, lengths, before }: Awaited<ReturnType<typeof story>>,
  seen: boolean,
) => {
  const expected = seen ? idsOf(unit.flatMap(({ events }) => events)) : [];
  for (const { streamId, events } of unit) {
    const stream = await right(store.readStream(streamId));
    expect(stream).toHaveLength((lengths[streamId] ?? 0) + (seen ? events.length : 0));
    expect(stream.map(({ revision }) => revision)).toEqual(stream.map((_, index) => BigInt(index)));
    for (const { eventId } of events) {
      const found = await right(store.findEvent(eventId));
      expect(found).toEqual(seen ? stream.find((event) => event.eventId === eventId) : undefined);
    }
  }
  const together = await right(store.readStreams(streams));
  expect(idsOf(together.filter(({ position }) => position > before))).toEqual(expected);
  expect(idsOf(await right(store.readAll(before, 100)))).toEqual(expected);
  expect(idsOf(await followed(store, before))).toEqual(expected);
  if (!seen) expect(await right(store.head())).toBe(before);
};

describe('a process that dies within a unit over several streams', () => {
  test.each(everyStep)('after %s: no reader sees a half of it', async (step) => {
    const told = await story();
    const dying = openDyingStore(server.url, prefix, step);
    void dying.store.appendMany([told.unit])();
    await dying.arrived;
    await expectSeen(other.store, told, step === 'COMPLETED');
    // Nor does one who opens the log anew.
    const fresh = openStore(server.url, prefix);
    await expectSeen(fresh.store, told, step === 'COMPLETED');
    await Promise.all([fresh.connection.close(), dying.connection.close()]);
  });
  test.each(beforeCompletion)('after %s: each stream takes the next event of somebody else', async (step) => {
    const told = await story();
    const dying = openDyingStore(server.url, prefix, step);
    void dying.store.appendMany([told.unit])();
    await dying.arrived;
    const mine = told.unit.map(({ streamId, expectedRevision }) => request(streamId, expectedRevision));
    for (const each of mine) {
      const behind = typeof each.expectedRevision === 'bigint' ? each.expectedRevision : -1n;
      const appended = await right(other.store.append(each));
      expect(appended).toMatchObject({ revision: behind + 1n, idempotent: false });
    }
    const seen = await right(other.store.readAll(told.before, 100));
    expect(idsOf(seen)).toEqual(idsOf(mine.flatMap(({ events }) => events)));
    await dying.connection.close();
  });
  test.each(everyStep)('after %s: the same command again succeeds once', async (step) => {
    const told = await story();
    const dying = openDyingStore(server.url, prefix, step);
    void dying.store.appendMany([told.unit])();
    await dying.arrived;
    const [first] = await right(other.store.appendMany([told.unit]));
    expect(first).toMatchObject({ kind: 'APPENDED' });
    if (first?.kind === 'APPENDED')
      for (const appended of first.appended) expect(appended.idempotent).toBe(step === 'COMPLETED');
    await expectSeen(other.store, told, true);
    const [again] = await right(other.store.appendMany([told.unit]));
    expect(again).toEqual({
      kind: 'APPENDED',
      appended:
        first?.kind === 'APPENDED' ? first.appended.map((each) => ({ ...each, idempotent: true })) : [],
    });
    await dying.connection.close();
  });
  test.each(beforeCompletion)('after %s: who goes on after his unit was undone tries again', async (step) => {
    const told = await story();
    const dying = openDyingStore(server.url, prefix, step);
    const slow = dying.store.appendMany([told.unit])();
    await dying.arrived;
    // Somebody else takes one of the streams in the meantime, and the unit no longer fits.
    const [, , three] = told.streams;
    await right(other.store.append(request(three, 'NO_STREAM')));
    dying.goOn();
    expect(await slow).toMatchObject({
      right: [{ kind: 'REFUSED', error: { kind: 'WRONG_EXPECTED_REVISION', actual: 0n } }],
    });
    expect(await right(other.store.readAll(told.before, 100))).toHaveLength(1);
    await dying.connection.close();
  });
  test('undone although nothing was in its way, the unit is appended by who goes on', async () => {
    const told = await story();
    const dying = openDyingStore(server.url, prefix, 'HALF 1');
    const slow = dying.store.appendMany([told.unit])();
    await dying.arrived;
    const first = [...told.streams].sort()[0] ?? '';
    // A refused append waits for the unit like any other, and leaves nothing.
    expect(await other.store.append(request(first, 77n))()).toMatchObject({
      left: { kind: 'WRONG_EXPECTED_REVISION' },
    });
    dying.goOn();
    expect(await slow).toMatchObject({ right: [{ kind: 'APPENDED' }] });
    await expectSeen(other.store, told, true);
    await dying.connection.close();
  });
  test('a subscriber who stands in the middle of a unit goes on behind it', async () => {
    const told = await story();
    await right(other.store.appendMany([told.unit]));
    const all = await right(other.store.readAll(told.before, 100));
    for (const { position } of all) {
      const rest = all.filter((event) => event.position > position);
      expect(await right(other.store.readAll(position, 100))).toEqual(rest);
      expect(await followed(other.store, position)).toEqual(rest);
    }
  });
});

describe('a process that dies between the claim on an id and the event', () => {
  test('the event can be appended again, and nobody waits for ever', async () => {
    const streamId = newStream();
    const mine = request(streamId, 'NO_STREAM');
    const dying = openDyingStore(server.url, prefix, 'CLAIMED');
    void dying.store.append(mine)();
    await dying.arrived;
    expect(await right(other.store.findEvent(mine.events[0]?.eventId ?? ''))).toBeUndefined();
    expect(await right(other.store.append(mine))).toMatchObject({ revision: 0n, idempotent: false });
    expect(await right(other.store.readStream(streamId))).toHaveLength(1);
    await dying.connection.close();
  });
  test('the id goes to another stream, and who goes on is refused', async () => {
    const [one, two] = [newStream(), newStream()];
    const event = newEvent();
    const dying = openDyingStore(server.url, prefix, 'CLAIMED');
    const slow = dying.store.append(request(one, 'NO_STREAM', [event]))();
    await dying.arrived;
    expect(await right(other.store.append(request(two, 'NO_STREAM', [event])))).toMatchObject({
      revision: 0n,
    });
    dying.goOn();
    expect(await slow).toMatchObject({ left: { kind: 'IDEMPOTENCY_CORRUPTED', eventId: event.eventId } });
    expect(await right(other.store.readStream(one))).toEqual([]);
    // What took the place of the claimed event counts for nobody.
    expect(await right(other.store.append(request(one, 'NO_STREAM')))).toMatchObject({ revision: 0n });
    await dying.connection.close();
  });
  test('the same ids with other content at the same time: one is recorded, the other is told that it was there', async () => {
    const streamId = newStream();
    const [mine, theirs] = [newEvent(undefined, '{"a":1}'), newEvent(undefined, '{"b":2}')];
    const both = { ...theirs, eventId: mine.eventId };
    const second = openStore(server.url, prefix);
    const outcomes = await Promise.all([
      right(other.store.append(request(streamId, 'NO_STREAM', [mine]))),
      right(second.store.append(request(streamId, 'NO_STREAM', [both]))),
    ]);
    expect(outcomes.map(({ idempotent }) => idempotent).sort()).toEqual([false, true]);
    const [stored] = await right(other.store.readStream(streamId));
    expect(stored?.payload).toBe(outcomes[0].idempotent ? '{"b":2}' : '{"a":1}');
    await second.connection.close();
  });
  test('a unit and a single append of the same id: one of them', async () => {
    const [one, two, three] = [newStream(), newStream(), newStream()];
    const event = newEvent();
    const second = openStore(server.url, prefix);
    const [unit, alone] = await Promise.all([
      right(other.store.appendMany([[request(one, 'NO_STREAM', [event]), request(two, 'NO_STREAM')]])),
      second.store.append(request(three, 'NO_STREAM', [event]))(),
    ]);
    const found = await right(other.store.findEvent(event.eventId));
    expect(found?.streamId).toBe(unit[0]?.kind === 'APPENDED' ? one : three);
    expect(unit[0]?.kind === 'APPENDED').toBe(alone._tag === 'Left');
    await second.connection.close();
  });
});
