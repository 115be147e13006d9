import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type pg from 'pg';

/** A numbered step of the database's structure, forward only. */
type Migration = {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
};

export class MigrationError extends Error {}

const directory = new URL('./migrations/', import.meta.url);

const readMigrations = (): ReadonlyArray<Migration> =>
  readdirSync(directory)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file, index) => {
      const sql = readFileSync(new URL(file, directory), 'utf8');
      if (Number(file.slice(0, 4)) !== index + 1)
        throw new MigrationError(`migration ${index + 1} is missing before ${file}`);
      return { number: index + 1, name: file, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    });

/** Lock key of the migrations: any constant that nothing else in the database uses. */
const migrationLock = 7_305_001;

/**
 * Brings the database to the structure of this program: each missing migration in a transaction of its own together
 * with its row. Two starters: the second waits and finds nothing to do. Throws `MigrationError` for an altered or
 * missing migration and for a database newer than the program; nothing is changed then.
 */
export const migrate = async (owner: pg.Pool): Promise<{ readonly applied: ReadonlyArray<string> }> => {
  const migrations = readMigrations();
  const client = await owner.connect();
  const applied: string[] = [];
  try {
    await client.query('set statement_timeout = 0');
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await client.query(`
      create schema if not exists ledger;
      create table if not exists ledger.migration (
        number integer primary key, name text not null, sha256 text not null,
        applied_at timestamptz not null default now())`);
    const { rows } = await client.query<{ number: number; name: string; sha256: string }>(
      'select number, name, sha256 from ledger.migration order by number',
    );
    for (const row of rows) {
      const own = migrations[row.number - 1];
      if (own === undefined)
        throw new MigrationError(
          `the database has migration ${row.number} (${row.name}), which this program does not know: run the newer program`,
        );
      if (own.sha256 !== row.sha256)
        throw new MigrationError(`migration ${row.name} was changed after it had been applied`);
    }
    for (const migration of migrations.slice(rows.length)) {
      await client.query('begin');
      try {
        await client.query(migration.sql);
        await client.query('insert into ledger.migration (number, name, sha256) values ($1, $2, $3)', [
          migration.number,
          migration.name,
          migration.sha256,
        ]);
        await client.query('commit');
        applied.push(migration.name);
      } catch (error) {
        await client.query('rollback');
        throw new MigrationError(
          `migration ${migration.name}: ${error instanceof Error ? error.message : String(error)}`,
          { cause: error },
        );
      }
    }
    return { applied };
  } finally {
    await client.query('select pg_advisory_unlock($1)', [migrationLock]).catch(() => undefined);
    client.release(true);
  }
};
