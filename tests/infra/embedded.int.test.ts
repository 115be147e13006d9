import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { findServerBinaries } from '../../infra/embedded/findServerBinaries.ts';
import { type EmbeddedServer, launchServer } from '../../infra/embedded/launchServer.ts';
import { MigrationError, migrate } from '../../infra/postgres/migrate.ts';
import { createPool } from '../../infra/postgres/pool.ts';

const launch = async (directory: string, forced?: string): Promise<EmbeddedServer> => {
  const found = findServerBinaries(forced);
  if (!found.found) throw new Error(found.advice);
  const launched = await launchServer(directory, found.binaries);
  if (!launched.ok) throw new Error(launched.advice);
  return launched.server;
};
const query = async (
  server: EmbeddedServer,
  sql: string,
): Promise<ReadonlyArray<Record<string, unknown>>> => {
  const client = new pg.Client(server.connection);
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
};
const inFolder = async (work: (folder: string) => Promise<void>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-embedded-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

describe('the embedded database', () => {
  test('starts, is adopted by a second starter, and recovers from kill -9 with its data', async () => {
    await inFolder(async (folder) => {
      const data = join(folder, 'pg');
      const first = await launch(data);
      expect(first.how).toBe('started');
      await query(first, 'create table kept as select 42 as answer');
      const second = await launch(data);
      expect(second.how).toBe('adopted');
      process.kill(Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL');
      const third = await launch(data);
      expect(await query(third, 'select answer from kept')).toEqual([{ answer: 42 }]);
      expect(
        await query(
          third,
          "select current_setting('fsync') as fsync, current_setting('listen_addresses') as tcp",
        ),
      ).toEqual([{ fsync: 'on', tcp: '' }]);
      await third.stop();
    });
  });
  test('of several that start at once on an empty folder one starts it and all have it', async () => {
    await inFolder(async (folder) => {
      const data = join(folder, 'pg');
      // What a killed program left goes away; what belongs to one that lives, or to somebody else, does not.
      const ended = spawnSync('true').pid;
      for (const name of [`${ended}.abcdef`, `${process.ppid}.abcdef`, 'backup'])
        mkdirSync(`${data}.new.${name}/base`, { recursive: true });
      const servers = await Promise.all([launch(data), launch(data), launch(data)]);
      expect(servers.map(({ how }) => how).sort()).toEqual(['adopted', 'adopted', 'started']);
      for (const server of servers) expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
      expect(readdirSync(folder).sort()).toEqual([
        'pg',
        `pg.new.${process.ppid}.abcdef`,
        'pg.new.backup',
        'socket',
      ]);
      await servers[0]?.stop();
    });
  });
  test('a long path gets a short socket folder of its own', async () => {
    await inFolder(async (folder) => {
      const server = await launch(join(folder, 'x'.repeat(120), 'pg'));
      expect(server.connection.host.length).toBeLessThan(90);
      expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
      await server.stop();
      rmSync(server.connection.host, { recursive: true, force: true });
    });
  });
  test('programs that are not there are named, with the remedies', () => {
    const found = findServerBinaries('/nowhere');
    expect(found).toMatchObject({ found: false });
    expect(found.found ? '' : found.advice).toMatch(/DATABASE_URL.*npm ci.*apt-get/s);
  });

  const system = '/usr/lib/postgresql/15/bin';
  if (!existsSync(system))
    process.stderr.write(
      `NOT RUN: no PostgreSQL 15 in ${system}, the oldest supported version is not tried\n`,
    );
  test.runIf(existsSync(system))('PostgreSQL 15 takes every migration', async () => {
    await inFolder(async (folder) => {
      const server = await launch(join(folder, 'pg'), system);
      const owner = createPool({ socket: server.connection }, { role: 'owner', max: 2 });
      expect((await migrate(owner)).applied.length).toBeGreaterThan(3);
      await owner.end();
      await server.stop();
    });
  });
  test('another major version’s folder is refused with the way out', async () => {
    await inFolder(async (folder) => {
      const server = await launch(join(folder, 'pg'));
      await server.stop();
      execFileSync('sh', ['-c', `echo 14 > '${join(folder, 'pg', 'PG_VERSION')}'`]);
      await expect(launch(join(folder, 'pg'))).rejects.toThrow(/written by PostgreSQL 14/);
    });
  });
});

describe('migrations', () => {
  test('two starters at once, an altered file, and a newer database', async () => {
    await inFolder(async (folder) => {
      const server = await launch(join(folder, 'pg'));
      const one = createPool({ socket: server.connection }, { role: 'owner', max: 1 });
      const other = createPool({ socket: server.connection }, { role: 'owner', max: 1 });
      const applied = await Promise.all([migrate(one), migrate(other)]);
      const migrations = readdirSync(new URL('../../infra/postgres/migrations/', import.meta.url));
      expect(applied.map((each) => each.applied.length).sort()).toEqual([0, migrations.length]);
      await one.query("update ledger.migration set sha256 = 'other' where number = 2");
      await expect(migrate(one)).rejects.toThrow(MigrationError);
      await one.query(
        "delete from ledger.migration where number = 2; insert into ledger.migration (number, name, sha256) values (99, '0099_future.sql', 'x')",
      );
      await expect(migrate(one)).rejects.toThrow(/newer program|changed/);
      await one.end();
      await other.end();
      await server.stop();
    });
  });
});
