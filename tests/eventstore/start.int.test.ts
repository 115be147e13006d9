import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../../infra/config.ts';
import { connect } from '../../infra/eventstore/eventStoreDb/connection.ts';
import { checkStart } from '../../infra/eventstore/eventStoreDb/startChecks.ts';
import { placeOf, urlWarnings } from '../../infra/eventstore/eventStoreDb/url.ts';
import { checkNotBehind } from '../../infra/eventstore/logPlace.ts';
import { newEvent, newStream, request } from '../harness/eventStoreDb/newEvents.ts';
import {
  freshPrefix,
  openStore,
  shortLimits,
  type TestStore,
} from '../harness/eventStoreDb/openTestStore.ts';
import { type StandIn, startStandIn } from '../harness/eventStoreDb/standIn.ts';
import { right } from '../harness/right.ts';
import { createTestDatabase } from '../harness/testDatabase.ts';

let standIn: StandIn;
let opened: TestStore;
const prefix = freshPrefix();
beforeEach(async () => {
  standIn = await startStandIn();
  opened = openStore(standIn.url, prefix);
});
afterEach(async () => {
  await opened.connection.close();
  standIn.stop();
});
const start = () => checkStart(opened.connection, prefix);

describe('before the first report', () => {
  test('a log has an origin of its own, which stays', async () => {
    const first = await start();
    expect(first.serverVersion).toMatch(/stand-in/);
    expect(await start()).toEqual(first);
    expect((await checkStart(opened.connection, freshPrefix())).origin).not.toBe(first.origin);
  });
  test.each(['$maxAge', '$maxCount', '$tb'])('a stream on which %s is set is refused', async (name) => {
    const streamId = newStream();
    await right(opened.store.append(request(streamId, 'NO_STREAM')));
    const set = (data: object): unknown =>
      standIn.log.append(`$$${prefix}${streamId}`, 'ANY', [
        {
          id: randomUUID(),
          type: '$metadata',
          contentType: 'application/json',
          data: Buffer.from(JSON.stringify(data)),
          metadata: Buffer.from(''),
        },
      ]);
    set({ [name]: 3 });
    await expect(start()).rejects.toThrow(/forgets events of it/);
    expect(await opened.store.readAll(0n, 10)()).toMatchObject({
      left: { reason: expect.stringMatching(/forgets/) },
    });
    // Taken back in time, nothing is lost and nothing is in the way.
    set({});
    await expect(start()).resolves.toBeDefined();
    expect(await right(opened.store.readAll(0n, 10))).toHaveLength(1);
  });
  test('a server that may not be used, is too old, or is not there: one sentence says what to do', async () => {
    standIn.faults.denied = true;
    await expect(start()).rejects.toThrow(/denies access. The user of EVENT_STORE_URL must be allowed/);
    standIn.faults.denied = false;
    standIn.faults.withoutPositions = true;
    await expect(start()).rejects.toThrow(/needs version 22.6 or newer/);
    const away = connect('esdb://127.0.0.1:1?tls=false', { ...shortLimits, operationMs: 500 });
    await expect(checkStart(away, prefix)).rejects.toThrow(/EventStoreDB cannot be reached/);
    await away.close();
  });
  test('a log that ends before its read models is an older copy', async () => {
    const database = await createTestDatabase();
    await right(opened.store.append(request(newStream(), 'NO_STREAM', [newEvent()])));
    const head = await right(opened.store.head());
    const insert = "insert into projection.checkpoint (name, version, position) values ('some', 1, $1)";
    await database.owner.query(insert, [head]);
    await expect(checkNotBehind(database.owner, head)).resolves.toBeUndefined();
    await expect(checkNotBehind(database.owner, head - 1n)).rejects.toThrow(/restored from an older copy/);
    await database.drop();
  });
});

describe('the configuration', () => {
  const read = (environment: Record<string, string>) => readConfig(environment).eventStore;
  test('no address: the log is in the database', () => {
    expect(read({})).toBeUndefined();
    expect(read({ EVENT_STORE_URL: '' })).toBeUndefined();
  });
  test('an address and a prefix, and no value in what is said of a wrong one', () => {
    const url = 'esdb+discover://ledger:secret@db.example:2113?tlsCaFile=/ca.crt';
    expect(read({ EVENT_STORE_URL: url })).toEqual({ url, prefix: 'ledger-' });
    expect(read({ EVENT_STORE_URL: url, EVENT_STORE_PREFIX: 'region.north-' })?.prefix).toBe('region.north-');
    for (const wrong of ['ledger', 'led-ger-', '-', '$ledger-', 'unit:ledger-', 'Ledger-'])
      expect(() => read({ EVENT_STORE_URL: url, EVENT_STORE_PREFIX: wrong })).toThrow(
        /one hyphen at the end/,
      );
    for (const wrong of ['http://u:secret@db.example:2113', 'esdb://u:secret@db.example:2113?tls=false']) {
      expect(() => read({ EVENT_STORE_URL: wrong })).toThrow(ConfigError);
      expect(() => read({ EVENT_STORE_URL: wrong })).not.toThrow(/secret/);
    }
    expect(placeOf(url)).toBe('esdb+discover://db.example:2113');
    expect(urlWarnings(url)).toEqual([]);
    expect(urlWarnings('esdb://u:p@127.0.0.1:2113?tls=false')).toHaveLength(2);
  });
});
