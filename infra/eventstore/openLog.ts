import type { Pool } from 'pg';
import type { EventStore } from '../../domain/ports/eventStore.ts';
import { systemClock } from '../system/system.ts';
import { createPostgresEventStore } from './postgresEventStore.ts';

/** Address and prefix of a log in EventStoreDB. */
export type EventStoreTarget = { readonly url: string; readonly prefix: string };

/** The log of a ledger, wherever it is. */
export type OpenedLog = {
  readonly store: EventStore;
  /** For people: where it is. Never holds a password. */
  readonly description: string;
  readonly warnings: ReadonlyArray<string>;
  /** Of a log in EventStoreDB. */
  readonly origin?: string;
  readonly serverVersion?: string;
  readonly close: () => Promise<void>;
};

export const openPostgresLog = (pool: Pool): OpenedLog => ({
  store: createPostgresEventStore(pool, systemClock),
  description: 'in the database',
  warnings: [],
  close: async () => undefined,
});
