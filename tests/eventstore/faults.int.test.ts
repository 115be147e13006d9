import { EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StoredEvent } from '../../domain/ports/eventStore.ts';
import { urlFault } from '../../infra/eventstore/eventStoreDb/url.ts';
import { idsOf, newEvent, newStream, request } from '../harness/eventStoreDb/newEvents.ts';
import { freshPrefix, openStore, type TestStore } from '../harness/eventStoreDb/openTestStore.ts';
import { type StandIn, startStandIn } from '../harness/eventStoreDb/standIn.ts';
import { right } from '../harness/right.ts';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

let standIn: StandIn;
let opened: TestStore;
let prefix: string;
beforeEach(async () => {
  standIn = await startStandIn();
  prefix = freshPrefix();
  opened = openStore(standIn.url, prefix);
});
afterEach(async () => {
  await opened.connection.close();
  standIn.stop();
});

describe('an append whose answer does not come', () => {
  test.each(['unavailable', 'loseAnswer', 'neverAnswer', 'swallow'] as const)(
    '%s: the event is recorded once, with its true position',
    async (fault) => {
      const mine = request(newStream(), 'NO_STREAM', [newEvent(), newEvent()]);
      standIn.faults.only = /^t/;
      standIn.faults[fault] = 2;
      const appended = await right(opened.store.append(mine));
      const stored = await right(opened.store.readStream(mine.streamId));
      expect(idsOf(stored)).toEqual(idsOf(mine.events));
      expect(appended).toEqual({
        revision: 1n,
        position: stored[1]?.position,
        recordedAt: stored[1]?.recordedAt,
        idempotent: false,
      });
      expect(await right(opened.store.append(mine))).toEqual({ ...appended, idempotent: true });
    },
  );
  test.each([/^key:/, /^unit:/, /^t/])('answers of %s are lost in a unit: it is there once', async (only) => {
    const unit = [request(newStream(), 'NO_STREAM'), request(newStream(), 'NO_STREAM')];
    standIn.faults.only = only;
    standIn.faults.loseAnswer = 1;
    standIn.faults.neverAnswer = 1;
    const [outcome] = await right(opened.store.appendMany([unit]));
    expect(outcome).toMatchObject({
      kind: 'APPENDED',
      appended: [{ idempotent: false }, { idempotent: false }],
    });
    expect(idsOf(await right(opened.store.readAll(0n, 10)))).toEqual(
      idsOf(unit.flatMap(({ events }) => events)),
    );
  });
  test('a server that stays away is told in bounded time, and the retry succeeds', async () => {
    const mine = request(newStream(), 'NO_STREAM');
    standIn.faults.unavailable = 1_000_000;
    const slow = openStore(standIn.url, prefix, {
      limits: { callMs: 100, operationMs: 600, patienceMs: 50, reconnectMs: 500 },
    });
    const began = Date.now();
    expect(await slow.store.append(mine)()).toMatchObject({ left: { kind: 'STORE_UNAVAILABLE' } });
    expect(Date.now() - began).toBeLessThan(3_000);
    standIn.faults.unavailable = 0;
    expect(await right(slow.store.append(mine))).toMatchObject({ revision: 0n });
    expect(await right(slow.store.readStream(mine.streamId))).toHaveLength(1);
    await slow.connection.close();
  });
  test('a read that is never answered is given up and told', async () => {
    await right(opened.store.append(request(newStream(), 'NO_STREAM')));
    standIn.faults.delayMs = 3_000;
    const slow = openStore(standIn.url, prefix, {
      limits: { callMs: 100, operationMs: 300, patienceMs: 50, reconnectMs: 500 },
    });
    expect(await slow.store.readAll(0n, 10)()).toMatchObject({
      left: { kind: 'STORE_UNAVAILABLE', reason: expect.stringMatching(/not answered within 100 ms/) },
    });
    standIn.faults.delayMs = 0;
    expect(await right(slow.store.readAll(0n, 10))).toHaveLength(1);
    await slow.connection.close();
  });
  test('all connections are cut while many append: each event is there once', async () => {
    const mine = Array.from({ length: 60 }, () => [request(newStream(), 'NO_STREAM')]);
    standIn.faults.delayMs = 5;
    const appending = right(opened.store.appendMany(mine));
    await sleep(60);
    standIn.faults.delayMs = 0;
    await standIn.restart(100);
    const outcomes = await appending;
    expect(outcomes.every(({ kind }) => kind === 'APPENDED')).toBe(true);
    const all = await right(opened.store.readAll(0n, 1000));
    expect([...idsOf(all)].sort()).toEqual(idsOf(mine.flatMap(([each]) => each?.events ?? [])).toSorted());
  });
});

