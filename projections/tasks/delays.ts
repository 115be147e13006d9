import type { KindInForce } from '../../domain/access/taskAccess.ts';
import type { PolicyPeriod } from '../../domain/system/policyInForce.ts';
import { termsInForce } from '../../domain/tasks/due.ts';
import { timestamp } from '../engine/instants.ts';
import type { SqlClient } from '../engine/sql.ts';
import { movedDayParameters } from '../engine/workingDays.ts';
import { dueDate, dueJoin, taskArose } from './duePolicy.ts';

export type TaskDelays = {
  readonly kind: string;
  readonly opened: number;
  readonly doneInTime: number;
  readonly doneLate: number;
  readonly open: number;
  readonly overdue: number;
  /** Days from opening to doing: percentiles 50 and 90, and the longest; null where none is done. */
  readonly days: ReadonlyArray<number> | null;
  readonly longestDays: number | null;
};

/** A task is late by its own clock: what its subject was promised, or the term of the policy that held when it was opened. */
const delays = `
with term(name, period, since, until, moves) as (
  select * from unnest($1::text[], $2::interval[], $7::timestamptz[], $8::timestamptz[], $11::boolean[])
),
moved(day, to_day) as (select * from unnest($12::date[], $13::date[])),
shown(kind, since, until) as (select * from unnest($4::text[], $9::timestamptz[], $10::timestamptz[])),
task as (
  select t.kind, t.closed_by, t.valid_from, t.valid_to,
    (${dueDate('term.moves')}) + interval '1 day' as late_from_day, t.zone
  from lists.task t
    cross join lateral (select ${taskArose} as at) arose
    join shown on shown.kind = t.kind and shown.since <= arose.at and arose.at < shown.until
    left join term on term.name = t.term and term.since <= arose.at and arose.at < term.until
    ${dueJoin('t.due_from', 'term.period', 'term.moves')}
  where t.known_from <= $3::timestamptz and t.known_to > $3::timestamptz
    and t.valid_from >= $5::timestamptz and t.valid_from < $6::timestamptz
),
judged as (
  select kind, closed_by is not null as done, valid_from, valid_to,
    coalesce((case when closed_by is null then $3::timestamptz else valid_to end)
      >= (late_from_day at time zone coalesce(zone, 'UTC')), false) as late
  from task
)
select kind, count(*)::int as opened, count(*) filter (where done and not late)::int as "doneInTime",
  count(*) filter (where done and late)::int as "doneLate", count(*) filter (where not done)::int as open,
  count(*) filter (where not done and late)::int as overdue,
  percentile_cont(array[0.5, 0.9]) within group (order by extract(epoch from valid_to - valid_from)::double precision / 86400)
    filter (where done and valid_from > '-infinity') as days,
  max(extract(epoch from valid_to - valid_from)::double precision / 86400)
    filter (where done and valid_from > '-infinity') as "longestDays"
from judged group by kind order by kind`;

/** How many tasks were done in time, late, or not yet, by kind, as known at a moment. */
export const taskDelays = async (
  client: SqlClient,
  query: {
    readonly knownAt: string;
    readonly from: string;
    readonly to: string;
    readonly kinds: ReadonlyArray<KindInForce>;
    readonly policies: ReadonlyArray<PolicyPeriod>;
    readonly now: number;
  },
): Promise<ReadonlyArray<TaskDelays>> => {
  const terms = termsInForce(query.policies);
  const values = [
    terms.map(({ name }) => name),
    terms.map(({ period }) => period),
    query.knownAt,
    query.kinds.map(({ kind }) => kind),
    query.from,
    query.to,
    terms.map(({ from }) => timestamp(from)),
    terms.map(({ until }) => timestamp(until)),
    query.kinds.map(({ from }) => timestamp(from)),
    query.kinds.map(({ until }) => timestamp(until)),
    terms.map(({ moves }) => moves),
    ...movedDayParameters(query.policies, query.now),
  ];
  return (await client.query({ text: delays, values })).rows as unknown as ReadonlyArray<TaskDelays>;
};
