import type { Pool } from 'pg';
import type { EventStore } from '../../domain/ports/eventStore.ts';
import { systemClock } from '../system/system.ts';
import { connect } from './eventStoreDb/connection.ts';
import { createEventStoreDb } from './eventStoreDb/eventStoreDb.ts';
import { defaultLimits } from './eventStoreDb/limits.ts';
import { checkStart } from './eventStoreDb/startChecks.ts';
import { placeOf, urlWarnings } from './eventStoreDb/url.ts';
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

/** Connects without looking at the server: for a thread beside a process that has looked. */
export const connectLog = ({ url, prefix }: EventStoreTarget) => {
  const connection = connect(url, defaultLimits);
  return {
    connection,
    store: createEventStoreDb(connection, prefix, systemClock),
    close: connection.close,
  };
};

/** Opens a log in EventStoreDB; throws in words for people when it cannot be used. */
export const openEventStoreLog = async (target: EventStoreTarget): Promise<OpenedLog> => {
  const { connection, store, close } = connectLog(target);
  try {
    const { origin, serverVersion } = await checkStart(connection, target.prefix);
    return {
      store,
      description: `EventStoreDB ${serverVersion} at ${placeOf(target.url)}, streams ${target.prefix}*`,
      warnings: urlWarnings(target.url),
      origin,
      serverVersion,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};
