import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { euMember } from '../../domain/policy/profiles.ts';
import { textArray } from '../../infra/postgres/arrayLiteral.ts';
import { prepareProjections } from '../../infra/projections/prepare.ts';
import { projections } from '../../projections/catalogue.ts';
import { holdingsOf } from '../../projections/chainOfCustody/queries.ts';
import { registryPage } from '../../projections/currentRegistry/queries.ts';
import { searchRung } from '../../projections/currentRegistry/search.ts';
import { bookBalance, bookPage, stockPage } from '../../projections/dealerRegister/queries.ts';
import type { SqlClient } from '../../projections/engine/sql.ts';
import { alertPage } from '../../projections/openAlerts/queries.ts';
import { taskPage } from '../../projections/tasks/queries.ts';
import { transferPage } from '../../projections/transferMatching/queries.ts';
import { fillReadModels } from '../harness/fillReadModels.ts';
import { createTestDatabase, type TestDatabase } from '../harness/testDatabase.ts';

const firearms = 30_000;
const limit = 50;
const now = '2026-06-01T00:00:00Z';
/** Readers to whom the period of access after destruction matters. */
const destroyedSince = '2012-01-01';
const at = { validAt: now, knownAt: now };

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await prepareProjections(database.owner, projections);
  await fillReadModels(database.owner, firearms);
}, 600_000);
afterAll(() => database.drop());

type Plan = {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: ReadonlyArray<Plan>;
};
const nodes = (plan: Plan): ReadonlyArray<Plan> => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

/** Rows of tables that a plan looked at: those that it went on with, and those that it threw away. */
const rowsLookedAt = (plan: Plan): number =>
  nodes(plan)
    .filter((node) => node['Relation Name'] !== undefined)
    .reduce(
      (sum, node) =>
        sum +
        (node['Actual Rows'] +
          (node['Rows Removed by Filter'] ?? 0) +
          (node['Rows Removed by Index Recheck'] ?? 0)) *
          node['Actual Loops'],
      0,
    );

type Statement = { readonly name: string | undefined; readonly text: string; readonly values: unknown[] };

/** The plan of a statement for its values; of one with a name the plan that a connection keeps for all values. */
const planOf = async ({ name, text, values }: Statement): Promise<Plan> => {
  const explain = 'explain (analyze, buffers, format json)';
  const planIn = ({ rows }: pg.QueryResult): Plan => rows[0]['QUERY PLAN'][0].Plan as Plan;
  if (name === undefined) return planIn(await database.runtime.query(`${explain} ${text}`, values));
  const client = await database.runtime.connect();
  try {
    await client.query("set plan_cache_mode = 'force_generic_plan'");
    await client.query(`prepare kept as ${text}`);
    const given = values.map((value) =>
      value === null ? 'null' : pg.escapeLiteral(Array.isArray(value) ? textArray(value) : String(value)),
    );
    return planIn(await client.query(`${explain} execute kept(${given.join(', ')})`));
  } finally {
    client.release(true);
  }
};

/** Runs a query as the server does, and answers what the plan of each of its statements looked at. */
const measured = async (query: (client: SqlClient) => Promise<unknown>) => {
  const statements: Statement[] = [];
  await query({
    query: async ({ name, text, values = [] }) => {
      statements.push({ name, text, values });
      return database.runtime.query(text, values);
    },
  });
  let rows = 0;
  let pages = 0;
  const whole: string[] = [];
  for (const statement of statements) {
    const plan = await planOf(statement);
    rows += rowsLookedAt(plan);
    pages += plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
    for (const node of nodes(plan))
      if (node['Node Type'] === 'Seq Scan' && node['Rows Removed by Filter'] !== undefined)
        if (node['Rows Removed by Filter'] + node['Actual Rows'] > 100)
          whole.push(node['Relation Name'] ?? '');
  }
  return { rows, pages, whole };
};

const policies = [
  { version: 0, policy: euMember, from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY },
];
const allKinds = [
  'TRANSFER_TO_CONFIRM',
  'MARK_MISSING',
  'AUTHORISATION_REVIEW_DUE',
  'WITHDRAWN_MUST_DISPOSE',
].map((kind) => ({ kind, from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY }));
const tasks = (more: Partial<Parameters<typeof taskPage>[1]>) => (client: SqlClient) =>
  taskPage(client, {
    knownAt: now,
    state: 'OPEN',
    kinds: allKinds,
    policies,
    now: Date.parse(now),
    audience: 'REGISTER',
    limit,
    ...more,
  });
const transfers = (more: Partial<Parameters<typeof transferPage>[1]>) => (client: SqlClient) =>
  transferPage(client, {
    knownAt: now,
    policies,
    now: Date.parse(now),
    zone: 'Europe/Belgrade',
    limit,
    ...more,
  });
const registry = (more: Partial<Parameters<typeof registryPage>[1]>) => (client: SqlClient) =>
  registryPage(client, { ...at, limit, destroyedSince, ...more });
const search =
  (rung: Parameters<typeof searchRung>[1]['rung'], serial: string, more: object = {}) =>
  (client: SqlClient) =>
    searchRung(client, { rung, serial, limit: 20, destroyedSince, ...more });
