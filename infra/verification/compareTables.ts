import type { ClientBase, Pool } from 'pg';
import type { RowDifference } from '../../domain/verification/fault.ts';
import type { Projection, Table } from '../../projections/engine/projection.ts';
import { partHashesSql, rowByHashSql, rowsOfPartSql } from '../../projections/engine/sql.ts';

/** One of the two contents that are compared: a connection and the schema. */
type Side = { readonly client: Pick<ClientBase | Pool, 'query'>; readonly schema: string };
type Part = { readonly part: string; readonly rows: number; readonly hash: string };
type KeyedRow = { readonly key: Record<string, unknown>; readonly hash: string };

export type Content = ReadonlyMap<string, ReadonlyMap<string, Part>>;

/** The hashes of all groups of rows of a read model, table by table. */
export const contentOf = async ({ client, schema }: Side, projection: Projection): Promise<Content> => {
  const content = new Map<string, ReadonlyMap<string, Part>>();
  for (const table of projection.tables) {
    const { rows } = (await client.query(partHashesSql(table, schema))) as unknown as {
      readonly rows: ReadonlyArray<Part>;
    };
    content.set(table.name, new Map(rows.map((row) => [row.part, row])));
  }
  return content;
};

export const rowsIn = (content: Content): number =>
  [...content.values()].reduce(
    (sum, parts) => [...parts.values()].reduce((inner, { rows }) => inner + rows, sum),
    0,
  );

/** Groups of rows that are looked into for the first row that differs. */
const lookedInto = 32;

const differingParts = (live: Content, rebuilt: Content, table: Table): ReadonlyArray<string> => {
  const [a, b] = [live.get(table.name) ?? new Map(), rebuilt.get(table.name) ?? new Map()];
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter((part) => a.get(part)?.hash !== b.get(part)?.hash)
    .sort();
};

const rowsOf = async (side: Side, table: Table, part: string): Promise<ReadonlyMap<string, KeyedRow>> => {
  const { rows } = (await side.client.query(rowsOfPartSql(table, side.schema), [part])) as unknown as {
    readonly rows: ReadonlyArray<KeyedRow>;
  };
  return new Map(rows.map((row) => [JSON.stringify(row.key), row]));
};

const valuesOf = async (side: Side, table: Table, part: string, hash: string) =>
  (
    (await side.client.query(rowByHashSql(table, side.schema), [part, hash])) as unknown as {
      readonly rows: ReadonlyArray<{ readonly row: Record<string, unknown> }>;
    }
  ).rows[0]?.row ?? {};

/** The first row of a group that is not the same on both sides. */
const firstOfPart = async (
  live: Side,
  rebuilt: Side,
  readModel: string,
  table: Table,
  part: string,
): Promise<RowDifference | undefined> => {
  const [a, b] = [await rowsOf(live, table, part), await rowsOf(rebuilt, table, part)];
  for (const [key, { key: shown, hash }] of b) {
    const found = a.get(key);
    if (found?.hash === hash) continue;
    const about = { readModel, table: table.name, key: shown };
    if (found === undefined) return { ...about, kind: 'ROW_MISSING', columns: [] };
    const [is, should] = [
      await valuesOf(live, table, part, found.hash),
      await valuesOf(rebuilt, table, part, hash),
    ];
    const columns = Object.keys(table.columns).filter(
      (column) => JSON.stringify(is[column]) !== JSON.stringify(should[column]),
    );
    return { ...about, kind: 'ROW_ALTERED', columns };
  }
  for (const [key, { key: shown }] of a)
    if (!b.has(key)) return { readModel, table: table.name, key: shown, kind: 'ROW_ADDED', columns: [] };
  return undefined;
};

/** The first difference of two contents, and how many groups of rows differ; undefined when they are equal. */
export const firstDifference = async (
  projection: Projection,
  live: Side & { readonly content: Content },
  rebuilt: Side & { readonly content: Content },
): Promise<{ readonly differingParts: number; readonly first: RowDifference } | undefined> => {
  let count = 0;
  let first: RowDifference | undefined;
  for (const table of projection.tables) {
    const parts = differingParts(live.content, rebuilt.content, table);
    count += parts.length;
    for (const part of parts.slice(0, lookedInto)) {
      if (first !== undefined) break;
      first = await firstOfPart(live, rebuilt, projection.name, table, part);
    }
  }
  return first === undefined ? undefined : { differingParts: count, first };
};
