import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withTransaction } from '../../infra/postgres/withTransaction.ts';
import { writeChanges } from '../../infra/projections/writeChanges.ts';
import type { Projection, Row, Table } from '../../projections/engine/projection.ts';
import { createTablesSql } from '../../projections/engine/sql.ts';
import { createTestDatabase, type TestDatabase } from '../harness/testDatabase.ts';

const table: Table = {
  name: 'cell',
  columns: {
    no: 'bigint',
    words: 'text',
    codes: 'codes',
    number: 'integer',
    position: 'bigint',
    flag: 'boolean',
    id: 'uuid',
    at: 'timestamptz',
  },
  key: ['no'],
  indexes: [],
};
const projection: Projection = { name: 'every_cell', version: 1, tables: [table], fold: () => [] };

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.owner.query(createTablesSql(projection, projection.name).join(';'));
});
afterAll(() => database.drop());

const write = (rows: ReadonlyArray<Row>): Promise<void> =>
  withTransaction(database.runtime, (client) =>
    writeChanges(client, projection.name, [{ table, close: [], remove: [], insert: rows }]),
  );

/** What PostgreSQL itself makes of the values in their text form. */
const asText = ({ at, codes, ...row }: Row): unknown[] => [
  ...Object.values(row),
  codes ?? null,
  typeof at === 'number' ? (Number.isFinite(at) ? new Date(at).toISOString() : String(at)) : null,
];
const differing = `
select count(*)::int as count from every_cell.cell c full join
  (select $1::bigint as no, $2::text as words, $3::integer as number, $4::bigint as position, $5::boolean as flag,
    $6::uuid as id, $7::text[] as codes, $8::timestamptz as at) s using (no)
where c.no is distinct from s.no or c.words is distinct from s.words or c.number is distinct from s.number
  or c.position is distinct from s.position or c.flag is distinct from s.flag or c.id is distinct from s.id
  or c.codes is distinct from s.codes or c.at is distinct from s.at`;

const storable = fc
  .string({ unit: 'binary', maxLength: 60 })
  .filter((text) => text.isWellFormed() && !text.includes('\0'));
const orNull = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
const rows: fc.Arbitrary<Row> = fc.record({
  no: fc.constant(1n),
  words: orNull(storable),
  number: orNull(fc.integer()),
  position: orNull(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  flag: orNull(fc.boolean()),
  id: orNull(fc.uuid()),
  codes: orNull(fc.array(storable, { maxLength: 4 })),
  at: orNull(
    fc
      .oneof(
        fc.constantFrom(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 946_684_800_000),
        fc.integer({ min: Date.UTC(1, 0, 1) - 60_000_000_000_000, max: Date.UTC(9999, 11, 31) }),
      )
      .filter((at) => !Number.isFinite(at) || new Date(at).getUTCFullYear() > 0),
  ),
});

describe('rows in binary form', () => {
  test('hold what the same values hold in their text form, whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (row) => {
        await database.owner.query('truncate every_cell.cell');
        await write([row]);
        const { rows: found } = await database.owner.query<{ count: number }>(differing, asText(row));
        expect(found[0]?.count).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
  test('are taken in as a set, larger than what was made room for', async () => {
    await database.owner.query('truncate every_cell.cell');
    const words = 'ž'.repeat(3000);
    await write(Array.from({ length: 1000 }, (_, no) => ({ no: BigInt(no), words })));
    const { rows: found } = await database.owner.query(
      'select count(*)::int as rows, count(distinct words)::int as words, max(length(words)) as length from every_cell.cell',
    );
    expect(found).toEqual([{ rows: 1000, words: 1, length: 3000 }]);
  });
  test.each<[string, Row, RegExp]>([
    ['a text that holds U+0000', { no: 1n, words: 'a\0b' }, /invalid byte sequence/],
    ['an id that is none', { no: 1n, id: '6f2c' }, /no UUID/],
    ['a number that is none', { no: 1n, number: 1.5 }, /no integer/],
    ['a number that is too large', { no: 1n, number: 2 ** 31 }, /no integer of 32 bits/],
    ['a position that is too large', { no: 2n ** 63n }, /no integer of 64 bits/],
    ['a moment that is none', { no: 1n, at: Number.NaN }, /NaN/],
  ])('%s is refused, and the connection goes on working', async (_, row, message) => {
    await database.owner.query('truncate every_cell.cell');
    await expect(write([row])).rejects.toThrow(message);
    await write([{ no: 2n }]);
    const { rows: found } = await database.owner.query('select no from every_cell.cell');
    expect(found).toEqual([{ no: 2n }]);
  });
  test('for a table that is not there are refused as any statement is, and the connection goes on working', async () => {
    const client = await database.runtime.connect();
    try {
      const change = { table, close: [], remove: [], insert: [{ no: 3n, words: 'x'.repeat(1_000_000) }] };
      await expect(writeChanges(client, 'nowhere', [change])).rejects.toMatchObject({ code: '3F000' });
      await writeChanges(client, projection.name, [change]);
      const { rows: found } = await client.query('select no from every_cell.cell where no = 3');
      expect(found).toEqual([{ no: 3n }]);
    } finally {
      client.release();
    }
  });
});
