import { timestamp } from '../engine/instants.ts';
import type { SqlClient } from '../engine/sql.ts';

/** A holding whose category is to change. */
export type Holding = {
  readonly party: string;
  readonly from: readonly [category: string | null, subcategory: string | null];
  readonly to: readonly [category: string, subcategory: string];
};

const covers = (category: string, subcategory: string): string => `exists (
  select from lists.authorisation a
  where a.party = h.party and a.status = 'GRANTED'
    and a.valid_from <= $6::timestamptz and a.valid_to > $6::timestamptz and a.known_to = 'infinity'
    and (a.ends_on is null or a.ends_on::date >= ($6::timestamptz)::date)
    and (${subcategory} = any(a.subcategories) or (${category} = any(a.categories)
      and not exists (select from unnest(a.subcategories) s where s like ${category} || '%'))))`;

const lost = `
select ${covers('h.category', 'h.subcategory')} and not ${covers('h.to_category', 'h.to_subcategory')} as lost
from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) with ordinality
  as h(party, category, subcategory, to_category, to_subcategory, no) order by h.no`;

/** Of each holding, whether its party has a right to the category of before and none to the new one. */
export const losesRight = async (
  client: SqlClient,
  holdings: ReadonlyArray<Holding>,
  now: number,
): Promise<ReadonlyArray<boolean>> => {
  if (holdings.length === 0) return [];
  const values = [
    holdings.map(({ party }) => party),
    holdings.map(({ from }) => from[0]),
    holdings.map(({ from }) => from[1]),
    holdings.map(({ to }) => to[0]),
    holdings.map(({ to }) => to[1]),
    timestamp(now),
  ];
  const { rows } = await client.query({ text: lost, values });
  return rows.map((row) => row['lost'] === true);
};
