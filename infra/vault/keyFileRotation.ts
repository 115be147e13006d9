import { existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../config.ts';
import { syncFolder } from '../system/durableFile.ts';

/** Where the master key of the embedded database is, and the one before it while a rotation is under way. */
export const keyFileOf = (directory: string): string => join(directory, 'vault.key');
export const previousKeyFileOf = (directory: string): string => join(directory, 'vault.previous.key');
const nextKeyFileOf = (directory: string): string => join(directory, 'vault.next.key');

/**
 * Puts a new master key in the place of the present one, which stays beside it until everything is wrapped anew. At every
 * moment both keys that anything is wrapped under are there by name; interrupted, it goes on where it was.
 */
export const beginKeyFileRotation = (directory: string, createKeyFile: (file: string) => void): void => {
  const [present, previous, next] = [
    keyFileOf(directory),
    previousKeyFileOf(directory),
    nextKeyFileOf(directory),
  ];
  if (!existsSync(present)) throw new ConfigError(`${present} is missing: put it back from its copy`);
  // Begun before: what is named previous wraps something still.
  if (existsSync(previous) && !existsSync(next)) return;
  if (!existsSync(next)) createKeyFile(next);
  if (!existsSync(previous)) linkSync(present, previous);
  renameSync(next, present);
  syncFolder(directory);
};

/** Removes the key that nothing is wrapped under any more. Copies of it elsewhere are the operator's to destroy. */
export const endKeyFileRotation = (directory: string): void => {
  rmSync(previousKeyFileOf(directory), { force: true });
  syncFolder(directory);
};
