import type { PolicyPeriod } from '../../domain/system/policyInForce.ts';
import { timestamp } from '../engine/instants.ts';
import type { SqlClient } from '../engine/sql.ts';
import { movedDayParameters, workingDaySql } from '../engine/workingDays.ts';

export type ClockRow = {
  readonly subjectKind: 'firearm' | 'component' | 'trace';
  readonly subjectId: string;
  /** What began the period that ends last: destruction, a departure for good, or the last record of a trace request. */
  readonly cause: 'DESTROYED' | 'EXPORTED' | 'LAST_RECORD';
  readonly startedBy: string;
  readonly clockFrom: string;
  readonly nominalEnd: string;
  readonly erasableFrom: string;
  readonly zone: string;
  readonly stoppedBy: string | null;
  /** By a hold that names the firearm or component itself. */
  readonly held: boolean;
  /** Of a trace request: the firearms that it was ever about, by the id under which each goes on. */
  readonly firearmIds: ReadonlyArray<string>;
};

export type ClockFilter = {
  readonly knownAt: string;
  /** Erasable on this day or before. */
  readonly until?: string;
  /** How each version of the policy counts the clocks that began while it held. */
  readonly policies: ReadonlyArray<PolicyPeriod>;
  /** Whether the years of trace requests end on a working day, by the policy of the moment that is asked about. */
  readonly tracesShift: boolean;
  /** Years that a trace request is kept after its last record. */
  readonly traceYears: number;
  /** Zone of the days of trace requests. */
  readonly zone: string;
  readonly now: number;
  readonly stopped: boolean;
  readonly after?: readonly [erasableFrom: string, subjectId: string];
  readonly limit: number;
};

/** Clocks as counted by the policy under which each began. */
const clock = `
  select subject_kind as "subjectKind", subject_id as "subjectId", cause, started_by as "startedBy",
    clock_from as "clockFrom", nominal_end as "nominalEnd",
    case when rule.shift then coalesce(to_char(moved.to_day + 1, 'YYYY-MM-DD') collate "C", erasable_shifted)
      else erasable_plain end as "erasableFrom", zone, stopped_by as "stoppedBy", held
  from lists.clock
    join unnest($2::boolean[], $3::boolean[], $9::timestamptz[], $10::timestamptz[])
      as rule(shift, export_starts, since, until)
      on rule.since <= greatest(valid_from, clock_from::timestamp at time zone zone)
        and rule.until > greatest(valid_from, clock_from::timestamp at time zone zone)
    left join unnest($11::date[], $12::date[]) as moved(day, to_day) on moved.day = nominal_end::date
  where known_from <= $1::timestamptz and known_to > $1::timestamptz and (cause = 'DESTROYED' or rule.export_starts)`;

/**
 * Trace requests that hold data of persons: due with the last of the firearms that they were ever about, and not before
 * their own years are over (REQ-TRC-02). One that is about a firearm whose clock does not run is not due at all. A record
 * that was merged into another firearm's goes with that one.
 */
const traces = `
sealed_trace as (
  select t.subject_id, to_char(max(e.effective_until) at time zone $15, 'YYYY-MM-DD') collate "C" as last_day,
    (array_agg(e.event_id order by e.effective_until desc, e.position desc))[1] as last_event
  from (select distinct subject_id from lists.trace_outcome where known_from <= $1::timestamptz) t
    join vault.key_register k on k.subject_id = t.subject_id
    join audit_trail.entry e on e.subject_id = t.subject_id and e.kind = 'trace' and e.recorded_at <= $1::timestamptz
  group by t.subject_id
  having bool_and(e.type <> 'PersonalDataErased')
),
own_years as (
  select s.*, nominal.day as nominal_day, to_char(
      case when $13 then ${workingDaySql('nominal.day', 'moved.to_day')} else nominal.day end + 1, 'YYYY-MM-DD') collate "C"
      as erasable_from
  from sealed_trace s
    cross join lateral (select (s.last_day::date + make_interval(years => $14))::date as day) nominal
    left join unnest($11::date[], $12::date[]) as moved(day, to_day) on moved.day = nominal.day
),
named as (
  select distinct t.subject_id, t.firearm_id, m.survivor
  from lists.trace_outcome t
    left join lists.merged_firearm m on m.subject_id = t.firearm_id
      and m.known_from <= $1::timestamptz and m.known_to > $1::timestamptz
  where t.firearm_id is not null and t.known_from <= $1::timestamptz
),
traced_clock as materialized (${clock}
  and subject_id in (select firearm_id from named union select survivor from named where survivor is not null)
),
traced as (
  select distinct named.subject_id,
    case when own."subjectId" is null then coalesce(survivor, firearm_id) else firearm_id end as firearm_id
  from named left join traced_clock own on own."subjectId" = named.firearm_id
),
due_trace as (
  select 'trace' as "subjectKind", o.subject_id as "subjectId", last.cause, last."startedBy", last."clockFrom",
    last."nominalEnd", last."erasableFrom", $15 as zone, firearms.stopped as "stoppedBy",
    coalesce(firearms.held, false) as held, coalesce(firearms.ids, '{}') as "firearmIds"
  from own_years o
    cross join lateral (
      select array_agg(t.firearm_id order by t.firearm_id) as ids, bool_and(c."subjectId" is not null) as run,
        (array_agg(c."stoppedBy") filter (where c."stoppedBy" is not null))[1] as stopped, bool_or(c.held) as held
      from traced t left join traced_clock c on c."subjectId" = t.firearm_id
      where t.subject_id = o.subject_id
    ) firearms
    cross join lateral (
      select cause, "startedBy", "clockFrom", "nominalEnd", "erasableFrom"
      from traced_clock c where c."subjectId" = any(firearms.ids)
      union all
      select 'LAST_RECORD', o.last_event, o.last_day, to_char(o.nominal_day, 'YYYY-MM-DD'), o.erasable_from
      order by "erasableFrom" desc, "startedBy" limit 1
    ) last
  where coalesce(firearms.run, true)
)`;

const page = `
with ${traces}
select * from (
  select clock.*, '{}'::text[] as "firearmIds" from (${clock}
    and (stopped_by is not null) = $4 and ($5::text is null or erasable_plain <= $5)
  ) clock
  union all
  select * from due_trace where ("stoppedBy" is not null) = $4
) due
where ($5::text is null or "erasableFrom" <= $5)
  and ($6::text is null or ("erasableFrom", "subjectId") > ($6::text, $7::text))
order by "erasableFrom", "subjectId" limit $8`;

/** Clocks and trace requests in the order of the day from which erasure is lawful. */
export const clockPage = async (client: SqlClient, filter: ClockFilter): Promise<ReadonlyArray<ClockRow>> => {
  const values = [
    filter.knownAt,
    filter.policies.map(({ policy }) => policy.retention.workingDayShift),
    filter.policies.map(({ policy }) => policy.export.startsRetention),
    filter.stopped,
    filter.until ?? null,
    ...(filter.after ?? [null, null]),
    filter.limit,
    filter.policies.map(({ from }) => timestamp(from)),
    filter.policies.map(({ until }) => timestamp(until)),
    ...movedDayParameters(filter.policies, filter.now),
    filter.tracesShift,
    filter.traceYears,
    filter.zone,
  ];
  return (await client.query({ text: page, values })).rows as unknown as ReadonlyArray<ClockRow>;
};
