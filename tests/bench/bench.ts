import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as E from 'fp-ts/lib/Either.js';
import type { Pool } from 'pg';
import type { NewEvent } from '../../domain/ports/eventStore.ts';
import { findServerBinaries } from '../../infra/embedded/findServerBinaries.ts';
import { launchServer } from '../../infra/embedded/launchServer.ts';
import { createPostgresEventStore } from '../../infra/eventstore/postgresEventStore.ts';
import { migrate } from '../../infra/postgres/migrate.ts';
import { createPool, type DatabaseTarget, withDatabase } from '../../infra/postgres/pool.ts';
import { systemClock } from '../../infra/system/system.ts';
import { runLedger } from '../e2e/serverProcess.ts';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '20000' },
    callers: { type: 'string', default: '32' },
    runs: { type: 'string', default: '3' },
    json: { type: 'string' },
  },
});
const eventCount = Number(values.events);
const callers = Number(values.callers);
const runs = Number(values.runs);

const payload = JSON.stringify({
  acquirerId: 'P-01J9ZK3C5E7G9JBMDPFRHTKVMX',
  transferKind: 'DEALER_TO_PERSON',
  filler: 'x'.repeat(220),
});
const metadata = JSON.stringify({
  recordedBy: { actorId: 'bench', role: 'CLK', organisationId: 'REGISTRY' },
  salt: '0'.repeat(32),
});
const newEvent = (): NewEvent => ({
  eventId: randomUUID(),
  type: 'FirearmTransferred',
  schemaVersion: 1,
  payload,
  metadata,
});
const median = (numbers: ReadonlyArray<number>): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
const rate = async (count: number, work: () => Promise<void>): Promise<number> => {
  const started = performance.now();
  await work();
  return count / ((performance.now() - started) / 1000);
};
const concurrently = (count: number, each: (index: number) => Promise<void>): Promise<unknown> => {
  let next = 0;
  return Promise.all(
    Array.from({ length: callers }, async () => {
      while (next < count) {
        next += 1;
        await each(next);
      }
    }),
  );
};

/** The table of a plain event log with the same columns and keys, without anything of ours. */
const plainTable = `create table plain_event (position bigint generated always as identity primary key, stream_id text collate "C" not null, revision bigint not null,
  event_id uuid not null unique, type text not null, schema_version int not null, recorded_at timestamptz not null default now(), payload text not null, metadata text not null, unique (stream_id, revision))`;
const plainInsert =
  'insert into plain_event (stream_id, revision, event_id, type, schema_version, payload, metadata) values ($1, 0, $2, $3, 1, $4, $5)';
const plainBulk =
  'insert into plain_event (stream_id, revision, event_id, type, schema_version, payload, metadata) select * from unnest($1::text[], $2::bigint[], $3::uuid[], $4::text[], $5::int[], $6::text[], $7::text[])';

type Line = {
  readonly what: string;
  readonly ours: number;
  readonly limit: number;
  readonly limitName: string;
  readonly reach: number;
};

