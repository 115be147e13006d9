import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { type Config, ConfigError, type VaultKeySource } from '../config.ts';
import { createFile } from '../system/durableFile.ts';
import { keyFileOf, previousKeyFileOf } from './keyFileRotation.ts';
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

/** Makes a key, whole and durable, because without it every sealed value is lost; one that is there stays. */
export const createKeyFile = (file: string): void => {
  createFile(file, `${randomBytes(masterKeyBytes).toString('base64')}\n`);
};

const keyIn = (file: string): MasterKey => {
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
    throw new ConfigError(`${file} can be read by others than its owner: chmod 600 it`);
  return readKeyFile(file, 'LEDGER_DATA');
};

const embeddedKey = (directory: string): MasterKey => {
  const file = keyFileOf(directory);
  if (!existsSync(file)) createKeyFile(file);
  return keyIn(file);
};

/** The key before, where a rotation of the embedded database's key was begun and not ended. */
const embeddedPrevious = (directory: string): MasterKey | undefined => {
  const file = previousKeyFileOf(directory);
  return existsSync(file) ? keyIn(file) : undefined;
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
  const previous =
    stated(config.vault.previous, 'LEDGER_VAULT_PREVIOUS_KEY') ??
    (current === undefined && embedded ? embeddedPrevious(config.dataDirectory) : undefined);
  if (current === undefined && !embedded)
    throw new ConfigError(
      `LEDGER_VAULT_KEY_FILE (or LEDGER_VAULT_KEY) is required with DATABASE_URL: personal data is encrypted under it. Make one with \`${makeOne}\`, give the same to every process of this ledger, and keep a copy apart from the database's backups`,
    );
  return {
    current: current ?? embeddedKey(config.dataDirectory),
    ...(previous === undefined ? {} : { previous }),
  };
};
