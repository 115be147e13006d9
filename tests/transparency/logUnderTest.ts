import type { EventStore } from '../../domain/ports/eventStore.ts';
import { createPostgresEventStore } from '../../infra/eventstore/postgresEventStore.ts';
import { hashing } from '../../infra/system/hashing.ts';
import { type SignerPorts, type SignOutcome, signOnce } from '../../infra/transparency/signOnce.ts';
import { testOrigin } from '../harness/logKeys.ts';
import { sequenceAll } from '../harness/publishLog.ts';
import { createTestDatabase } from '../harness/testDatabase.ts';

/** A ledger's log on a database of its own, with a clock that stands, so that logs appended alike are equal to the byte. */
export const createLogUnderTest = async (storeOf?: (own: EventStore) => EventStore) => {
  const database = await createTestDatabase();
  const own = createPostgresEventStore(database.runtime, { now: () => Date.parse('2026-01-01T00:00:00Z') });
  const store = storeOf?.(own) ?? own;
  return {
    database,
    store,
    pool: database.runtime,
    sequenced: () => sequenceAll(store, database.runtime),
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