const appendLines = async (target: DatabaseTarget, owner: Pool): Promise<ReadonlyArray<Line>> => {
  const pool = createPool(target, { role: 'runtime', max: callers });
  const plain = createPool(target, { role: 'owner', max: callers });
  await owner.query(plainTable);
  const store = createPostgresEventStore(pool, systemClock);
  const ours: number[] = [];
  const theirs: number[] = [];
  const oursBulk: number[] = [];
  const theirsBulk: number[] = [];
  const checked = <L, A>(result: E.Either<L, A>): void => {
    if (E.isLeft(result)) throw new Error(JSON.stringify(result.left));
  };
  // One run to warm up, which is not counted; ours and the limit alternate, so that both meet the same machine.
  for (let run = 0; run <= runs; run += 1) {
    const a = await rate(eventCount, async () => {
      await concurrently(eventCount, async () =>
        checked(
          await store.append({
            streamId: `firearm-${randomUUID()}`,
            expectedRevision: 'NO_STREAM',
            events: [newEvent()],
          })(),
        ),
      );
    });
    const b = await rate(eventCount, async () => {
      await concurrently(eventCount, async () => {
        await plain.query({
          name: 'plain',
          text: plainInsert,
          values: [`firearm-${randomUUID()}`, randomUUID(), 'FirearmTransferred', payload, metadata],
        });
      });
    });
    const batches = Math.max(1, Math.round(eventCount / 1000));
    const c = await rate(batches * 1000, async () => {
      for (let batch = 0; batch < batches; batch += 1)
        checked(
          await store.append({
            streamId: `firearm-${randomUUID()}`,
            expectedRevision: 'NO_STREAM',
            events: Array.from({ length: 1000 }, newEvent),
          })(),
        );
    });
    const d = await rate(batches * 1000, async () => {
      for (let batch = 0; batch < batches; batch += 1) {
        const events = Array.from({ length: 1000 }, newEvent);
        const stream = `firearm-${randomUUID()}`;
        await plain.query({
          name: 'bulk',
          text: plainBulk,
          values: [
            events.map(() => stream),
            events.map((_, index) => index),
            events.map((event) => event.eventId),
            events.map((event) => event.type),
            events.map(() => 1),
            events.map((event) => event.payload),
            events.map((event) => event.metadata),
          ],
        });
      }
    });
    if (run === 0) continue;
    ours.push(a);
    theirs.push(b);
    oursBulk.push(c);
    theirsBulk.push(d);
  }
  await pool.end();
  await plain.end();
  return [
    {
      what: `durable single-event appends, ${callers} callers (events/s)`,
      ours: median(ours),
      limit: median(theirs),
      limitName: 'node-postgres, one insert a commit',
      reach: 1.5,
    },
    {
      what: 'bulk append, batches of 1,000 (events/s)',
      ours: median(oursBulk),
      limit: median(theirsBulk),
      limitName: 'node-postgres, unnest insert',
      reach: 0.7,
    },
  ];
};

const importLine = async (): Promise<string> => {
  const real = new URL('../../../shared/data/dealer-transfers-2017.csv', import.meta.url).pathname;
  const mapping = new URL('../../examples/dealer-transfers.mapping.json', import.meta.url).pathname;
  if (!existsSync(real)) return 'import: NOT RUN, ../shared/data/dealer-transfers-2017.csv is not there';
  const durable: number[] = [];
  const searchable: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const folder = mkdtempSync(join(tmpdir(), 'ledger-bench-'));
    const ran = await runLedger(folder, [
      'import',
      real,
      '--mapping',
      mapping,
      '--report',
      join(folder, 'report'),
      '--json',
    ]);
    const summary = JSON.parse(ran.stdout) as {
      records: number;
      seconds: { recorded: number; searchable: number };
    };
    durable.push(summary.records / summary.seconds.recorded);
    searchable.push(summary.seconds.searchable);
    rmSync(folder, { recursive: true, force: true });
  }
  return `legacy import of 19,532 records: ${Math.round(median(durable))} records/s to durable (reach 10,000/s), ${median(searchable).toFixed(1)} s until searchable (reach 5 s)`;
};

const found = findServerBinaries();
if (!found.found) throw new Error(found.advice);
const folder = mkdtempSync(join(tmpdir(), 'ledger-bench-'));
const launched = await launchServer(join(folder, 'pg'), found.binaries);
if (!launched.ok) throw new Error(launched.advice);
try {
  const maintenance = createPool({ socket: launched.server.connection }, { role: 'owner', max: 1 });
  await maintenance.query('create database bench');
  await maintenance.end();
  const target = withDatabase({ socket: launched.server.connection }, 'bench');
  const owner = createPool(target, { role: 'owner', max: 2 });
  await migrate(owner);
  const lines = await appendLines(target, owner);
  await owner.end();
  const imported = await importLine();
  const shown = lines.map(
    (line) =>
      `${line.what}: ${Math.round(line.ours)}; ${line.limitName}: ${Math.round(line.limit)}; ratio ${(line.ours / line.limit).toFixed(2)} (reach ${line.reach})`,
  );
  process.stdout.write(
    `${cpus().length} cores, PostgreSQL ${found.binaries.major}, fsync on, medians of ${runs} runs\n${[...shown, imported].join('\n')}\n`,
  );
  if (values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify({ lines, imported }, null, 2)}\n`);
} finally {
  await launched.server.stop();
  rmSync(folder, { recursive: true, force: true });
}
