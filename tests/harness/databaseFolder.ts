import { existsSync, mkdtempSync, statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder in memory, where the system has one. */
const inMemory = '/dev/shm';
/** Bytes: log segments of up to 2 GB a server (`max_wal_size`) and the databases of two files at once, with as much to spare. */
const roomBytes = 6 * 2 ** 30;

const hasRoom = (): boolean => {
  if (!existsSync(inMemory)) return false;
  const { bavail, bsize } = statfsSync(inMemory);
  return bavail * bsize >= roomBytes && freemem() >= roomBytes;
};

/**
 * A new folder for a database of tests, in memory where there is room for it and in the system's temporary folder
 * otherwise. The server keeps its settings and calls fsync as ever; no test cuts the power, and what a killed process
 * has written is the kernel's in either place. `tests/fault` and `tests/infra/embedded` keep their databases on the disk.
 */
export const createDatabaseFolder = (prefix: string): string =>
  mkdtempSync(join(hasRoom() ? inMemory : tmpdir(), prefix));
