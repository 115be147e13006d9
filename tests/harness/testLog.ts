import type { Pool } from 'pg';
import type { EventStore } from '../../domain/ports/eventStore.ts';
import type { Clock } from '../../domain/ports/system.ts';
import { createPostgresEventStore } from '../../infra/eventstore/postgresEventStore.ts';
import { freshPrefix, openStore, startServer } from './eventStoreDb/openTestStore.ts';

/** The log of a test ledger, as requests and as read models see it: each has connections of its own. */
export type TestLog = (parts: {
  readonly clock: Clock;
  readonly requests: Pool;
  readonly readModels: Pool;
}) => Promise<{
  readonly requests: EventStore;
  readonly readModels: EventStore;
  readonly close: () => Promise<void>;
}>;

export const postgresLog: TestLog = async ({ clock, requests, readModels }) => ({
  requests: createPostgresEventStore(requests, clock),
  readModels: createPostgresEventStore(readModels, clock),
  close: async () => undefined,
});

/** The stand-in, or the server that ESDB_URL names; read models stay in PostgreSQL. */
export const eventStoreDbLog: TestLog = async ({ clock }) => {
  const { url, limits, stop } = await startServer();
  const prefix = freshPrefix();
  const [requests, readModels] = [
    openStore(url, prefix, { clock, limits }),
    openStore(url, prefix, { clock, limits }),
  ];
  return {
    requests: requests.store,
    readModels: readModels.store,
    close: async () => {
      await Promise.all([requests.connection.close(), readModels.connection.close()]);
      stop();
    },
  };
};

let chosen: TestLog = postgresLog;
export const defaultTestLog = (): TestLog => chosen;
/** Lets all ledgers of this test file keep their log elsewhere, so that stories told for one log run on another. */
export const keepLogIn = (log: TestLog): void => {
  chosen = log;
};
