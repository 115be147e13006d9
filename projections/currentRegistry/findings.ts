import type { SqlClient } from '../engine/sql.ts';

export type FindingCount = { readonly finding: string; readonly firearms: number };

const counts = `
select finding, count(*)::int as firearms
from current_registry.interval i cross join unnest(i.findings) as finding
where i.valid_from <= $1::timestamptz and i.valid_to > $1::timestamptz
  and i.known_from <= $2::timestamptz and i.known_to > $2::timestamptz
group by finding order by firearms desc, finding`;

/** How many firearms have which finding (`data-quality`); each opens to its firearms in the register. */
export const findingCounts = async (
  client: SqlClient,
  validAt: string,
  knownAt: string,
): Promise<ReadonlyArray<FindingCount>> =>
  (await client.query({ text: counts, values: [validAt, knownAt] }))
    .rows as unknown as ReadonlyArray<FindingCount>;