const book = {
  party: 'F-7',
  audience: 'REGISTER' as const,
  from: '2015-01-01T00:00:00Z',
  to: '2015-12-31T00:00:00Z',
  knownAt: now,
  struck: true,
  destroyedSince,
};

/** Each with the rows that it may look at in a register of any size: what it shows, times what lies beside each. */
const queries: ReadonlyArray<readonly [string, number, (client: SqlClient) => Promise<unknown>]> = [
  ['exact search', 20, search('EXACT', 'SR 700123')],
  ['search among other marks', 20, search('EXACT_OTHER_MARK', 'SR 700123')],
  ['search of confusable characters', 20, search('CONFUSABLE', 'SR 7O0123')],
  ['search of variants', 20, search('VARIANT', 'SR 700123')],
  // Both edits may lie behind what marks of one maker begin with, and leave no three characters together there.
  ['search within two characters', 4500, search('FUZZY', 'SR 741124')],
  ['search within one character', 600, search('FUZZY', 'A74112')],
  ['search of a number read in part', 500, search('FUZZY', 'SR 70?12?', { make: 'Zastava', model: 'M57' })],
  ['search of digits', 100, search('WEAK', '700123', { make: 'Zastava', calibre: '9x19' })],
  ['page of the register', 300, registry({})],
  ['page of the register, further on', 300, registry({ after: 'W-0000012345' })],
  ['page of one custody', 1000, registry({ custody: 'STL' })],
  ['page of alerts in the register', 1000, registry({ alert: 'STOLEN' })],
  ['page of a rare finding', 500, registry({ finding: 'MAKER_UNKNOWN' })],
  ['page of a finding that nothing has', 0, registry({ finding: 'NO_SUCH' })],
  ['page of one maker', 400, registry({ manufacturerCode: 'MAKER-7' })],
  [
    'holdings of a party',
    100,
    (client) => holdingsOf(client, { ...at, party: 'P-777', after: '', destroyedSince, limit }),
  ],
  [
    'holdings of a dealer',
    1000,
    (client) => holdingsOf(client, { ...at, party: 'F-7', after: '', destroyedSince, limit }),
  ],
  ['open alerts', 300, (client) => alertPage(client, { knownAt: now, limit })],
  ["year of a dealer's book", 500, (client) => bookPage(client, book, undefined, limit)],
  ["balance of a dealer's book", 3000, (client) => bookBalance(client, book)],
  [
    'stock of a dealer',
    700,
    (client) => stockPage(client, { ...at, party: 'F-7', audience: 'REGISTER' }, '', limit),
  ],
  ['transfers', 300, transfers({})],
  ['transfers that the other side denies', 300, transfers({ confirmation: 'DISPUTED' })],
  ['transfers in which the sides differ', 300, transfers({ differing: true })],
  ['transfers of a party', 1000, transfers({ party: 'P-777' })],
  ['tasks', 1000, tasks({})],
  ['tasks of one kind', 200, tasks({ kinds: allKinds.slice(1, 2) })],
  ['tasks of one role', 500, tasks({ ownerRole: 'POL' })],
  ['tasks that are overdue', 1000, tasks({ dueBefore: '2012-01-01' })],
  [
    'tasks, further on',
    1500,
    tasks({
      after: [
        '2018-03-01',
        'MARK_MISSING',
        'POL',
        'seizedUndecided',
        '2017-12-01',
        'W-0',
        '00000000-0000-4000-8000-000000000000',
        '1',
        'W-0',
      ],
    }),
  ],
  ['closed tasks', 1000, tasks({ state: 'CLOSED' })],
  ['tasks of a party', 200, tasks({ party: 'P-777' })],
  ['tasks of a firearm', 200, tasks({ subjectId: 'W-0000012345' })],
  ['tasks as known a moment ago', 1500, tasks({ knownAt: '2026-05-31T23:00:00Z' })],
];

describe(`plans over ${firearms} firearms: a query looks at what its answer is made from, never at the whole register`, () => {
  test.each(queries)('%s', async (_, most, query) => {
    const { rows, whole } = await measured(query);
    expect(whole).toEqual([]);
    expect(rows).toBeLessThanOrEqual(most);
  });
});

test('marks that came in since wait for their place in the index only as far as a search does not feel it', async () => {
  const { owner, runtime } = database;
  const added = await runtime.query(
    `insert into current_registry.mark (firearm_id, no, serial_raw, location, is_primary, canonical, skeleton1, skeleton2, bare, sound)
     select 'N' || firearm_id, no, serial_raw, location, is_primary, canonical, skeleton1, skeleton2, bare, sound
     from current_registry.mark order by firearm_id limit 4800`,
  );
  expect(added.rowCount).toBe(4800);
  const misread = search('FUZZY', 'SR 741124');
  const { pages } = await measured(misread);
  const { rows } = await owner.query<{ index: string }>(
    `select indexrelid::regclass::text as index from pg_index i join pg_class c on c.oid = i.indexrelid
     join pg_am a on a.oid = c.relam where i.indrelid = 'current_registry.mark'::regclass and a.amname = 'gin'`,
  );
  expect(rows).toHaveLength(1);
  await owner.query('select gin_clean_pending_list($1::regclass)', [rows[0]?.index]);
  const cleaned = await measured(misread);
  // Eight pages may wait, and each of a dozen patterns reads them.
  expect(pages).toBeLessThanOrEqual(cleaned.pages + 12 * 10);
});
