import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

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

/** Ids of the users that the machine knows: PostgreSQL looks its own up and refuses to run without a name. */
const knownUsers = (): ReadonlyArray<number> =>
  existsSync('/etc/passwd')
    ? readFileSync('/etc/passwd', 'utf8')
        .split('\n')
        .map((line) => Number(line.split(':')[2]))
        .filter((id) => Number.isInteger(id) && id >= 0)
    : [];

/**
 * As an ordinary user with a name: nothing before the command. As root, or as a user without a name (a container run
 * under any id): a user namespace that shows the server a user the machine knows, so that no account is made and files
 * stay whose they are; where namespaces are forbidden, root uses an existing user `postgres`.
 */
export const findRunAs = (uid = process.getuid?.() ?? 1): FoundRunAs => {
  const known = knownUsers();
  if (uid !== 0 && (known.length === 0 || known.includes(uid))) return { ok: true, runAs: { prefix: [] } };
  const shown = [1000, 65534, ...known].find((id) => id !== 0 && known.includes(id)) ?? 1000;
  const namespace = ['--user', `--map-user=${shown}`, `--map-group=${shown}`];
  if (works('unshare', [...namespace, 'true']))
    return { ok: true, runAs: { prefix: ['unshare', ...namespace] } };
  // A name service other than /etc/passwd may know the user after all: then the server starts without help.
  if (uid !== 0) return { ok: true, runAs: { prefix: [] } };
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
