import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore } from '../../domain/ports/eventStore.ts';
import { createPostgresEventStore } from '../../infra/eventstore/postgresEventStore.ts';
import { hashing } from '../../infra/system/hashing.ts';
import { startSequencer } from '../../infra/transparency/sequencer.ts';
import { type SignerPorts, type SignOutcome, signOnce } from '../../infra/transparency/signOnce.ts';
import { readTreeHead } from '../../infra/transparency/treeTables.ts';
import { right } from '../harness/right.ts';
import { createTestDatabase } from '../harness/testDatabase.ts';

export const testOrigin = 'log.test/firearms';

/** Waits until something is so. */
export const until = async (done: () => Promise<boolean> | boolean, what = 'it'): Promise<void> => {
  for (let attempt = 0; !(await done()); attempt += 1) {
    if (attempt > 1200) throw new Error(`${what} did not come to that`);
    await sleep(25);
  }
};

/** A folder for keys that goes away. */
export const createKeyFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-log-'));
  return {
    keyFile: join(folder, 'log.key'),
    remove: (): void => rmSync(folder, { recursive: true, force: true }),
  };
};

/** A ledger's log on a database of its own, with a clock that stands, so that equal logs are equal to the byte. */
export const createLogUnderTest = async (storeOf?: (own: EventStore) => EventStore) => {
  const database = await createTestDatabase();
  const own = createPostgresEventStore(database.runtime, { now: () => Date.parse('2026-01-01T00:00:00Z') });
  const store = storeOf?.(own) ?? own;
  return {
    database,
    store,
    pool: database.runtime,
    /** Takes the log into the tree up to its end. */
    sequenced: async (): Promise<void> => {
      const stop = new AbortController();
      const ports = { store, pool: database.runtime, hashing, log: () => undefined };
      const sequencer = startSequencer(ports, stop.signal);
      const head = await right(store.head());
      await until(async () => (await readTreeHead(database.runtime)).position >= head, 'the tree');
      stop.abort();
      await sequencer.done;
    },
    sign: (keyFile: string, more: Partial<SignerPorts> = {}): Promise<SignOutcome> =>
      signOnce({
        pool: database.runtime,
        store,
        sha256: hashing.sha256,
        origin: testOrigin,
        keyFile,
        now: Date.now,
        ...more,
      }),
    close: () => database.drop(),
  };
};
export type LogUnderTest = Awaited<ReturnType<typeof createLogUnderTest>>;
