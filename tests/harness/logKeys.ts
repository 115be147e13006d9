import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const testOrigin = 'log.test/firearms';

/** Waits until something is so. */
export const until = async (done: () => Promise<boolean> | boolean, what = 'it'): Promise<void> => {
  for (let attempt = 0; !(await done()); attempt += 1) {
    if (attempt > 1200) throw new Error(`${what} did not come to that`);
    await sleep(25);
  }
};

/** A folder for keys that goes away. */
export const createKeyFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-log-'));
  return {
    keyFile: join(folder, 'log.key'),
    remove: (): void => rmSync(folder, { recursive: true, force: true }),
  };
};
