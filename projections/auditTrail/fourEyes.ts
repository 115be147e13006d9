import { fourEyesRules, recordRules } from '../../domain/audit/fourEyes.ts';
import type { SqlClient } from '../engine/sql.ts';

export type FourEyesRow = {
  readonly position: bigint;
  readonly rule: string;
  readonly kind: string | null;
  readonly subjectId: string | null;
  readonly actorId: string;
  readonly role: string;
  readonly organisationId: string;
  readonly firstEventId: string;
  readonly firstType: string;
  readonly firstRecordedAt: Date;
  readonly eventId: string;
  readonly type: string;
  readonly recordedAt: Date;
};
export type FourEyesFilter = {
  readonly rule?: string;
  readonly actorId?: string;
  readonly organisationId?: string;
  readonly from: string;
  readonly to: string;
  readonly after: bigint;
  readonly limit: number;
};

/** The act decides about what was recorded last before it, or about the record that it names. */
const page = `
with pair(rule, first_type, second_type) as (select * from unnest($1::text[], $2::text[], $3::text[])),
about(rule, second_type) as (select * from unnest($4::text[], $5::text[])),
act as (select distinct rule, second_type from pair),
breach as (
  select e.*, act.rule, f.event_id as first_event_id, f.type as first_type, f.recorded_at as first_recorded_at
  from audit_trail.entry e join act on act.second_type = e.type
    cross join lateral (
      select o.event_id, o.type, o.recorded_at, o.actor_id from audit_trail.entry o
      where o.subject_id = e.subject_id and o.position < e.position
        and o.type in (select pair.first_type from pair where pair.rule = act.rule)
      order by o.position desc limit 1) f
  where f.actor_id = e.actor_id and e.position > $6
  union all
  select e.*, about.rule, t.event_id, t.type, t.recorded_at
  from audit_trail.entry e join about on about.second_type = e.type
    join audit_trail.entry t on t.subject_id = e.subject_id and t.event_id = e.target_event_id
  where t.actor_id = e.actor_id and e.position > $6
)
select position, rule, kind, subject_id as "subjectId", actor_id as "actorId", role, organisation_id as "organisationId",
  first_event_id as "firstEventId", first_type as "firstType", first_recorded_at as "firstRecordedAt",
  event_id as "eventId", type, recorded_at as "recordedAt"
from breach
where ($7::text is null or rule = $7) and ($8::text is null or actor_id = $8)
  and ($9::text is null or organisation_id = $9)
  and recorded_at >= $10::timestamptz and recorded_at < $11::timestamptz
order by position limit $12`;

const pairs = fourEyesRules.flatMap(({ rule, first, second }) =>
  first.map((type) => ({ rule, first: type, second })),
);

const valuesOf = (filter: FourEyesFilter): unknown[] => [
  pairs.map(({ rule }) => rule),
  pairs.map(({ first }) => first),
  pairs.map(({ second }) => second),
  recordRules.map(({ rule }) => rule),
  recordRules.map(({ second }) => second),
  filter.after,
  filter.rule ?? null,
  filter.actorId ?? null,
  filter.organisationId ?? null,
  filter.from,
  filter.to,
  filter.limit,
];

/** What one person did that two should have done, in the order of recording (users-and-jobs 6, AUD). */
export const fourEyesPage = async (
  client: SqlClient,
  filter: FourEyesFilter,
): Promise<ReadonlyArray<FourEyesRow>> =>
  (await client.query({ text: page, values: valuesOf(filter) }))
    .rows as unknown as ReadonlyArray<FourEyesRow>;
