import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { onPaper, party, registered } from '../harness/bodies.ts';
import { createServerFolder, runLedger, startServer } from './serverProcess.ts';

test('two programs that are started at once on an empty folder share its database, and the last one stops it', {
  timeout: 600_000,
}, async () => {
  const server = createServerFolder();
  try {
    const [one, other] = await Promise.all([startServer(server.folder), startServer(server.folder)]);
    const authorization = `Bearer ${await server.token('CLK')}`;
    const record = async (base: string, key: string): Promise<number> =>
      (
        await fetch(`${base}/v1/firearms/events`, {
          method: 'POST',
          headers: { authorization, 'idempotency-key': key, 'content-type': 'application/json' },
          body: JSON.stringify(onPaper(registered('2026-01-05', party('P', key), key))),
          signal: AbortSignal.timeout(30_000),
        })
      ).status;
    expect(await record(one.base, 'first')).toBe(201);
    expect(await record(other.base, 'second')).toBe(201);
    expect(readdirSync(server.folder).filter((name) => name.startsWith('pg'))).toEqual(['pg']);

    // One of the two started the database. Whichever is stopped first, the other one goes on without a gap.
    const lock = join(server.folder, 'pg', 'postmaster.pid');
    const database = server.databasePid();
    const ended = once(one.child, 'exit');
    one.child.kill('SIGTERM');
    let stopped = false;
    ended.then(() => {
      stopped = true;
    });
    let recorded = 0;
    const answers = new Set<number>();
    for (let after = 0; after < 10; recorded += 1) {
      answers.add(await record(other.base, `next-${recorded}`));
      if (stopped) after += 1;
    }
    expect([...answers]).toEqual([201]);
    expect(server.databasePid()).toBe(database);
    // A command beside it leaves it running too.
    expect((await runLedger(server.folder, ['doctor'])).code).toBe(0);
    expect(server.databasePid()).toBe(database);

    const last = once(other.child, 'exit');
    other.child.kill('SIGTERM');
    expect(await last).toEqual([0, null]);
    expect(existsSync(lock)).toBe(false);
  } finally {
    await server.remove();
  }
});
