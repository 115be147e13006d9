import type { Identity } from '../../domain/firearm/identity.ts';
import { compareIdentities, type UniquenessReason } from '../../domain/identification/uniqueness.ts';
import type { SqlClient } from '../engine/sql.ts';

export type OpenConflict = {
  readonly firearmIds: ReadonlyArray<string>;
  readonly basis: string | null;
  readonly since: Date;
};

const opened = `
select distinct on (streams) streams as "firearmIds", basis, since from identity_conflicts.conflict
where status = 'OPEN' and array_to_string(streams, ' ') > $1 order by streams limit $2`;

/** Conflicts that somebody opened and nobody resolved. */
export const openConflicts = async (
  client: SqlClient,
  after: string,
  limit: number,
): Promise<ReadonlyArray<OpenConflict>> =>
  (await client.query({ text: opened, values: [after, limit] }))
    .rows as unknown as ReadonlyArray<OpenConflict>;

export type EqualPair = {
  readonly firearmIds: readonly [string, string];
  readonly reasons: ReadonlyArray<UniquenessReason>;
};

const blocks = `
select block from identity_conflicts.identity where block > $1 group by block having count(*) > 1
order by block limit $2`;
const members = `
select i.block, i.firearm_id as "firearmId", i.identity from unnest($1::text[]) as b(block)
cross join lateral (select * from identity_conflicts.identity where block = b.block order by firearm_id limit $2) i
order by i.block, i.firearm_id`;
const decided = `
select streams from identity_conflicts.conflict where firearm_id = any($1::text[])`;

/** Firearms of one serial number and maker that are compared with one another; beyond it a number says nothing. */
const comparedMax = 100;

type Member = { readonly block: string; readonly firearmId: string; readonly identity: string };

/**
 * Pairs that are equal in maker, model, calibre, serial and year (HC-07) and about which no conflict was opened yet.
 * `next`: the block to go on after, null at the end. A page holds the pairs of up to `limit` blocks.
 */
export const equalPairs = async (
  client: SqlClient,
  after: string,
  limit: number,
): Promise<{ readonly pairs: ReadonlyArray<EqualPair>; readonly next: string | null }> => {
  const page = (await client.query({ text: blocks, values: [after, limit] })).rows.map((row) =>
    String(row['block']),
  );
  if (page.length === 0) return { pairs: [], next: null };
  const rows = (await client.query({ text: members, values: [page, comparedMax] }))
    .rows as unknown as ReadonlyArray<Member>;
  const ids = rows.map(({ firearmId }) => firearmId);
  const known = (await client.query({ text: decided, values: [ids] })).rows as unknown as ReadonlyArray<{
    readonly streams: ReadonlyArray<string>;
  }>;
  const spoken = (one: string, other: string): boolean =>
    known.some(({ streams }) => streams.includes(one) && streams.includes(other));
  const pairs: EqualPair[] = [];
  for (const [index, one] of rows.entries())
    for (const other of rows.slice(index + 1)) {
      if (other.block !== one.block) break;
      const compared = compareIdentities(
        JSON.parse(one.identity) as Identity,
        JSON.parse(other.identity) as Identity,
      );
      if (compared.kind === 'IDENTITY_CONFLICT' && !spoken(one.firearmId, other.firearmId))
        pairs.push({ firearmIds: [one.firearmId, other.firearmId], reasons: compared.reasons });
    }
  return { pairs, next: page.length < limit ? null : (page.at(-1) ?? null) };
};