describe('several streams are read while a unit over them is completed', () => {
  test('the reader sees all of it or nothing, whichever stream is read first', async () => {
    for (const late of [0, 1]) {
      const streamIds = [newStream(), newStream()];
      const writer = openStore(standIn.url, prefix);
      for (const streamId of streamIds) await right(writer.store.append(request(streamId, 'NO_STREAM')));
      standIn.faults.holdReadsOf = new RegExp(streamIds[late] ?? '');
      const reading = right(opened.store.readStreams(streamIds));
      await sleep(50);
      // The writer knows where its streams end: only the reader is held up.
      await right(writer.store.appendMany([streamIds.map((streamId) => request(streamId, 0n))]));
      standIn.faults.holdReadsOf = undefined;
      expect([2, 4]).toContain((await reading).length);
      expect(await right(opened.store.readStreams(streamIds))).toHaveLength(4);
      await writer.connection.close();
    }
  });
});

/** Follows the log until so many events came. */
const follow = async (store: TestStore['store'], count: number): Promise<ReadonlyArray<StoredEvent>> => {
  const seen: StoredEvent[] = [];
  const stop = new AbortController();
  for await (const batch of store.subscribe(0n, { batchSize: 5, signal: stop.signal })) {
    seen.push(...batch);
    await sleep(2);
    if (seen.length >= count) stop.abort();
  }
  return seen;
};

describe('a subscription that breaks', () => {
  const appendSome = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index += 1)
      if (index % 4 === 3)
        await right(
          opened.store.appendMany([[request(newStream(), 'NO_STREAM'), request(newStream(), 'ANY')]]),
        );
      else await right(opened.store.append(request(newStream(), 'NO_STREAM')));
  };
  const disturbed = async (disturb: () => Promise<void>): Promise<void> => {
    await appendSome(12);
    const reading = follow(opened.store, 75);
    let over = false;
    const disturbing = (async () => {
      while (!over) await disturb();
    })();
    await appendSome(48);
    over = true;
    await disturbing;
    const seen = await reading;
    expect(seen).toEqual(await right(opened.store.readAll(0n, 1000)));
    expect(seen).toHaveLength(75);
  };
  test('is dropped again and again: nothing is skipped, nothing comes twice', () =>
    disturbed(async () => {
      await sleep(15);
      standIn.dropSubscriptions();
    }));
  test('ends without an error after a few events, which come twice: nothing is skipped or repeated', () => {
    standIn.faults.endAfter = 3;
    standIn.faults.deliverTwice = true;
    return disturbed(() => sleep(50));
  });
  test('the server goes away for a while: it goes on from where it was', () =>
    disturbed(async () => {
      await sleep(60);
      await standIn.restart(40);
    }));
  test('between events of others, checkpoints carry it on', async () => {
    await right(opened.store.append(request(newStream(), 'NO_STREAM')));
    const stranger = openStore(standIn.url, freshPrefix());
    for (let index = 0; index < 700; index += 1)
      standIn.log.append(`somebody-${index}`, 'ANY', [
        {
          id: newEvent().eventId,
          type: 'Theirs',
          contentType: 'application/json',
          data: Buffer.from('{}'),
          metadata: Buffer.from('{}'),
        },
      ]);
    await right(opened.store.append(request(newStream(), 'NO_STREAM')));
    const seen = await follow(opened.store, 2);
    expect(seen).toEqual(await right(opened.store.readAll(0n, 10)));
    expect(await right(stranger.store.readAll(0n, 10))).toEqual([]);
    expect(await right(stranger.store.head())).toBe(0n);
    await stranger.connection.close();
  });
  test('a server that stays away is told to the subscriber', async () => {
    const alone = openStore(standIn.url, prefix, {
      limits: { callMs: 100, operationMs: 300, patienceMs: 50, reconnectMs: 200 },
    });
    standIn.stop();
    await expect(follow(alone.store, 1)).rejects.toThrow(/following the log/);
    await alone.connection.close();
  });
  test('a position that this log does not have is refused, as after a restore from an older copy', async () => {
    await right(opened.store.append(request(newStream(), 'NO_STREAM')));
    const position = (await right(opened.store.head())) + (1n << 20n);
    const reading = opened.store.subscribe(position, { batchSize: 5, signal: new AbortController().signal });
    await expect(reading[Symbol.asyncIterator]().next()).rejects.toThrow(/not the log, or an older copy/);
  });
});

