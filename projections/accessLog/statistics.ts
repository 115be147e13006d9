import type { SqlClient } from '../engine/sql.ts';

export type AccessCount = {
  readonly organisationId: string;
  readonly role: string;
  readonly purpose: string;
  readonly regime: string;
  readonly operation: string;
  readonly reads: number;
  readonly readers: number;
  readonly subjects: number;
};

const counts = `
select organisation_id as "organisationId", role, purpose, regime, operation, count(*)::int as reads,
  count(distinct actor_id)::int as readers, count(distinct subject)::int as subjects
from ledger.access
where at >= $1::timestamptz and at < $2::timestamptz
  and ($3::text is null or (organisation_id, role, purpose, regime, operation) > ($3, $4, $5, $6, $7))
group by organisation_id, role, purpose, regime, operation
order by organisation_id, role, purpose, regime, operation limit $8`;

/** How often was read for which purpose, without persons: the same period gives the same numbers (DPO, logs). */
export const accessCounts = async (
  client: SqlClient,
  query: {
    readonly from: string;
    readonly to: string;
    readonly after?: ReadonlyArray<string>;
    readonly limit: number;
  },
): Promise<ReadonlyArray<AccessCount>> =>
  (
    await client.query({
      text: counts,
      values: [query.from, query.to, ...(query.after ?? [null, null, null, null, null]), query.limit],
    })
  ).rows as unknown as ReadonlyArray<AccessCount>;
