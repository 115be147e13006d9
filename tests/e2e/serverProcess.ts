import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEvaluationIssuer } from '../../infra/identity/evaluationIssuer.ts';
import { createDatabaseFolder } from '../harness/databaseFolder.ts';

/** The program, without the launcher: a signal reaches it and not a process in between. */
export const main = new URL('../../infra/main.ts', import.meta.url).pathname;
/** Where the launcher keeps what was compiled once; a test need not compile the program for every process anew. */
export const compiledFolder = new URL('../../node_modules/.cache/ledger', import.meta.url).pathname;

/** PostgreSQL itself kills after five seconds whatever of it has not ended. */
const databaseEndMs = 20_000;

/** A folder of its own for one real server with its embedded database; `remove` stops the database too. */
export const createServerFolder = () => {
  const folder = createDatabaseFolder('ledger-e2e-');
  const lockFile = join(folder, 'pg', 'postmaster.pid');
  const databasePid = (): number => Number(readFileSync(lockFile, 'utf8').split('\n')[0]);
  return {
    folder,
    token: async (role: 'CLK' | 'POL') =>
      (await openEvaluationIssuer(folder, 'firearm-ledger')).issue(
        { role, actorId: 'e2e', organisationId: 'REGISTRY' },
        3600,
      ),
    databasePid,
    remove: async (): Promise<void> => {
      try {
        const pid = databasePid();
        // At once, for what is in it is thrown away; and to its end, or it writes into the folder that is being removed.
        process.kill(pid, 'SIGQUIT');
        for (let waited = 0; waited < databaseEndMs && existsSync(lockFile); waited += 20) {
          process.kill(pid, 0);
          await sleep(20);
        }
      } catch {
        // Already gone.
      }
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
};
export type ServerFolder = ReturnType<typeof createServerFolder>;

/** Variables that a test sets for the process. */
export type Environment = Readonly<Record<string, string>>;

/** Runs a command of the ledger as a process of its own. */
export const spawnLedger = (
  folder: string,
  args: ReadonlyArray<string>,
  environment: Environment = {},
): ChildProcess =>
  spawn(process.execPath, [main, ...args], {
    env: {
      ...process.env,
      LEDGER_DATA: folder,
      LOG_LEVEL: 'silent',
      NODE_ENV: 'development',
      NODE_COMPILE_CACHE: compiledFolder,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** Runs a command to its end. */
export const runLedger = async (
  folder: string,
  args: ReadonlyArray<string>,
  environment: Environment = {},
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> => {
  const child = spawnLedger(folder, args, environment);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
};

/** Starts a server on a free port and waits until it prints its address. */
export const startServer = async (
  folder: string,
  environment: Environment = {},
  /** Gets all that the process prints, from its first line. */
  printed: (chunk: Buffer) => void = () => undefined,
): Promise<{ readonly child: ChildProcess; readonly base: string }> => {
  const child = spawnLedger(folder, ['serve', '--port', '0'], environment);
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', printed);
  let text = '';
  return new Promise((resolve, reject) => {
    const collect = (chunk: Buffer): void => {
      text += chunk;
      const address = /API\s+(http:\S+)\/v1/.exec(text)?.[1];
      if (address !== undefined) resolve({ child, base: address });
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', (chunk: Buffer) => {
      text += chunk;
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${text}`)));
    setTimeout(() => reject(new Error(`the server did not start: ${text}`)), 40_000).unref();
  });
};