describe('the leader changes', () => {
  test.each([
    ['one address', (port: number) => `esdb://127.0.0.1:${port}?tls=false`],
    ['gossip', (port: number) => `esdb+discover://127.0.0.1:${port}?tls=false&gossipTimeout=1`],
  ])('known by %s: appends and subscription go over to the new one', async (_, urlOf) => {
    const second = await startStandIn(standIn.log);
    const cluster = openStore(urlOf(standIn.port), prefix);
    await right(cluster.store.append(request(newStream(), 'NO_STREAM')));
    const reading = follow(cluster.store, 3);
    standIn.faults.leader = { host: '127.0.0.1', port: second.port };
    standIn.dropSubscriptions();
    expect(await right(cluster.store.append(request(newStream(), 'NO_STREAM')))).toMatchObject({
      revision: 0n,
    });
    standIn.stop();
    expect(await right(cluster.store.append(request(newStream(), 'NO_STREAM')))).toMatchObject({
      revision: 0n,
    });
    expect(await reading).toEqual(await right(cluster.store.readAll(0n, 10)));
    expect(second.calls.some((call) => call.startsWith('append'))).toBe(true);
    await cluster.connection.close();
    second.stop();
  });
});

describe('the defects of the client that the adapter holds', () => {
  const event = () => jsonEvent({ type: 'Tested', data: {} });
  test('1: a batch append never settles when the server ends its stream; the adapter makes none', async () => {
    standIn.faults.endBatch = true;
    const bare = EventStoreDBClient.connectionString(standIn.url);
    const pending = bare.appendToStream('bare', event(), { deadline: 100 }).then(
      () => 'settled',
      () => 'settled',
    );
    expect(await Promise.race([pending, sleep(600).then(() => 'pending')])).toBe('pending');
    expect(standIn.calls).toContain('batchAppend');
    standIn.calls.length = 0;
    expect(await right(opened.store.append(request(newStream(), 'NO_STREAM')))).toMatchObject({
      revision: 0n,
    });
    expect(standIn.calls).not.toContain('batchAppend');
    void bare.dispose();
  });
  test('2: throwOnAppendFailure=false is refused, because the client then gives a wrong revision', async () => {
    const bare = EventStoreDBClient.connectionString(`${standIn.url}&throwOnAppendFailure=false`);
    for (let index = 0; index < 3; index += 1) await bare.appendToStream('bare', event());
    const answer = await bare.appendToStream('bare', event(), { expectedRevision: NO_STREAM });
    expect(answer).toMatchObject({ success: false, nextExpectedRevision: 1n });
    expect(urlFault(`${standIn.url}&throwOnAppendFailure=false`, false)).toMatch(/wrong revision/);
    void bare.dispose();
  });
  test('3: an error of one client rejects the appends of all; the adapter has no part in it', async () => {
    const neighbour = await startStandIn();
    const [one, two] = [standIn, neighbour].map(({ url }) => EventStoreDBClient.connectionString(url));
    neighbour.faults.reorderBatch = 5;
    const waiting = two?.appendToStream('bare', event()).then(
      () => 'appended',
      () => 'rejected by the neighbour',
    );
    await sleep(100);
    standIn.faults.breakBatch = true;
    const mine = opened.store.appendMany(
      Array.from({ length: 20 }, () => [request(newStream(), 'NO_STREAM')]),
    );
    const [, outcomes] = await Promise.all([
      one?.appendToStream('bare', event()).catch(() => undefined),
      right(mine),
    ]);
    expect(await Promise.race([waiting, sleep(500)])).toBe('rejected by the neighbour');
    expect(outcomes.every(({ kind }) => kind === 'APPENDED')).toBe(true);
    neighbour.stop();
    void one?.dispose();
    void two?.dispose();
  });
  test.each([
    ['data in another form', { contentType: 'application/json', data: Buffer.from('{"n":') }],
    ['data that are not UTF-8', { data: Buffer.from([0xff, 0xfe]) }],
    ['metadata of somebody else', { metadata: Buffer.from('{"ledger":2}') }],
    ['metadata that are not JSON', { metadata: Buffer.from('{"ledger":') }],
  ])('4: %s: the read is refused and says where', async (_, change) => {
    const mine = request(newStream(), 'NO_STREAM');
    await right(opened.store.append(mine));
    standIn.log.corrupt(`${prefix}${mine.streamId}`, 0, change);
    for (const reading of [
      opened.store.readStream(mine.streamId),
      opened.store.readStreams([mine.streamId]),
      opened.store.readAll(0n, 10),
    ])
      expect(await reading()).toMatchObject({
        left: {
          kind: 'STORE_UNAVAILABLE',
          reason: expect.stringMatching(/^Record 0 of .* is not as the ledger wrote it/),
        },
      });
    await expect(follow(opened.store, 1)).rejects.toThrow(/is not as the ledger wrote it/);
  });
  test('6: a user is refused over tls=false to another machine, because the client would drop the password', () => {
    expect(urlFault('esdb://u:p@db.example:2113?tls=false', false)).toMatch(/drop the password/);
    expect(urlFault('esdb://u:p@127.0.0.1:2113,db.example:2113?tls=false', false)).toMatch(
      /drop the password/,
    );
    expect(urlFault('esdb://db.example:2113?tls=false', true)).toMatch(/in clear/);
    for (const url of [
      'esdb://127.0.0.1:2113?tls=false',
      'esdb://u:p@localhost:2113?tls=false',
      'esdb://u:p@db.example:2113',
      'esdb+discover://u:p@db.example:2113?tlsCaFile=/ca.crt',
      'esdb://u:p@a.example:2113,b.example:2113,c.example:2113',
    ])
      expect(urlFault(url, true)).toBeUndefined();
    expect(urlFault('http://127.0.0.1:2113', false)).toMatch(/has the form esdb:/);
  });
});

