import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { findServerBinaries } from '../../infra/embedded/findServerBinaries.ts';
import { launchServer } from '../../infra/embedded/launchServer.ts';
import { migrate } from '../../infra/postgres/migrate.ts';
import type { DatabaseTarget } from '../../infra/postgres/pool.ts';
import { createPool, withDatabase } from '../../infra/postgres/pool.ts';

declare module 'vitest' {
  interface ProvidedContext {
    databaseTarget: DatabaseTarget;
  }
}

/** Name of the migrated database that every test database is copied from. */
export const templateName = 'ledger_template';

/** One real PostgreSQL for the whole run, in a folder of its own that goes away afterwards. */
export default async (project: TestProject) => {
  const found = findServerBinaries();
  if (!found.found) throw new Error(found.advice);
  const directory = mkdtempSync(join(tmpdir(), 'ledger-tests-'));
  const launched = await launchServer(join(directory, 'pg'), found.binaries);
  if (!launched.ok) throw new Error(launched.advice);
  const target: DatabaseTarget = { socket: launched.server.connection };
  const server = createPool(target, { role: 'owner', max: 1 });
  await server.query(`create database ${templateName}`);
  const template = createPool(withDatabase(target, templateName), { role: 'owner', max: 2 });
  await migrate(template);
  await template.end();
  await server.end();
  project.provide('databaseTarget', target);
  return async () => {
    await launched.server.stop();
    rmSync(directory, { recursive: true, force: true });
  };
};
