import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createServerFolder, type ServerFolder, spawnLedger } from './serverProcess.ts';

let killed: ServerFolder;
let whole: ServerFolder;
beforeAll(() => {
  killed = createServerFolder();
  whole = createServerFolder();
});
afterAll(async () => {
  await killed.remove();
  await whole.remove();
});

type Row = {
  readonly stream_id: string;
  readonly revision: string;
  readonly event_id: string;
  readonly type: string;
  readonly payload: string;
};

const query = async <T extends pg.QueryResultRow>(
  folder: string,
  text: string,
): Promise<ReadonlyArray<T>> => {
  const client = new pg.Client({
    host: `${folder}/socket`,
    port: 5432,
    user: 'ledger_owner',
    database: 'ledger',
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
};
const events = async (folder: string): Promise<number> =>
  query<{ count: string }>(folder, 'select count(*) from ledger.event').then(
    ([row]) => Number(row?.count),
    () => 0,
  );

/** The register without what is random by design: the sealed form of personal values depends on the keys of the vault. */
const registerHash = async (folder: string): Promise<string> => {
  const rows = await query<Row>(
    folder,
    'select stream_id, revision, event_id, type, payload from ledger.event order by stream_id, revision',
  );
  const hash = createHash('sha256');
  for (const { payload, ...row } of rows)
    hash.update(JSON.stringify([row, payload.replaceAll(/"(commitment|vaultRef)":"[^"]*"/g, '"$1":""')]));
  return hash.digest('hex');
};

/** Starts as `npm start` does; resolves when it runs. */
const start = (folder: string) => {
  const child = spawnLedger(folder, ['start', '--port', '0']);
  let text = '';
  const running = new Promise<boolean>((resolve) => {
    child.stdout?.on('data', (chunk) => {
      text += chunk;
      if (text.includes('The ledger is running')) resolve(true);
    });
    child.once('exit', () => resolve(false));
  });
  let notes = '';
  child.stderr?.on('data', (chunk) => {
    notes += chunk;
  });
  return { child, running, notes: () => notes };
};
const stop = async ({ child }: ReturnType<typeof start>): Promise<void> => {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
};

test('the example register, killed in the middle again and again, ends as the one that was never interrupted', {
  timeout: 600_000,
}, async () => {
  const uninterrupted = start(whole.folder);
  expect(await uninterrupted.running, uninterrupted.notes()).toBe(true);
  const total = await events(whole.folder);
  const expected = await registerHash(whole.folder);
  await stop(uninterrupted);

  const interrupted: number[] = [];
  for (const share of [0.05, 0.3, 0.6, 0.9]) {
    const { child } = start(killed.folder);
    const ended = once(child, 'exit');
    const deadline = Date.now() + 60_000;
    while ((await events(killed.folder)) < total * share && Date.now() < deadline) await sleep(2);
    child.kill('SIGKILL');
    await ended;
    interrupted.push(await events(killed.folder));
  }
  // At least some kills must have hit the middle, or nothing was tried.
  expect(
    interrupted.filter((count) => count > 0 && count < total).length,
    interrupted.join(),
  ).toBeGreaterThan(1);

  const last = start(killed.folder);
  expect(await last.running, last.notes()).toBe(true);
  expect(await events(killed.folder)).toBe(total);
  expect(await registerHash(killed.folder)).toBe(expected);
  await stop(last);

  const again = start(killed.folder);
  expect(await again.running).toBe(true);
  expect(again.notes()).not.toContain('example');
  expect(await registerHash(killed.folder)).toBe(expected);
  await stop(again);
});
