import type { SqlClient } from '../engine/sql.ts';

export type AccessEntry = {
  readonly number: bigint;
  readonly at: Date;
  readonly actorId: string;
  readonly role: string;
  readonly organisationId: string;
  readonly purpose: string;
  readonly regime: string;
  readonly operation: string;
  readonly subject: string | null;
  readonly requestId: string;
};

export type AccessFilter = {
  readonly subject?: string;
  readonly actorId?: string;
  readonly from?: string;
  readonly to?: string;
  readonly after: bigint;
  readonly limit: number;
};

const page = `
select number, at, actor_id as "actorId", role, organisation_id as "organisationId", purpose, regime, operation, subject,
  request_id as "requestId"
from ledger.access
where number > $1 and ($2::text is null or subject = $2) and ($3::text is null or actor_id = $3)
  and ($4::timestamptz is null or at >= $4) and ($5::timestamptz is null or at <= $5)
order by number limit $6`;

/** Who read what and why, in the order of reading (REQ-DPR-02). The log itself is the source: there is nothing to fold. */
export const accessPage = async (
  client: SqlClient,
  filter: AccessFilter,
): Promise<ReadonlyArray<AccessEntry>> =>
  (
    await client.query({
      text: page,
      values: [
        filter.after,
        filter.subject ?? null,
        filter.actorId ?? null,
        filter.from ?? null,
        filter.to ?? null,
        filter.limit,
      ],
    })
  ).rows as unknown as ReadonlyArray<AccessEntry>;
