import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, inject, test } from 'vitest';

const program = new URL('./backgroundWork.ts', import.meta.url).pathname;

// Elsewhere a process has one priority for all of its threads, and there is no list of them to look at.
test.runIf(process.platform === 'linux')(
  'work in the background lets others go first in all of its threads and in the embedded database',
  async () => {
    const target = JSON.stringify(inject('databaseTarget'));
    const { stdout } = await promisify(execFile)(process.execPath, [program, target]);
    const { usual, threads, background } = JSON.parse(stdout) as {
      readonly usual: number;
      readonly threads: ReadonlyArray<number>;
      readonly background: number;
    };
    expect(usual).toBeLessThan(19);
    expect(threads.length).toBeGreaterThan(3);
    expect(new Set(threads)).toEqual(new Set([19]));
    expect(background).toBe(19);
  },
);
