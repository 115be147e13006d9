import { afterEach, beforeEach, expect, test } from 'vitest';
import { createServerFolder, runLedger, type ServerFolder } from '../e2e/serverProcess.ts';
import { freshPrefix, startServer } from '../harness/eventStoreDb/openTestStore.ts';

let server: Awaited<ReturnType<typeof startServer>>;
let folder: ServerFolder;
beforeEach(async () => {
  server = await startServer();
  folder = createServerFolder();
});
afterEach(async () => {
  await folder.remove();
  server.stop();
});

const told = ['simulate', '--seed', '7', '--firearms', '4', '--until', '2024-01-01', '--json'];
const onEventStore = () => ({ EVENT_STORE_URL: server.url, EVENT_STORE_PREFIX: freshPrefix() });
const run = async (args: ReadonlyArray<string>, environment: Record<string, string> = {}) => {
  const { code, stdout, stderr } = await runLedger(folder.folder, args, environment);
  expect([code, stderr.replace(/^Stopping.*$/m, '')]).toEqual([0, expect.any(String)]);
  return JSON.parse(stdout);
};

test('a register is recorded, followed by its read models and built anew with the log in EventStoreDB', async () => {
  const environment = onEventStore();
  const simulated = await run(told, environment);
  expect(simulated.caughtUp).toBe(true);
  expect(simulated.events).toBeGreaterThan(10);
  expect((await run(told, environment)).events).toBe(0);
  const rebuilt: { name: string; equal?: boolean }[] = await run(['rebuild', '--json'], environment);
  expect(rebuilt.every(({ equal }) => equal === true)).toBe(true);
  const report = await run(['doctor', '--json'], environment);
  expect(report.log).toMatch(/^EventStoreDB .* at esdb/);
  expect(report.readModels.every(({ lag }: { lag: unknown }) => String(lag) === '0')).toBe(true);
  // Without the address a second log would begin; with another one, two would be mixed.
  for (const other of [{}, onEventStore()]) {
    const refused = await runLedger(folder.folder, ['doctor'], other);
    expect(refused.code).toBe(69);
    expect(refused.stderr).toMatch(/EVENT_STORE_URL/);
    expect(refused.stderr.trim().split('\n')).toHaveLength(1);
  }
}, 600_000);

test('move-log: the same register answers from EventStoreDB afterwards', async () => {
  const environment = onEventStore();
  const simulated = await run(told);
  const before = await runLedger(folder.folder, told, environment);
  expect([before.code, before.stderr]).toEqual([69, expect.stringMatching(/move-log/)]);
  const moved = await run(['move-log', '--json'], environment);
  expect(moved.events).toBe(simulated.events);
  // Every report is known there, and the read models are built from there.
  const again = await run(told, environment);
  expect([again.events, again.caughtUp]).toEqual([0, true]);
  await run(['rebuild', '--json'], environment);
  const rebuilt: { equal?: boolean }[] = await run(['rebuild', '--json'], environment);
  expect(rebuilt.every(({ equal }) => equal === true)).toBe(true);
  expect((await runLedger(folder.folder, ['doctor'])).code).toBe(69);
}, 600_000);
