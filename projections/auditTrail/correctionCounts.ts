import type { SqlClient } from '../engine/sql.ts';

export type ChangeCount = {
  readonly organisationId: string;
  readonly actorId: string;
  readonly type: string;
  readonly reason: string;
  readonly changes: number;
  readonly ownRecords: number;
  readonly hours: ReadonlyArray<number> | null;
};

const counts = `
select e.organisation_id as "organisationId", e.actor_id as "actorId", e.type, coalesce(e.reason, '') as reason,
  count(*)::int as changes, count(*) filter (where t.actor_id = e.actor_id)::int as "ownRecords",
  percentile_cont(array[0.5, 0.9, 1]) within group (
    order by extract(epoch from e.recorded_at - t.recorded_at)::double precision / 3600) as hours
from audit_trail.entry e
  left join audit_trail.entry t on t.subject_id = e.subject_id and t.event_id = e.target_event_id
where e.type in ('RecordCorrected', 'RecordAnnulled', 'RecordReinstated')
  and e.recorded_at >= $1::timestamptz and e.recorded_at < $2::timestamptz
  and ($3::text is null or (e.organisation_id, e.actor_id, e.type, coalesce(e.reason, '')) > ($3, $4, $5, $6))
group by 1, 2, 3, 4 order by 1, 2, 3, 4 limit $7`;

/** Changes of records by person, type and reason. */
export const changeCounts = async (
  client: SqlClient,
  query: {
    readonly from: string;
    readonly to: string;
    readonly after?: ReadonlyArray<string>;
    readonly limit: number;
  },
): Promise<ReadonlyArray<ChangeCount>> =>
  (
    await client.query({
      text: counts,
      values: [query.from, query.to, ...(query.after ?? [null, null, null, null]), query.limit],
    })
  ).rows as unknown as ReadonlyArray<ChangeCount>;
