import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What is in the folder survives a power cut. */
export const syncFolder = (folder: string): void => {
  // A folder cannot be opened, let alone synced, on Windows.
  if (process.platform === 'win32') return;
  const opened = openSync(folder, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
};

/** Names of files that are being written; one that is left over was never finished. */
export const draftPrefix = '.draft-';

const writeDraft = (file: string, text: string): string => {
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `${draftPrefix}${randomUUID()}`);
  const opened = openSync(draft, 'wx', 0o600);
  try {
    writeSync(opened, text);
    fsyncSync(opened);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  } finally {
    closeSync(opened);
  }
  return draft;
};

/** Puts a text in the place of a file: whole or not at all, and durable when it returns. Only its owner can read it. */
export const replaceFile = (file: string, text: string): void => {
  const draft = writeDraft(file, text);
  try {
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  syncFolder(dirname(file));
};

/** Makes a file where there is none, as `replaceFile` does; false, and nothing changed, where there is one. */
export const createFile = (file: string, text: string): boolean => {
  const draft = writeDraft(file, text);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(draft, { force: true });
    syncFolder(dirname(file));
  }
};
