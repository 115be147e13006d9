import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { VerifyOptions } from '../../api/cli/auditProgram.ts';
import type { CommandFailed } from '../../api/cli/output.ts';
import { verifyCommand } from '../../infra/cli/verifyCommand.ts';
import type { Ledger } from '../../infra/composition.ts';
import { verifyReadModels } from '../../infra/verification/verifyReadModels.ts';
import { projections } from '../../projections/catalogue.ts';
import { party, registered, stolen } from '../harness/bodies.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
beforeEach(async () => {
  ledger = await createTestLedger();
  for (const serial of ['VR 1', 'VR 2', 'VR 3'])
    await ledger.post('CLK', undefined, {
      ...registered('2026-03-01', party('P', 'keeper'), serial),
      source: { kind: 'PAPER', ref: 'BOOK 1/1' },
    });
  await ledger.caughtUp();
});
afterEach(() => ledger.close());

const verify = (store = ledger.store) =>
  verifyReadModels(
    { store, history: ledger.history, owner: ledger.database.owner },
    projections,
    () => undefined,
  );
const stateOf = async () =>
  (
    await ledger.database.owner.query<{ name: string }>(
      "select nspname as name from pg_namespace where nspname like '%_verify'",
    )
  ).rows.map(({ name }) => name);

describe('REQ-AUD-01 every read model against a fresh fold of the events', () => {
  test('equal where nobody touched them; the tables of the comparison are gone afterwards', async () => {
    const results = await verify();
    expect(results.map(({ name, status }) => [name, status])).toEqual(
      projections.map(({ name }) => [name, 'EQUAL']),
    );
    expect(results.find(({ name }) => name === 'current_registry')?.rows).toBeGreaterThan(0);
    expect(await stateOf()).toEqual([]);
  });

  test.each([
    [
      'altered',
      "update chain_of_custody.interval set holder = 'P-00000000000000000000000000' where subject_id = $1",
      'ROW_ALTERED',
      ['holder'],
    ],
    ['deleted', 'delete from chain_of_custody.interval where subject_id = $1', 'ROW_MISSING', []],
    [
      'added',
      'insert into chain_of_custody.interval select (jsonb_populate_record(i, \'{"no": 99}\')).* from chain_of_custody.interval i where subject_id = $1 limit 1',
      'ROW_ADDED',
      [],
    ],
  ])('a row that was %s is named, and what serves stays as it is', async (_how, sql, kind, columns) => {
    const { rows } = await ledger.database.owner.query<{ subject_id: string }>(
      'select subject_id from chain_of_custody.interval order by subject_id limit 1 offset 1',
    );
    const subject = rows[0]?.subject_id;
    const changed = await ledger.database.owner.query(sql, [subject]);
    expect(changed.rowCount).toBeGreaterThan(0);
    const before = await ledger.database.owner.query('select * from chain_of_custody.interval');
    const results = await verify();
    const faulty = results.filter(({ status }) => status !== 'EQUAL');
    expect(faulty).toMatchObject([
      {
        name: 'chain_of_custody',
        status: 'FAULTY',
        fault: {
          fault: 'DIFFERS',
          differingParts: 1,
          first: { table: 'interval', kind, key: { subject_id: subject }, columns },
        },
      },
    ]);
    const after = await ledger.database.owner.query('select * from chain_of_custody.interval');
    expect(after.rows).toEqual(before.rows);
    expect(await stateOf()).toEqual([]);
  });

  test('one that stands beyond the end of the log, and one of another version, are said to be so', async () => {
    await ledger.database.owner.query(
      "update projection.checkpoint set position = 1000 where name = 'lists'",
    );
    await ledger.database.owner.query(
      "update projection.checkpoint set version = 999 where name = 'component_tree'",
    );
    const results = await verify();
    expect(results.find(({ name }) => name === 'lists')).toMatchObject({
      status: 'FAULTY',
      fault: { fault: 'AHEAD_OF_LOG' },
    });
    expect(results.find(({ name }) => name === 'component_tree')).toMatchObject({ status: 'NOT_COMPARED' });
  });

  test('records that come in meanwhile disturb nothing and are no fault', async () => {
    const running = verify();
    for (let index = 0; index < 5; index += 1)
      await ledger.post('CLK', undefined, {
        ...registered('2026-03-02', party('P', 'keeper'), `VR 1${index}`),
        source: { kind: 'PAPER', ref: 'BOOK 1/2' },
      });
    const results = await running;
    expect(results.filter(({ status }) => status !== 'EQUAL')).toEqual([]);
    expect(results.length).toBe(projections.length);
    await ledger.caughtUp();
    expect(ledger.failures).toEqual([]);
  });

  test('a record that is taken in while the end of the log is read does not put a read model beyond it', async () => {
    const head: typeof ledger.store.head = () => async () => {
      const answer = await ledger.store.head()();
      await ledger.post('CLK', undefined, {
        ...registered('2026-03-03', party('P', 'keeper'), 'VR 20'),
        source: { kind: 'PAPER', ref: 'BOOK 1/3' },
      });
      await ledger.caughtUp();
      return answer;
    };
    const results = await verify({ ...ledger.store, head });
    expect(results.filter(({ status }) => status !== 'EQUAL')).toEqual([]);
    expect(results.length).toBe(projections.length);
  });

  test('on the command line: exit code 0, 1 or 2, and JSON that names the row', async () => {
    const run = async (more: Partial<VerifyOptions>) => {
      const printed: string[] = [];
      const failed = await verifyCommand(
        {
          eventStore: ledger.store,
          codec: ledger.codec,
          history: ledger.history,
          owner: ledger.database.owner,
          pool: ledger.database.runtime,
          signedHead: () => undefined,
        } as unknown as Ledger,
        { logOnly: false, readModelsOnly: true, json: true, ...more },
        { print: (text) => printed.push(text), note: () => undefined, progress: () => undefined },
      ).then(
        () => undefined,
        (error: unknown) => error,
      );
      return { code: failed === undefined ? 0 : (failed as CommandFailed).exitCode, printed };
    };
    expect(await run({})).toMatchObject({ code: 0 });
    expect((await run({ readModel: ['nothing'] })).code).toBe(2);
    await ledger.database.owner.query('update projection.checkpoint set version = 999 where name = $1', [
      'component_tree',
    ]);
    expect((await run({})).code).toBe(2);
    await ledger.database.owner.query('delete from current_registry.interval');
    const { code, printed } = await run({});
    expect(code).toBe(1);
    expect(JSON.parse(printed.join('')).readModels[0].fault.kind).toBe('ROW_MISSING');
    expect((await run({ json: false })).printed.join('')).toContain('ROW_MISSING in interval');
  });

  test('over HTTP: started by an auditor, its outcome names the row; nobody else may', async () => {
    const call = async (method: 'GET' | 'POST', url: string, payload?: object, role: 'AUD' | 'CLK' = 'AUD') =>
      ledger.app.inject({
        method,
        url,
        headers: {
          authorization: await ledger.bearer(role),
          'ledger-purpose': role === 'AUD' ? 'AUDIT' : 'LICENSING',
          ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(payload === undefined ? {} : { payload: JSON.stringify(payload) }),
      });
    await ledger.post('POL', undefined, stolen('2026-03-05'));
    await ledger.database.owner.query("update lists.task set owner_role = 'AUD'");
    await ledger.database.owner.query("update current_registry.interval set make = 'FORGED'");
    expect((await call('POST', '/v1/audit/verifications', {}, 'CLK')).statusCode).toBe(403);
    const started = await call('POST', '/v1/audit/verifications', { log: false });
    expect(started.statusCode, started.body).toBe(202);
    const again = await call('POST', '/v1/audit/verifications', { log: false });
    expect([again.statusCode, again.json().code]).toEqual([409, 'VERIFICATION_UNDER_WAY']);
    const outcome = async () => (await call('GET', String(started.headers['location']))).json();
    await expect.poll(async () => (await outcome()).status, { timeout: 30_000 }).toBe('ENDED');
    const verified = await outcome();
    expect(verified.outcome).toBe('FAULTY');
    const registry = verified.readModels.find(({ name }: { name: string }) => name === 'current_registry');
    expect(registry).toMatchObject({
      status: 'FAULTY',
      fault: { kind: 'ROW_ALTERED', table: 'interval', columns: ['make'] },
    });
    expect((await call('GET', '/v1/audit/verifications')).json().verifications).toHaveLength(1);
    const bad = await call('POST', '/v1/audit/verifications', { checkpoint: 'nothing' });
    expect([bad.statusCode, bad.json().code]).toEqual([422, 'CHECKPOINT_UNREADABLE']);
  });
});
