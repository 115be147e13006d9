import pg from 'pg';
import type { SocketConnection } from '../embedded/launchServer.ts';
import { isInBackground, sharePriority } from '../system/backgroundPriority.ts';

/** A database to connect to: a URL that somebody configured, or the socket of the embedded server. */
export type DatabaseTarget = { readonly url: string } | { readonly socket: SocketConnection };

const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, (text: string) => BigInt(text));

const readMoment: (text: string) => unknown = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ);
let lastMoment: { readonly text: string; readonly date: unknown } = { text: '', date: undefined };
// Events that were appended together were recorded at one moment, and their rows come one after the other.
types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text: string) => {
  if (text !== lastMoment.text) lastMoment = { text, date: readMoment(text) };
  return lastMoment.date;
});

/** Least privilege at run time: INSERT and SELECT on events, nothing more (migration 0001). */
export const runtimeRole = 'ledger_runtime';

export const programName = 'firearm-ledger';
/** As the database lists its connections: all threads of one program have one name. */
export const applicationName = `${programName} ${process.pid}`;

/** Limits on everything that goes out: a stuck database must not hold a request for ever. */
const connectionTimeoutMs = 5_000;
const statementTimeoutMs = 30_000;
/** Beyond its own limit a server that lives has said so. */
const silenceMs = 5_000;

/**
 * What is asked at run time is answered in milliseconds: compiling a statement or starting processes for it takes longer
 * than the answer, and is the tail that a user sees.
 */
const shortStatements = ['-c jit=off', '-c max_parallel_workers_per_gather=0'];

/** The server starts further processes at its own priority, not at that of who asks. */
const aloneInBackground = ['-c max_parallel_maintenance_workers=0', '-c max_parallel_workers_per_gather=0'];

export type PoolOptions = {
  readonly role: 'owner' | 'runtime';
  readonly max: number;
  readonly statementTimeoutMs?: number;
  /** Whether a commit is answered before it is on disk: only for what is made anew from the log after a crash. */
  readonly lazyCommit?: boolean;
};

/**
 * A pool of connections. Times are UTC, bigint comes as BigInt. An idle connection that dies is dropped silently;
 * the next query opens another.
 */
export const createPool = (target: DatabaseTarget, options: PoolOptions): pg.Pool => {
  const settings = [
    '-c TimeZone=UTC',
    ...(options.role === 'runtime' ? [`-c role=${runtimeRole}`, ...shortStatements] : []),
    '-c idle_in_transaction_session_timeout=60000',
    ...('socket' in target && isInBackground() ? aloneInBackground : []),
    ...(options.lazyCommit === true ? ['-c synchronous_commit=off'] : []),
  ].join(' ');
  const pool = new pg.Pool({
    ...('url' in target ? { connectionString: target.url } : target.socket),
    types,
    max: options.max,
    application_name: applicationName,
    connectionTimeoutMillis: connectionTimeoutMs,
    statement_timeout: options.statementTimeoutMs ?? statementTimeoutMs,
    // A server that is frozen or cut off answers nothing at all, not even that it timed out.
    ...(options.role === 'runtime' ? { query_timeout: statementTimeoutMs + silenceMs } : {}),
    keepAlive: true,
    options: settings,
  });
  pool.on('error', () => undefined);
  // A connection in use that breaks fails its query; without a listener it would end the process as well.
  pool.on('connect', (client) => client.on('error', () => undefined));
  if ('socket' in target)
    pool.on('connect', (client) => {
      const { processID } = client as { readonly processID?: number };
      if (processID !== undefined) sharePriority(processID);
    });
  return pool;
};

/** The same target with another database name, for tests and maintenance. */
export const withDatabase = (target: DatabaseTarget, database: string): DatabaseTarget => {
  if ('socket' in target) return { socket: { ...target.socket, database } };
  const url = new URL(target.url);
  url.pathname = `/${database}`;
  return { url: url.toString() };
};
