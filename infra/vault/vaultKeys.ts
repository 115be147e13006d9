import { randomBytes, randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Config, ConfigError, type VaultKeySource } from '../config.ts';
import { type Keyring, type MasterKey, masterKeyBytes, masterKeyFrom } from './masterKey.ts';

const makeOne = 'openssl rand -base64 32';

const readKeyFile = (file: string, name: string): MasterKey => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`${name}: ${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  const key = masterKeyFrom(text);
  if (key === undefined)
    throw new ConfigError(`${name}: ${file} must hold 32 bytes in base64, as \`${makeOne}\` prints them`);
  return key;
};

/** Appears whole or not at all, and survives a power cut: without this key every sealed value is lost. */
const createKeyFile = (directory: string, file: string): void => {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const draft = join(directory, `.vault-${randomUUID()}`);
  const opened = openSync(draft, 'wx', 0o600);
  try {
    writeSync(opened, `${randomBytes(masterKeyBytes).toString('base64')}\n`);
    fsyncSync(opened);
    linkSync(draft, file);
  } catch (error) {
    // Another program of this ledger made it in the meantime.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    closeSync(opened);
    rmSync(draft);
  }
  // A folder cannot be opened, let alone synced, on Windows.
  if (process.platform === 'win32') return;
  const folder = openSync(directory, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
};

const embeddedKey = (directory: string): MasterKey => {
  const file = join(directory, 'vault.key');
  if (!existsSync(file)) createKeyFile(directory, file);
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
    throw new ConfigError(`${file} can be read by others than its owner: chmod 600 it`);
  return readKeyFile(file, 'LEDGER_DATA');
};

const stated = (source: VaultKeySource, name: string): MasterKey | undefined => {
  if (source === undefined) return undefined;
  return 'key' in source ? source.key : readKeyFile(source.file, `${name}_FILE`);
};

/**
 * The vault's master keys. A key is made only for the embedded database, in its data folder: beside a database that
 * somebody else keeps it would be on one machine only, and unknown to its backups.
 */
export const openVaultKeys = (
  config: Pick<Config, 'vault' | 'dataDirectory'>,
  embedded: boolean,
): Keyring => {
  const current = stated(config.vault.current, 'LEDGER_VAULT_KEY');
  const previous = stated(config.vault.previous, 'LEDGER_VAULT_PREVIOUS_KEY');
  if (current === undefined && !embedded)
    throw new ConfigError(
      `LEDGER_VAULT_KEY_FILE (or LEDGER_VAULT_KEY) is required with DATABASE_URL: personal data is encrypted under it. Make one with \`${makeOne}\`, give the same to every process of this ledger, and keep a copy apart from the database's backups`,
    );
  return {
    current: current ?? embeddedKey(config.dataDirectory),
    ...(previous === undefined ? {} : { previous }),
  };
};
