import type { SqlClient } from '../engine/sql.ts';

/** Merges are followed through so many ids; a longer chain was never made by hand. */
const depthMax = 8;

const known = 'a.known_from <= $2::timestamptz and a.known_to > $2::timestamptz';
const ids = `
with recursive same(party, depth) as (
  select $1::text collate "C", 0
  union
  select a.subject_id, same.depth + 1 from lists.alias a join same on a.survivor = same.party
  where ${known} and same.depth < ${depthMax}
)
select distinct party from same order by party`;

/** A party's own id and those that are its aliases, as known at a moment (catalogue 5.3). */
export const idsOfParty = async (
  client: SqlClient,
  party: string,
  knownAt: string,
): Promise<ReadonlyArray<string>> =>
  (await client.query({ text: ids, values: [party, knownAt] })).rows.map((row) => String(row['party']));

/** The same within another statement: whether an id is that of a party or of one merged into it, over all its merges. */
export const isSameParty = (id: string, party: string, knownAt: string): string => {
  const known = `a.known_from <= ${knownAt} and a.known_to > ${knownAt}`;
  return `(${id} = ${party} or ${id} = any(array(
    with recursive same(party, depth) as (
      select a.subject_id, 1 from lists.alias a where a.survivor = ${party} and ${known}
      union
      select a.subject_id, same.depth + 1 from lists.alias a join same on a.survivor = same.party
      where ${known} and same.depth < ${depthMax}
    )
    select party from same)))`;
};

/**
 * Common table expressions (of a `with recursive`) that end with `alias (id, party)`: every id that was merged, and the
 * party that it stands for today, over all merges.
 */
export const survivors = `
merged (id, party, depth) as (
  select subject_id, survivor, 1 from lists.alias where known_to = 'infinity'
  union all
  select merged.id, a.survivor, merged.depth + 1
  from merged join lists.alias a on a.subject_id = merged.party and a.known_to = 'infinity'
  where merged.depth < ${depthMax}
),
alias as materialized (select distinct on (id) id, party from merged order by id, depth desc)`;
