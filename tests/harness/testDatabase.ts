import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { inject } from 'vitest';
import type { DatabaseTarget } from '../../infra/postgres/pool.ts';
import { createPool, withDatabase } from '../../infra/postgres/pool.ts';
import { type Template, templates } from './globalSetup.ts';

export type TestDatabase = {
  readonly target: DatabaseTarget;
  readonly owner: Pool;
  readonly runtime: Pool;
  readonly drop: () => Promise<void>;
};

/** A fresh database for one test file. */
export const createTestDatabase = async (template: Template = 'MIGRATED'): Promise<TestDatabase> => {
  const server = inject('databaseTarget');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const admin = createPool(server, { role: 'owner', max: 1 });
  for (let attempt = 1; ; attempt += 1)
    try {
      await admin.query(`create database ${name} template ${templates[template]}`);
      break;
    } catch (error) {
      // Another test file is copying the template at this moment.
      if (attempt >= 100 || !/being accessed/.test(String(error))) throw error;
      await sleep(30);
    }
  const target = withDatabase(server, name);
  const owner = createPool(target, { role: 'owner', max: 4 });
  const runtime = createPool(target, { role: 'runtime', max: 16 });
  return {
    target,
    owner,
    runtime,
    drop: async () => {
      await owner.end();
      await runtime.end();
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
};
