import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { diskFull } from '../system/diskFull.ts';
import type { ServerBinaries } from './findServerBinaries.ts';
import { linkLibraries } from './linkLibraries.ts';
import type { RunAs } from './runAs.ts';
import { findRunAs, run } from './runAs.ts';

/** How to reach the server: a Unix socket in a folder of mode 0700, never a TCP port. */
export type SocketConnection = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
};
export type EmbeddedServer = {
  readonly how: 'started' | 'adopted';
  readonly connection: SocketConnection;
  readonly dataDirectory: string;
  /** Fast shutdown: open transactions are rolled back, the rest is written. Safe to call twice. */
  readonly stop: () => Promise<void>;
};
export type Launched =
  | { readonly ok: true; readonly server: EmbeddedServer }
  | { readonly ok: false; readonly advice: string };

const port = 5432;
/** The kernel's limit for the path of a Unix socket, without its terminating byte. */
const socketPathBytesMax = 107;
/** After a kill -9 the lock file stays until the dead server is reaped: measured 1.5 s, so ten times that. */
const lockFileWaitMs = 15_000;

const socketDirectory = (dataDirectory: string): string => {
  const inside = join(dataDirectory, '..', 'socket');
  if (Buffer.byteLength(join(inside, `.s.PGSQL.${port}`)) <= socketPathBytesMax) return resolve(inside);
  const name = createHash('sha256').update(dataDirectory).digest('hex').slice(0, 16);
  return join(tmpdir(), `ledger-${process.getuid?.() ?? 0}-${name}`);
};

const privateDirectory = (path: string): string | undefined => {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const found = lstatSync(path);
  const own = process.getuid === undefined || found.uid === process.getuid();
  return found.isDirectory() && own && (found.mode & 0o077) === 0
    ? undefined
    : `${path} must be a folder of your own with mode 0700.`;
};

const answers = async (connection: SocketConnection): Promise<boolean> => {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 3000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Removes what programs left that were killed while they created the database; the name says which program it was. */
const removeUnfinished = (dataDirectory: string): void => {
  const prefix = `${basename(dataDirectory)}.new.`;
  for (const name of readdirSync(dirname(dataDirectory))) {
    // A folder that somebody named otherwise is somebody's.
    const pid = name.startsWith(prefix) ? /^(\d+)\.\w{6}$/.exec(name.slice(prefix.length))?.[1] : undefined;
    if (pid !== undefined && !isAlive(Number(pid)))
      rmSync(join(dirname(dataDirectory), name), { recursive: true, force: true });
  }
};

const isCreated = (dataDirectory: string): boolean => existsSync(join(dataDirectory, 'PG_VERSION'));

const initialise = async (
  binaries: ServerBinaries,
  runAs: RunAs,
  dataDirectory: string,
): Promise<string | undefined> => {
  removeUnfinished(dataDirectory);
  // Into a sibling first and then renamed: a kill in the middle leaves nothing that looks like a database, and of two that
  // start at once each has its own.
  const fresh = mkdtempSync(`${dataDirectory}.new.${process.pid}.`);
  if (runAs.chownTo !== undefined) execFileSync('chown', ['-R', runAs.chownTo, fresh]);
  const locale =
    binaries.major >= 17
      ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
      : ['--locale=C'];
  const ran = await run(
    runAs,
    join(binaries.directory, 'initdb'),
    ['-D', fresh, '-k', '-E', 'UTF8', ...locale, '-U', 'ledger_owner', '-A', 'trust', '--no-instructions'],
    120_000,
  );
  try {
    if (ran.code !== 0)
      return diskFull.test(ran.output)
        ? `The disk is full: the database cannot be created in ${dataDirectory}. Make room there and start again.`
        : `Creating the database in ${dataDirectory} failed: ${ran.output}`;
    renameSync(fresh, dataDirectory);
  } catch (error) {
    // Two starters at once: the other one made it.
    if (!isCreated(dataDirectory)) throw error;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return undefined;
};

/**
 * Starts the ledger's own PostgreSQL on `dataDirectory`, or adopts the one that a killed program left running there.
 * Durability settings are the server's defaults (fsync and synchronous_commit on), data checksums are on.
 * On Windows the way is the same but untried.
 */
export const launchServer = async (dataDirectory: string, binaries: ServerBinaries): Promise<Launched> => {
  const found = findRunAs();
  if (!found.ok) return found;
  const { runAs } = found;
  if (binaries.nativeDirectory !== undefined) linkLibraries(binaries.nativeDirectory);
  const data = resolve(dataDirectory);
  mkdirSync(join(data, '..'), { recursive: true, mode: 0o700 });
  const sockets = socketDirectory(data);
  const unsafe = privateDirectory(sockets);
  if (unsafe !== undefined) return { ok: false, advice: unsafe };
  if (runAs.chownTo !== undefined) execFileSync('chown', [runAs.chownTo, sockets]);

  if (isCreated(data)) {
    const stored = Number(readFileSync(join(data, 'PG_VERSION'), 'utf8').trim());
    if (stored !== binaries.major)
      return {
        ok: false,
        advice:
          `${data} was written by PostgreSQL ${stored}, the programs here are ${binaries.major}. Start with those of ${stored} ` +
          '(LEDGER_POSTGRES_BIN), or move the folder away to begin anew.',
      };
  } else {
    const failed = await initialise(binaries, runAs, data);
    if (failed !== undefined) return { ok: false, advice: failed };
  }

  const control = join(binaries.directory, 'pg_ctl');
  const connection: SocketConnection = { host: sockets, port, user: 'ledger_owner', database: 'postgres' };
  const stop = async (): Promise<void> => {
    await run(runAs, control, ['-D', data, '-m', 'fast', '-w', '-t', '30', 'stop'], 40_000);
  };
  const running = await run(runAs, control, ['-D', data, 'status'], 10_000);
  if (running.code === 0 && (await answers(connection)))
    return { ok: true, server: { how: 'adopted', connection, dataDirectory: data, stop } };

  const options =
    `-c listen_addresses='' -c unix_socket_permissions=0700 -k '${sockets}' -p ${port} -c timezone=UTC ` +
    '-c max_connections=60 -c max_wal_size=2GB -c shared_buffers=128MB';
  const deadline = Date.now() + lockFileWaitMs;
  const logFile = join(data, 'server.log');
  for (;;) {
    const logged = existsSync(logFile) ? statSync(logFile).size : 0;
    const ran = await run(
      runAs,
      control,
      ['-D', data, '-w', '-t', '60', '-l', logFile, '-o', options, 'start'],
      70_000,
    );
    if (ran.code === 0 && (await answers(connection)))
      return { ok: true, server: { how: 'started', connection, dataDirectory: data, stop } };
    // Two starters at once: the other one's server is as good as ours.
    if (await answers(connection))
      return { ok: true, server: { how: 'adopted', connection, dataDirectory: data, stop } };
    const log = existsSync(logFile)
      ? readFileSync(logFile).subarray(logged).toString('utf8').slice(-2000)
      : '';
    if (diskFull.test(`${ran.output}${log}`))
      return {
        ok: false,
        advice: `The disk is full: PostgreSQL cannot start on ${data}. Make room there and start again; what was recorded is kept.`,
      };
    if (Date.now() > deadline || !/lock file|already running|another server/i.test(`${ran.output}${log}`))
      return { ok: false, advice: `PostgreSQL did not start on ${data}. ${ran.output}\n${log}` };
    await sleep(300);
  }
};
