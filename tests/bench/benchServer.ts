import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findServerBinaries } from '../../infra/embedded/findServerBinaries.ts';
import { type EmbeddedServer, launchServer } from '../../infra/embedded/launchServer.ts';
import { createPool, type DatabaseTarget, withDatabase } from '../../infra/postgres/pool.ts';

/** Lends a database `bench` on a server of its own, which is gone when the work is done. */
export const withBenchServer = async <T>(
  work: (target: DatabaseTarget, server: EmbeddedServer) => Promise<T>,
): Promise<T> => {
  const found = findServerBinaries();
  if (!found.found) throw new Error(found.advice);
  const folder = mkdtempSync(join(tmpdir(), 'ledger-bench-'));
  const launched = await launchServer(join(folder, 'pg'), found.binaries);
  if (!launched.ok) throw new Error(launched.advice);
  const { server } = launched;
  try {
    const maintenance = createPool({ socket: server.connection }, { role: 'owner', max: 1 });
    await maintenance.query('create database bench');
    await maintenance.end();
    return await work(withDatabase({ socket: server.connection }, 'bench'), server);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};
