import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CommandFailed, Output } from '../../api/cli/output.ts';
import { exitCode } from '../../api/cli/output.ts';
import { rebuildCommand } from '../../infra/cli/maintenanceCommands.ts';
import type { LedgerWithoutVault } from '../../infra/composition.ts';
import { bringUpToDate } from '../../infra/projections/bringUpToDate.ts';
import { readCheckpoint } from '../../infra/projections/outdated.ts';
import { contentHash, rebuildProjections } from '../../infra/projections/rebuild.ts';
import { BuildsElsewhere, whileBuilding } from '../../infra/projections/whileBuilding.ts';
import { verifyReadModels } from '../../infra/verification/verifyReadModels.ts';
import { projections } from '../../projections/catalogue.ts';
import { currentRegistry } from '../../projections/currentRegistry/projection.ts';
import { registered } from '../harness/bodies.ts';
import { entitled } from '../harness/entitled.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await createTestLedger();
  const { partyId } = await entitled(ledger.asClerk, 'P', 'owner');
  for (const serial of ['WB 1', 'WB 2', 'WB 3'])
    expect((await ledger.post('CLK', undefined, registered('2026-02-01', partyId, serial))).statusCode).toBe(
      201,
    );
  await ledger.caughtUp();
});
afterAll(() => ledger.close());

const ports = () => ({ store: ledger.store, history: ledger.history, owner: ledger.database.owner });
const nothing = (): void => undefined;
const hashes = () => Promise.all(projections.map((each) => contentHash(ledger.database.owner, each)));
/** The tables that serve: another number after another build was put in their place. */
const tablesInPlace = async () =>
  (
    await ledger.database.owner.query<{ oid: number }>(
      "select oid from pg_namespace where nspname = 'current_registry'",
    )
  ).rows;
const output: Output = { print: nothing, note: nothing, progress: nothing };

test('of two that rebuild at once one does it and the other is told; each row is there once', async () => {
  const before = await hashes();
  const ended = await Promise.allSettled([
    rebuildProjections(ports(), projections, nothing),
    rebuildProjections(ports(), projections, nothing),
  ]);
  expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(ended.find((each) => each.status === 'rejected')?.reason).toBeInstanceOf(BuildsElsewhere);
  expect(await hashes()).toEqual(before);
});

test('the command says who has it and what to do, changes nothing, and works afterwards', async () => {
  const before = await tablesInPlace();
  const asked = { rebuildPorts: ports() } as unknown as LedgerWithoutVault;
  const rebuild = () => rebuildCommand(asked, ['current_registry'], { json: true }, output);
  const failed = await whileBuilding(ledger.database.owner, () =>
    rebuild().catch((error: CommandFailed) => error),
  );
  expect(failed).toMatchObject({
    message:
      'Another process of this ledger builds or verifies read models. Wait until it has ended. Nothing was changed.',
    exitCode: exitCode.unavailable,
  });
  expect(await tablesInPlace()).toEqual(before);
  await rebuild();
  expect(await tablesInPlace()).not.toEqual(before);
});

test('a verification beside a build compares nothing and says so, instead of finding what is no difference', async () => {
  const results = await whileBuilding(ledger.database.owner, () =>
    verifyReadModels(ports(), projections, nothing),
  );
  expect(results.map(({ name, status, reason }) => [name, status, reason])).toEqual(
    projections.map(({ name }) => [
      name,
      'NOT_COMPARED',
      'Another process of this ledger builds or verifies read models. Wait until it has ended.',
    ]),
  );
  const after = await verifyReadModels(ports(), projections, nothing);
  expect(new Set(after.map(({ status }) => status))).toEqual(new Set(['EQUAL']));
});

test('a server that has read models to build waits for who builds, and then does it', async () => {
  const { owner, runtime } = ledger.database;
  await owner.query('update projection.checkpoint set version = version - 1 where name = $1', [
    currentRegistry.name,
  ]);
  const log: string[] = [];
  const stop = new AbortController();
  let building: Promise<unknown> | undefined;
  await whileBuilding(owner, async () => {
    building = bringUpToDate(
      {
        store: ledger.store,
        history: ledger.history,
        pool: runtime,
        log: (message) => log.push(message),
      },
      ledger.database.target,
      [currentRegistry],
      stop.signal,
      { uptodate: nothing, building: nothing },
    );
    await sleep(1500);
    expect((await readCheckpoint(runtime, currentRegistry.name)).version).toBe(currentRegistry.version - 1);
  });
  await building;
  expect((await readCheckpoint(runtime, currentRegistry.name)).version).toBe(currentRegistry.version);
  expect(log).toEqual([]);
});

test('who lost the lock in the middle puts nothing in place', async () => {
  const { owner } = ledger.database;
  const before = await tablesInPlace();
  const looked: Array<Promise<unknown>> = [];
  const rebuilding = rebuildProjections(ports(), [currentRegistry], () =>
    looked.push(
      owner.query(
        `select pg_terminate_backend(pid) from pg_locks
         where locktype = 'advisory' and objid = hashtext('build read models')::bigint & 4294967295
           and database = (select oid from pg_database where datname = current_database())`,
      ),
    ),
  );
  await expect(rebuilding).rejects.toThrow(/terminat/);
  await Promise.all(looked);
  expect(looked.length).toBeGreaterThan(0);
  expect(await tablesInPlace()).toEqual(before);
});
