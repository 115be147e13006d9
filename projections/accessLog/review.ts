import type { SqlClient } from '../engine/sql.ts';

/** A person who reads, and how his reading differs from that of others in his role. */
export type ReviewedReader = {
  readonly actorId: string;
  readonly role: string;
  readonly organisationId: string;
  readonly reads: number;
  readonly subjects: number;
  readonly purposes: ReadonlyArray<string>;
  /** Most subjects that he looked at on one day, and what is usual in his role. */
  readonly busiestDay: string | null;
  readonly busiestSubjects: number;
  readonly usualSubjects: number;
  /** Between 22 and 6, or on a Sunday. */
  readonly outOfHours: number;
  readonly repeatedSubject: string | null;
  readonly repeatedDays: number;
  readonly ownLookUps: number;
};

const review = `
with own(actor_id, party) as (select * from unnest($4::text[], $5::text[])),
own_subject as (
  select actor_id, party as subject from own
  union select own.actor_id, i.subject_id from own join chain_of_custody.interval i on i.holder = own.party
),
read as materialized (
  select a.actor_id, a.role, a.organisation_id, a.subject, a.purpose, a.at at time zone $3 as local,
    a.subject = a.actor_id or exists (
      select from own_subject o where o.actor_id = a.actor_id and o.subject = a.subject) as is_own
  from ledger.access a
  where a.at >= $1::timestamptz and a.at < $2::timestamptz and a.purpose <> 'OWN_RECORDS'
),
daily as (
  select actor_id, role, organisation_id, local::date as day, count(distinct subject)::int as subjects
  from read group by 1, 2, 3, 4
),
usual as (
  select role, percentile_cont(0.5) within group (order by subjects) as subjects from daily where subjects > 0 group by role
),
busiest as (
  select distinct on (actor_id, role, organisation_id) actor_id, role, organisation_id, day, subjects
  from daily order by actor_id, role, organisation_id, subjects desc, day
),
repeated as (
  select distinct on (actor_id, role, organisation_id) actor_id, role, organisation_id, subject,
    count(distinct local::date)::int as days
  from read where subject is not null group by 1, 2, 3, 4 order by 1, 2, 3, 5 desc, 4
)
select r.actor_id as "actorId", r.role, r.organisation_id as "organisationId", count(*)::int as reads,
  count(distinct r.subject)::int as subjects, array_agg(distinct r.purpose order by r.purpose) as purposes,
  to_char(min(b.day), 'YYYY-MM-DD') as "busiestDay", coalesce(min(b.subjects), 0)::int as "busiestSubjects",
  coalesce(min(u.subjects), 0)::double precision as "usualSubjects",
  count(*) filter (where extract(hour from r.local) not between 6 and 21 or extract(isodow from r.local) = 7)::int as "outOfHours",
  min(p.subject) as "repeatedSubject", coalesce(min(p.days), 0)::int as "repeatedDays",
  count(*) filter (where r.is_own)::int as "ownLookUps"
from read r
  left join busiest b using (actor_id, role, organisation_id)
  left join repeated p using (actor_id, role, organisation_id)
  left join usual u using (role)
group by r.actor_id, r.role, r.organisation_id`;

/**
 * Everybody who read within a period, with what is unusual about it (users-and-jobs 6, access review). Who an official is
 * as a party of the register the ledger does not know: `own` says so for those whom the auditor asks about.
 */
export const reviewReaders = async (
  client: SqlClient,
  query: {
    readonly from: string;
    readonly to: string;
    readonly zone: string;
    readonly own: ReadonlyArray<{ readonly actorId: string; readonly partyId: string }>;
  },
): Promise<ReadonlyArray<ReviewedReader>> =>
  (
    await client.query({
      text: review,
      values: [
        query.from,
        query.to,
        query.zone,
        query.own.map(({ actorId }) => actorId),
        query.own.map(({ partyId }) => partyId),
      ],
    })
  ).rows as unknown as ReadonlyArray<ReviewedReader>;