describe('a log that was tampered with', () => {
  test('a truncated stream is not read as if it were whole', async () => {
    const mine = request(newStream(), 'NO_STREAM', [newEvent(), newEvent()]);
    await right(opened.store.append(mine));
    standIn.log.corrupt(`${prefix}${mine.streamId}`, 0, { revision: 5n });
    expect(await opened.store.readStream(mine.streamId)()).toMatchObject({
      left: { reason: expect.stringMatching(/truncated or deleted/) },
    });
  });
  test('a deleted stream is not read as an empty one', async () => {
    const mine = request(newStream(), 'NO_STREAM');
    await right(opened.store.append(mine));
    standIn.log.delete(`${prefix}${mine.streamId}`);
    for (const call of [
      opened.store.readStream(mine.streamId),
      opened.store.append(request(mine.streamId, 0n)),
    ])
      expect(await call()).toMatchObject({
        left: { reason: expect.stringMatching(/was deleted in EventStoreDB/) },
      });
  });
  test.each(['$maxAge', '$maxCount', '$tb'])(
    '%s on a stream of the ledger ends every subscription',
    async (name) => {
      const mine = request(newStream(), 'NO_STREAM');
      await right(opened.store.append(mine));
      standIn.log.append(`$$${prefix}${mine.streamId}`, 'ANY', [
        {
          id: newEvent().eventId,
          type: '$metadata',
          contentType: 'application/json',
          data: Buffer.from(JSON.stringify({ [name]: 1 })),
          metadata: Buffer.from(''),
        },
      ]);
      await expect(follow(opened.store, 2)).rejects.toThrow(new RegExp(`\\${name} is set on the stream`));
    },
  );
  test('an append larger than the server takes says which setting to raise', async () => {
    const mine = request(newStream(), 'NO_STREAM', [newEvent(undefined, `"${'x'.repeat(1_100_000)}"`)]);
    expect(await opened.store.append(mine)()).toMatchObject({
      left: { reason: expect.stringMatching(/Raise MaxAppendSize/) },
    });
  });
});
