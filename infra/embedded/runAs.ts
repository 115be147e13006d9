import { execFile, execFileSync } from 'node:child_process';

/** How server programs are started, since PostgreSQL refuses to run as root. */
export type RunAs = { readonly prefix: ReadonlyArray<string>; readonly chownTo?: string };
export type FoundRunAs =
  | { readonly ok: true; readonly runAs: RunAs }
  | { readonly ok: false; readonly advice: string };

const works = (command: string, args: ReadonlyArray<string>): boolean => {
  try {
    execFileSync(command, args, { stdio: 'ignore', timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
};

/**
 * As an ordinary user: nothing before the command. As root: a user namespace in which root is user 1000, so that no
 * account is made and files stay root's; where namespaces are forbidden, an existing user `postgres`.
 */
export const findRunAs = (uid = process.getuid?.() ?? 1): FoundRunAs => {
  if (uid !== 0) return { ok: true, runAs: { prefix: [] } };
  const namespace = ['--user', '--map-user=1000', '--map-group=1000'];
  if (works('unshare', [...namespace, 'true']))
    return { ok: true, runAs: { prefix: ['unshare', ...namespace] } };
  const asPostgres = ['--reuid=postgres', '--regid=postgres', '--init-groups'];
  if (works('setpriv', [...asPostgres, 'true']))
    return { ok: true, runAs: { prefix: ['setpriv', ...asPostgres], chownTo: 'postgres' } };
  return {
    ok: false,
    advice:
      'PostgreSQL refuses to run as root, this system forbids user namespaces, and there is no user "postgres". ' +
      'Start the ledger as an ordinary user, or set DATABASE_URL to a PostgreSQL database that you run.',
  };
};

export type Ran = { readonly code: number; readonly output: string };

/** Runs a server program to its end; the output of both channels comes back, never the terminal. */
export const run = (
  runAs: RunAs,
  command: string,
  args: ReadonlyArray<string>,
  timeout: number,
): Promise<Ran> => {
  const [program = command, ...rest] = [...runAs.prefix, command, ...args];
  return new Promise((resolve) => {
    execFile(
      program,
      rest,
      { timeout, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
        resolve({
          code,
          output: `${stdout}${stderr}${error !== null && code === 1 ? `\n${error.message}` : ''}`.trim(),
        });
      },
    );
  });
};
