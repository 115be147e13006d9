import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as O from 'fp-ts/lib/Option.js';
import { emptyRoot } from '../../domain/integrity/merkle.ts';
import type { Config } from '../config.ts';
import { ConfigError } from '../configError.ts';
import { createFile, replaceFile } from '../system/durableFile.ts';
import { hashing } from '../system/hashing.ts';
import { type LogKey, logKeyLine, newLogKey, parseLogKey } from './logKey.ts';
import { readSignedHead, type SignedHead, stateFileOf, writeSignedHead } from './signedHead.ts';

const heading = (origin: string): string =>
  `# Signs the transparency log ${origin}. Secret. The first key is the log's; one with a date signs beside it until then.\n`;

const fileText = (origin: string, keys: ReadonlyArray<LogKey>): string =>
  `${heading(origin)}${keys.map(logKeyLine).join('\n')}\n`;

/** The keys of a file, in its order; throws in words for people. */
export const readLogKeys = (file: string): ReadonlyArray<LogKey> => {
  let text: string;
  try {
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
      throw new ConfigError(`${file} can be read by others than its owner: chmod 600 it`);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(
      `LEDGER_LOG_KEY_FILE: ${file} cannot be read (${(error as NodeJS.ErrnoException).code}). "ledger keys log create" makes a new one`,
    );
  }
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const keys = lines.map(parseLogKey).flatMap((key) => (O.isSome(key) ? [key.value] : []));
  if (keys.length === 0 || keys.length !== lines.length)
    throw new ConfigError(
      `LEDGER_LOG_KEY_FILE: ${file} must hold keys as "ledger keys log create" writes them`,
    );
  return keys;
};

/** Makes key and state of a log that has signed nothing yet; false where the key is there already. */
export const createLogKeyFile = (file: string, origin: string): boolean => {
  if (existsSync(file)) return false;
  const signed = existsSync(stateFileOf(file)) ? readSignedHead(file) : undefined;
  if (signed !== undefined && signed.size > 0)
    throw new ConfigError(
      `${file} is missing, but the file beside it says that it signed the first ${signed.size} events of ${signed.origin}. Put the key back from its copy; if it is lost, docs/transparency-log.md, "Another key", says what to do`,
    );
  return createLogKeyAt(file, { origin, size: 0, root: emptyRoot(hashing.sha256) });
};

/** Makes a key that signs on from a head; false where a key is there already. */
export const createLogKeyAt = (file: string, head: SignedHead): boolean => {
  if (existsSync(file)) return false;
  // First the state, so that a key without one always means that it was lost.
  writeSignedHead(file, head);
  return createFile(file, fileText(head.origin, [newLogKey(head.origin)]));
};

/** Puts a new key in front; the one before it signs beside it until a moment, others no more. */
export const rotateLogKey = (
  file: string,
  until: number,
): { readonly key: LogKey; readonly former: LogKey } => {
  const [former] = readLogKeys(file);
  if (former === undefined) throw new ConfigError(`${file} holds no key`);
  const { name } = former.verifier;
  const key = newLogKey(name);
  replaceFile(file, fileText(name, [key, { ...former, until }]));
  return { key, former };
};

const embeddedKeyFile = ({ dataDirectory }: Pick<Config, 'dataDirectory'>): string =>
  join(dataDirectory, 'log.key');

/**
 * Where the key of this ledger's log is: the configured file, or for the embedded database `log.key` in its data folder,
 * which is made at the first start. Undefined: this process signs nothing.
 */
export const openLogKeyFile = (
  config: Pick<Config, 'logKeyFile' | 'dataDirectory'>,
  embedded: boolean,
  origin: string,
): string | undefined => {
  if (config.logKeyFile !== undefined) {
    readLogKeys(config.logKeyFile);
    return config.logKeyFile;
  }
  if (!embedded) return undefined;
  const file = embeddedKeyFile(config);
  createLogKeyFile(file, origin);
  readLogKeys(file);
  return file;
};

/**
 * The last head that was signed on this machine; undefined where nothing is. Throws `SignedHeadLost` where what tells it
 * is damaged.
 */
export const signedHeadHere = (
  config: Pick<Config, 'logKeyFile' | 'dataDirectory'>,
  embedded: boolean,
): SignedHead | undefined => {
  const file = config.logKeyFile ?? (embedded ? embeddedKeyFile(config) : undefined);
  if (file === undefined || !existsSync(stateFileOf(file))) return undefined;
  const head = readSignedHead(file);
  return head.size === 0 ? undefined : head;
};
