import { timestamp } from '../engine/instants.ts';
import type { SqlClient } from '../engine/sql.ts';

export type ReportDeadline = {
  readonly role: string;
  /** ISO 8601 */
  readonly period: string;
  readonly from: number;
  readonly until: number;
};

export type ReportDelays = {
  readonly organisationId: string;
  readonly role: string;
  readonly reports: number;
  /** Null for a role without a deadline. */
  readonly late: number | null;
  readonly hours: ReadonlyArray<number>;
  readonly longestHours: number;
};

/** What was reported of the world, by whom and how much later: from the latest moment at which it can have happened. */
const delays = `
select organisation_id as "organisationId", role, count(*)::int as reports,
  case when max(period) is null then null
    else count(*) filter (where recorded_at > effective_until + period)::int end as late,
  percentile_cont(array[0.5, 0.9, 0.99]) within group (order by delay) as hours, max(delay) as "longestHours"
from (
  select e.organisation_id, e.role, e.recorded_at, e.effective_until, d.period,
    greatest(0, extract(epoch from e.recorded_at - e.effective_until)::double precision / 3600) as delay
  from audit_trail.entry e
    left join unnest($3::text[], $4::interval[], $7::timestamptz[], $8::timestamptz[]) as d(role, period, since, until)
      on d.role = e.role and d.since <= e.effective_until and e.effective_until < d.until
  where e.recorded_at >= $1::timestamptz and e.recorded_at < $2::timestamptz and e.source_kind <> 'LEGACY_IMPORT'
    and e.effective_from > '-infinity' and e.type = any($5::text[])
) report
group by organisation_id, role order by 3 desc, 1, 2 limit $6`;

/** Delay of reports per organisation and role (REQ-DLR-04, users-and-jobs 6 timeliness): percentiles, not averages. */
export const reportDelays = async (
  client: SqlClient,
  query: {
    readonly from: string;
    readonly to: string;
    /** Deadlines of roles, each version's of the policy for what happened while it held. */
    readonly deadlines: ReadonlyArray<ReportDeadline>;
    readonly types: ReadonlyArray<string>;
    readonly limit: number;
  },
): Promise<ReadonlyArray<ReportDelays>> => {
  const values = [
    query.from,
    query.to,
    query.deadlines.map(({ role }) => role),
    query.deadlines.map(({ period }) => period),
    query.types,
    query.limit,
    query.deadlines.map(({ from }) => timestamp(from)),
    query.deadlines.map(({ until }) => timestamp(until)),
  ];
  return (await client.query({ text: delays, values })).rows as unknown as ReadonlyArray<ReportDelays>;
};
