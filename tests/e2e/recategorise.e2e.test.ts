import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createServerFolder,
  runLedger,
  type ServerFolder,
  spawnLedger,
  startServer,
} from './serverProcess.ts';

const firearms = 3000;
let server: ServerFolder;
let act: string;
let report: string;

const mapping = {
  register: 'OLD-BOOK',
  format: 'ndjson',
  zone: 'Europe/Podgorica',
  reference: 'no',
  personal: ['owner'],
  absence: { '': 'UNKNOWN' },
  identity: {
    type: { constant: 'PISTOL' },
    make: { column: 'make' },
    model: { column: 'model' },
    calibre: { column: 'calibre' },
    serialRaw: { column: 'serial' },
    countryOfManufacture: { absent: 'UNKNOWN' },
    action: { absent: 'UNKNOWN' },
    bore: { absent: 'UNKNOWN' },
    ignition: { absent: 'UNKNOWN' },
    category: { constant: 'B' },
    subcategory: { constant: 'B1' },
    barrelLengthMm: { column: 'barrel', unit: 'MM' },
  },
  registered: {
    effectiveAt: { column: 'day', format: 'YYYY-MM-DD' },
    responsible: { column: 'owner', kind: 'PERSON' },
    partyRole: 'HOLDER',
  },
};

beforeAll(async () => {
  server = createServerFolder();
  act = join(server.folder, 'act.json');
  report = join(server.folder, 'report.ndjson');
  const file = join(server.folder, 'old.ndjson');
  writeFileSync(
    file,
    Array.from({ length: firearms }, (_, number) =>
      JSON.stringify({
        no: `S-${number}`,
        make: 'Zastava',
        // Every tenth is of another model, which the act does not concern.
        model: number % 10 === 0 ? 'M70' : 'M57',
        calibre: '7.62x25',
        serial: `RC ${10_000 + number}`,
        barrel: 116,
        owner: `Owner ${number % 40}`,
        day: '2017-03-05',
      }),
    ).join('\n'),
  );
  writeFileSync(join(server.folder, 'mapping.json'), JSON.stringify(mapping));
  writeFileSync(
    act,
    JSON.stringify({
      decisionRef: { kind: 'LAW', number: '40/26', issuer: 'Parliament', date: '2020-04-20' },
      effectiveOn: '2020-05-01',
      select: { subcategories: ['B1'], models: ['M57'] },
      to: { category: 'B', subcategory: 'B5' },
      facts: { action: 'SEMI_AUTO', ignition: 'CENTREFIRE', chambers: 1, deviceCapacity: 8 },
    }),
  );
  const imported = await runLedger(server.folder, [
    'import',
    file,
    '--mapping',
    join(server.folder, 'mapping.json'),
    '--report',
    join(server.folder, 'import.ndjson'),
  ]);
  expect(imported.code, imported.stderr).toBe(0);
}, 600_000);
afterAll(() => server.remove());

const run = (...more: ReadonlyArray<string>) =>
  runLedger(server.folder, ['recategorise', act, '--report', report, '--json', ...more]);
const reported = (): ReadonlyArray<{ firearmId: string; outcome: string }> =>
  readFileSync(report, 'utf8')
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line));

test('HC-22 killed in the middle and run again, each firearm that the act concerns is changed once and no other', {
  timeout: 600_000,
}, async () => {
  const concerned = firearms - firearms / 10;
  const preview = await run();
  expect([preview.code, JSON.parse(preview.stdout).outcomes], preview.stderr).toEqual([
    1,
    { WOULD_BE_RECORDED: concerned },
  ]);
  const child = spawnLedger(server.folder, ['recategorise', act, '--report', report, '--confirm']);
  const ended = once(child, 'exit');
  const before = Date.now();
  // The report is written anew by each run: once its first page is there, others follow.
  while (Date.now() - before < 60_000) {
    if (existsSync(report) && reported().some(({ outcome }) => outcome === 'RECORDED')) break;
    await sleep(5);
  }
  child.kill('SIGKILL');
  await ended;
  const second = await run('--confirm');
  expect(second.code, second.stderr).toBe(0);
  const { outcomes } = JSON.parse(second.stdout);
  expect(outcomes.ALREADY_RECORDED).toBeGreaterThan(0);
  expect(outcomes.RECORDED).toBeGreaterThan(0);
  expect(outcomes.ALREADY_RECORDED + outcomes.RECORDED).toBe(concerned);
  expect(new Set(reported().map(({ firearmId }) => firearmId)).size).toBe(concerned);
  const third = await run('--confirm');
  expect(JSON.parse(third.stdout).outcomes).toEqual({ ALREADY_RECORDED: concerned });
  // The last command stopped the database.
  const { child: serving } = await startServer(server.folder);
  const client = new pg.Client({
    host: `${server.folder}/socket`,
    port: 5432,
    user: 'ledger_owner',
    database: 'ledger',
  });
  await client.connect();
  const { rows } = await client.query<{ events: string; streams: string }>(
    `select count(*) as events, count(distinct stream_id) as streams from ledger.event where type = 'FirearmRecategorised'`,
  );
  await client.end();
  const stopped = once(serving, 'exit');
  serving.kill('SIGTERM');
  await stopped;
  expect(rows[0]).toEqual({ events: String(concerned), streams: String(concerned) });
});
