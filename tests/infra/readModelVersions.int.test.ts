import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bringUpToDate } from '../../infra/projections/bringUpToDate.ts';
import { outdatedReadModels, readCheckpoint } from '../../infra/projections/outdated.ts';
import { prepareProjections } from '../../infra/projections/prepare.ts';
import { contentHash } from '../../infra/projections/rebuild.ts';
import { startWorker, type WorkerState } from '../../infra/projections/worker.ts';
import { currentRegistry } from '../../projections/currentRegistry/projection.ts';
import type { Projection } from '../../projections/engine/projection.ts';
import { registered } from '../harness/bodies.ts';
import { entitled } from '../harness/entitled.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
let owner: string;
let poisoned: string;
beforeAll(async () => {
  ledger = await createTestLedger();
  ({ partyId: owner } = await entitled(ledger.asClerk, 'P', 'owner'));
  for (const serial of ['V 1', 'V 2', 'V 3']) await register(serial);
  await ledger.caughtUp();
});
afterAll(() => ledger.close());

const register = async (serial: string) => {
  const answer = await ledger.post('CLK', undefined, registered('2026-02-01', owner, serial));
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json();
};
const ports = (log: string[] = []) => ({
  store: ledger.store,
  history: ledger.history,
  pool: ledger.database.runtime,
  log: (message: string, details: Record<string, unknown>) =>
    log.push(`${message} ${JSON.stringify(details)}`),
});
const until = async (holds: () => boolean, what: string): Promise<void> => {
  for (let waited = 0; !holds(); waited += 20) {
    if (waited > 15_000) throw new Error(`${what} has not come`);
    await sleep(20);
  }
};
const numbers = async (): Promise<ReadonlyArray<string>> =>
  (
    await ledger.database.owner.query<{ serial_raw: string }>(
      'select serial_raw from current_registry.mark order by 1',
    )
  ).rows.map((row) => row.serial_raw);

test('a poisonous event stops its read model just before it, by name and position; the others go on', async () => {
  const first = await register('P 1');
  const bad = await register('P 2');
  await register('P 3');
  await ledger.caughtUp();
  poisoned = String(bad.position);
  const delicate: Projection = {
    name: 'delicate',
    version: 1,
    tables: [{ name: 'seen', columns: { position: 'bigint' }, key: ['position'], indexes: [] }],
    fold: ({ events }) => {
      if (events.some(({ position }) => String(position) === poisoned)) throw new Error('poison');
      const insert = events.map(({ position }) => ({ position: position ?? 0n }));
      return [
        {
          table: { name: 'seen', columns: { position: 'bigint' }, key: ['position'], indexes: [] },
          close: [],
          remove: [],
          insert,
        },
      ];
    },
  };
  await prepareProjections(ledger.database.owner, [delicate]);
  const log: string[] = [];
  const stop = new AbortController();
  const worker = startWorker(delicate, ports(log), stop.signal);
  await until(() => worker.state.status === 'FAILED', 'the stop');
  expect(String(worker.state.position)).toBe(String(BigInt(poisoned) - 1n));
  expect(worker.state.failure).toContain(`event ${poisoned} (FirearmRegistered, ${bad.events[0].eventId})`);
  expect(log[0]).toContain('poison');
  const seen = await ledger.database.owner.query('select position from delicate.seen order by 1');
  expect(seen.rows.map(({ position }) => String(position))).toContain(String(first.position));
  expect(seen.rows.length).toBe(Number(poisoned) - 1);
  expect(ledger.workers.map(({ state }) => state.status)).not.toContain('FAILED');
  // The program is mended: it goes on by itself.
  poisoned = 'none';
  const head = await ledger.head();
  expect(await worker.reached(head, 15_000)).toBe(true);
  expect(worker.state).toMatchObject({ status: 'RUNNING', position: head });
  expect(worker.state.failure).toBeUndefined();
  stop.abort();
  await worker.done;
});

test('a read model that is empty before a long log is built anew, one that has followed is not', async () => {
  await ledger.database.owner.query(
    `insert into projection.checkpoint (name, version, position) values ('unborn', 1, 0)`,
  );
  const unborn = { ...currentRegistry, name: 'unborn', version: 1 };
  const names = async (head: bigint) =>
    (await outdatedReadModels(ledger.database.runtime, [currentRegistry, unborn], head)).map(
      ({ name }) => name,
    );
  expect(await names(100n)).toEqual([]);
  expect(await names(1_000_000n)).toEqual(['unborn']);
});

test('a new version is built beside the old one, which serves until the swap and then stands back', async () => {
  const newer: Projection = {
    ...currentRegistry,
    version: currentRegistry.version + 1,
    tables: currentRegistry.tables.map((table) =>
      table.name === 'mark' ? { ...table, columns: { ...table.columns, added: 'text' } } : table,
    ),
    fold: (batch) =>
      currentRegistry.fold(batch).map((change) =>
        change.table.name === 'mark'
          ? {
              ...change,
              table: { ...change.table, columns: { ...change.table.columns, added: 'text' } },
              insert: change.insert.map((row) => ({ ...row, added: 'new' })),
            }
          : change,
      ),
  };
  const before = await numbers();
  const served: ReadonlyArray<string>[] = [];
  const states: WorkerState[] = [];
  const uptodate: string[] = [];
  const stop = new AbortController();
  const built = await bringUpToDate(ports(), ledger.database.target, [newer], stop.signal, {
    uptodate: (projections) => uptodate.push(...projections.map(({ name }) => name)),
    building: (each) => {
      states.push(...each);
      void numbers().then((rows) => served.push(rows));
    },
  });
  expect([built.map(({ name }) => name), uptodate]).toEqual([['current_registry'], []]);
  expect(states.map(({ status }) => status)).toContain('BUILDING');
  expect(new Set(states.map(({ position }) => position))).toEqual(new Set([0n]));
  await until(() => served.length > 0, 'an answer during the build');
  for (const rows of served) expect(rows).toEqual(before);
  expect(await readCheckpoint(ledger.database.runtime, 'current_registry')).toMatchObject({
    version: newer.version,
    position: await ledger.head(),
  });
  const { rows } = await ledger.database.owner.query('select distinct added from current_registry.mark');
  expect(rows).toEqual([{ added: 'new' }]);

  const old = ledger.workers.find(({ state }) => state.name === 'current_registry');
  if (old === undefined) throw new Error('no worker of the old version');
  const worker = startWorker(newer, ports(), stop.signal);
  const { position } = await register('V 4');
  expect(await worker.reached(BigInt(position), 15_000)).toBe(true);
  await until(() => old.state.status === 'SUPERSEDED', 'the old version standing back');
  expect(await numbers()).toContain('V 4');
  expect(await contentHash(ledger.database.owner, newer)).not.toBe('');
  const list = await ledger.get('/v1/registry');
  expect([list.statusCode, list.json().code]).toEqual([503, 'READ_MODEL_BEHIND']);
  expect(list.headers['retry-after']).toBe('30');
  const ready = await ledger.app.inject({ url: '/health/ready' });
  expect([ready.statusCode, ready.json().faults.join()]).toEqual([
    503,
    expect.stringContaining('newer version'),
  ]);
  stop.abort();
  await worker.done;
});
