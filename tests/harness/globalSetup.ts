import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool } from 'pg';
import type { TestProject } from 'vitest/node';
import { findServerBinaries } from '../../infra/embedded/findServerBinaries.ts';
import { launchServer } from '../../infra/embedded/launchServer.ts';
import { migrate } from '../../infra/postgres/migrate.ts';
import type { DatabaseTarget } from '../../infra/postgres/pool.ts';
import { createPool, withDatabase } from '../../infra/postgres/pool.ts';
import { prepareProjections } from '../../infra/projections/prepare.ts';
import { projections } from '../../projections/catalogue.ts';
import { createDatabaseFolder } from './databaseFolder.ts';

declare module 'vitest' {
  interface ProvidedContext {
    databaseTarget: DatabaseTarget;
  }
}

/** The databases that every test database is copied from: migrated, and with empty read models besides. */
export const templates = { MIGRATED: 'ledger_template', WITH_READ_MODELS: 'ledger_read_models' } as const;
export type Template = keyof typeof templates;

/** One real PostgreSQL for the whole run, in a folder of its own that goes away afterwards. */
export default async (project: TestProject) => {
  const found = findServerBinaries();
  if (!found.found) throw new Error(found.advice);
  const directory = createDatabaseFolder('ledger-tests-');
  const launched = await launchServer(join(directory, 'pg'), found.binaries);
  if (!launched.ok) throw new Error(launched.advice);
  const target: DatabaseTarget = { socket: launched.server.connection };
  const server = createPool(target, { role: 'owner', max: 1 });
  await server.query(`create database ${templates.MIGRATED}`);
  const inDatabase = async (name: string, work: (owner: Pool) => Promise<unknown>): Promise<void> => {
    const owner = createPool(withDatabase(target, name), { role: 'owner', max: 2 });
    await work(owner);
    await owner.end();
  };
  await inDatabase(templates.MIGRATED, migrate);
  await server.query(`create database ${templates.WITH_READ_MODELS} template ${templates.MIGRATED}`);
  await inDatabase(templates.WITH_READ_MODELS, (owner) => prepareProjections(owner, projections));
  await server.end();
  project.provide('databaseTarget', target);
  return async () => {
    await launched.server.stop();
    rmSync(directory, { recursive: true, force: true });
  };
};
