import type { Config } from './config.ts';
import { ConfigError, databaseDirectory } from './config.ts';
import { findServerBinaries } from './embedded/findServerBinaries.ts';
import { launchServer } from './embedded/launchServer.ts';
import { type Login, loginOf } from './postgres/login.ts';
import { otherPrograms } from './postgres/otherPrograms.ts';
import type { DatabaseTarget } from './postgres/pool.ts';
import { createPool, withDatabase } from './postgres/pool.ts';

export type OpenedDatabase = {
  readonly owner: DatabaseTarget;
  readonly runtime: DatabaseTarget;
  /** The configured logins; absent for the embedded database. */
  readonly logins?: { readonly owner: Login; readonly runtime: Login };
  /** For people: where the data is. Never holds a password. */
  readonly description: string;
  readonly embedded: boolean;
  readonly how: 'external' | 'started' | 'adopted';
  /**
   * Starts the embedded server again after it died, and throws with what to do where that fails; a configured database is
   * somebody else's to start.
   */
  readonly revive?: () => Promise<void>;
  /** Stops the embedded server, if no other program of this ledger uses it. */
  readonly close: () => Promise<void>;
};

export class DatabaseNotAvailable extends Error {}

const embeddedDatabase = 'ledger';

/** Whether another program of this ledger uses the server; undefined where it does not say. */
const isUsed = async (target: DatabaseTarget): Promise<boolean | undefined> => {
  const pool = createPool(target, { role: 'owner', max: 1 });
  try {
    return (await otherPrograms(pool)) > 0;
  } catch {
    return undefined;
  } finally {
    await pool.end();
  }
};

const loginIn = (variable: Login['variable'], url: string): Login => {
  const login = loginOf(variable, url);
  if (login === undefined)
    throw new ConfigError(
      `${variable} cannot be read. It has the form postgresql://USER:PASSWORD@HOST:PORT/DATABASE; special characters in the password are written as %XX`,
    );
  return login;
};

/** The database to work on: DATABASE_URL always wins; otherwise the embedded server is started or adopted. */
export const openDatabase = async (
  config: Config,
  options: { readonly allowEmbedded: boolean },
): Promise<OpenedDatabase> => {
  if (config.databaseUrl !== undefined) {
    const runtime = loginIn('DATABASE_URL', config.databaseUrl);
    const owner =
      config.databaseOwnerUrl === undefined
        ? runtime
        : loginIn('DATABASE_OWNER_URL', config.databaseOwnerUrl);
    return {
      owner: { url: config.databaseOwnerUrl ?? config.databaseUrl },
      runtime: { url: config.databaseUrl },
      logins: { owner, runtime },
      description: `PostgreSQL at ${runtime.place}, database ${runtime.database}`,
      embedded: false,
      how: 'external',
      close: async () => undefined,
    };
  }
  if (config.production && !options.allowEmbedded)
    throw new DatabaseNotAvailable(
      'NODE_ENV=production needs DATABASE_URL. The embedded database is meant for evaluation and a single seat; --allow-embedded uses it all the same.',
    );
  const found = findServerBinaries();
  if (!found.found) throw new DatabaseNotAvailable(found.advice);
  const launched = await launchServer(databaseDirectory(config), found.binaries);
  if (!launched.ok) throw new DatabaseNotAvailable(launched.advice);
  const { server } = launched;
  const maintenance = createPool({ socket: server.connection }, { role: 'owner', max: 1 });
  try {
    const { rowCount } = await maintenance.query('select from pg_database where datname = $1', [
      embeddedDatabase,
    ]);
    if (rowCount === 0) await maintenance.query(`create database ${embeddedDatabase}`);
  } catch (error) {
    // Two starters at once: the other one made it.
    if (!['42P04', '23505'].includes(String((error as { readonly code?: string }).code))) throw error;
  } finally {
    await maintenance.end();
  }
  const target = withDatabase({ socket: server.connection }, embeddedDatabase);
  let running = server;
  let closed = false;
  return {
    owner: target,
    runtime: target,
    description: `embedded PostgreSQL ${found.binaries.major} in ${server.dataDirectory}`,
    embedded: true,
    how: server.how,
    revive: async () => {
      if (closed) return;
      const again = await launchServer(databaseDirectory(config), found.binaries);
      if (!again.ok) throw new DatabaseNotAvailable(again.advice);
      running = again.server;
    },
    close: async () => {
      closed = true;
      // Whoever started it: another one would lose it in the middle of its work, and the last one leaves nothing behind.
      if (!((await isUsed(target)) ?? running.how === 'adopted')) await running.stop();
    },
  };
};
