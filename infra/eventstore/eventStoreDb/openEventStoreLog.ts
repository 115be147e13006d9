import { systemClock } from '../../system/system.ts';
import type { EventStoreTarget, OpenedLog } from '../openLog.ts';
import { connect } from './connection.ts';
import { createEventStoreDb } from './eventStoreDb.ts';
import { defaultLimits } from './limits.ts';
import { checkStart } from './startChecks.ts';
import { placeOf, urlWarnings } from './url.ts';

// Imported only where the log is in EventStoreDB: the client and its protocol take 15 MB in each thread.

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
