import { binaryRows } from './binaryRows.ts';
import { columnLiteral } from './columnLiteral.ts';
import type { ColumnType, Projection, Row, Table, TableChange } from './projection.ts';

/** What a projection needs of a database connection; `pg` clients and pools have it. */
export type SqlClient = {
  readonly query: (query: {
    /** A statement with a name is planned once by each connection: only where one plan is good for all values. */
    readonly name?: string;
    readonly text: string;
    readonly values?: unknown[];
  }) => Promise<{ readonly rows: ReadonlyArray<Record<string, unknown>>; readonly rowCount: number | null }>;
};

/** A connection that rows are written over: in PostgreSQL's binary COPY format, many at once. */
export type WritingClient = SqlClient & {
  readonly copy: (text: string, data: Uint8Array) => Promise<void>;
};

const sqlType = (type: ColumnType): string =>
  type === 'codes' ? 'text[]' : type === 'text' ? 'text collate "C"' : type;
const arrayType = (type: ColumnType): string => (type === 'codes' ? 'text[]' : `${type}[]`);

/** Statements that make a projection's schema with its tables, without keys. Names come from the program, never from outside. */
export const createTablesSql = (projection: Projection, schema: string): ReadonlyArray<string> => [
  `create schema ${schema}`,
  ...projection.tables.map(
    (table) =>
      `create table ${schema}.${table.name} (${Object.entries(table.columns)
        .map(([column, type]) => `${column} ${sqlType(type)}`)
        .join(', ')})`,
  ),
  `grant usage on schema ${schema} to ledger_runtime`,
  `grant select, insert, update, delete on all tables in schema ${schema} to ledger_runtime`,
];

/** Statements that give the tables their keys and indexes: after the rows, where many are written at once. */
export const createIndexesSql = (tables: ReadonlyArray<Table>, schema: string): ReadonlyArray<string> =>
  tables.flatMap(({ name, key, indexes }) => [
    `alter table ${schema}.${name} add primary key (${key.join(', ')})`,
    ...indexes.map((index) => `create index on ${schema}.${name} ${index}`),
  ]);

const typeOf = (table: Table, column: string): ColumnType => table.columns[column] ?? 'text';

const byKeys = async (
  client: SqlClient,
  schema: string,
  table: Table,
  rows: ReadonlyArray<Row>,
  closing: boolean,
) => {
  const first = rows[0];
  if (first === undefined) return;
  const keys = table.key.filter((column) => column in first);
  const columns = closing ? [...keys, 'known_to'] : keys;
  const values = columns.map((column) => columnLiteral(rows, column, typeOf(table, column)));
  const source = `unnest(${columns.map((column, index) => `$${index + 1}::${arrayType(typeOf(table, column))}`).join(', ')}) as c(${columns.join(', ')})`;
  const matches = keys.map((column) => `t.${column} = c.${column}`).join(' and ');
  const text = closing
    ? `update ${schema}.${table.name} t set known_to = c.known_to from ${source} where ${matches}`
    : `delete from ${schema}.${table.name} t using ${source} where ${matches}`;
  await client.query({ text, values });
};

/** Applies a batch's changes to one table: three statements at most, whatever the number of rows. */
export const writeChange = async (
  client: WritingClient,
  schema: string,
  { table, close, remove, insert, open = [] }: TableChange,
): Promise<void> => {
  await byKeys(client, schema, table, close, true);
  await byKeys(client, schema, table, remove, false);
  if (insert.length + open.length > 0)
    await client.copy(
      `copy ${schema}.${table.name} (${Object.keys(table.columns).join(', ')}) from stdin with (format binary)`,
      binaryRows(table, insert, open),
    );
};

const partOf = ({ key }: Table): string => `left(md5(t.${key[0]}::text), 3)`;

/**
 * Rows are hashed in groups, so that no text grows with the table: a hash for each group of rows. A row is taken in its
 * binary form, which the server need not format, and rows in the order of their hashes, which needs no key. `offset 0`
 * makes the server sort hashes, not whole rows beside them.
 */
export const partHashesSql = (table: Table, schema: string): string =>
  `select part, count(*)::int as rows, encode(sha256(string_agg(hash, '' order by hash)), 'hex') as hash
   from (select ${partOf(table)} as part, sha256(record_send(t)) as hash from ${schema}.${table.name} t offset 0) hashed
   group by part`;

/** Keys and hashes of the rows of one group ($1), in the order of the key. */
export const rowsOfPartSql = (table: Table, schema: string): string =>
  `select jsonb_build_object(${table.key.map((column) => `'${column}', t.${column}`).join(', ')}) as key, md5(t::text) as hash
   from ${schema}.${table.name} t where ${partOf(table)} = $1 order by ${table.key.map((column) => `t.${column}`).join(', ')}`;

/** One row by its group ($1) and its hash ($2). */
export const rowByHashSql = (table: Table, schema: string): string =>
  `select to_jsonb(t) as row from ${schema}.${table.name} t where ${partOf(table)} = $1 and md5(t::text) = $2 limit 1`;

const hashOfTable = (table: Table, schema: string): string =>
  `(select string_agg(hash, '' order by part) from (${partHashesSql(table, schema)}) parts)`;

/** Hash of all rows of a projection: equal content, equal hash, wherever it was built. */
export const contentHashSql = (projection: Projection, schema: string): string =>
  `select encode(sha256(convert_to(concat_ws('/', ${projection.tables
    .map((table) => hashOfTable(table, schema))
    .join(', ')}), 'UTF8')), 'hex') as hash`;
