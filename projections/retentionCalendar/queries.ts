import type { PolicyPeriod } from '../../domain/system/policyInForce.ts';
import { timestamp } from '../engine/instants.ts';
import type { SqlClient } from '../engine/sql.ts';
import { movedDayParameters } from '../engine/workingDays.ts';

export type ClockRow = {
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly cause: 'DESTROYED' | 'EXPORTED';
  readonly startedBy: string;
  readonly clockFrom: string;
  readonly nominalEnd: string;
  readonly erasableFrom: string;
  readonly zone: string;
  readonly stoppedBy: string | null;
  readonly held: boolean;
};

export type ClockFilter = {
  readonly knownAt: string;
  /** Erasable on this day or before. */
  readonly until?: string;
  /** How each version of the policy counts the clocks that began while it held. */
  readonly policies: ReadonlyArray<PolicyPeriod>;
  readonly now: number;
  readonly stopped: boolean;
  readonly after?: readonly [erasableFrom: string, subjectId: string];
  readonly limit: number;
};

const page = `
select * from (
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
  where known_from <= $1::timestamptz and known_to > $1::timestamptz and (cause = 'DESTROYED' or rule.export_starts)
    and (stopped_by is not null) = $4 and ($5::text is null or erasable_plain <= $5)
) clock
where ($5::text is null or "erasableFrom" <= $5)
  and ($6::text is null or ("erasableFrom", "subjectId") > ($6::text, $7::text))
order by "erasableFrom", "subjectId" limit $8`;

/** Clocks in the order of the day from which erasure is lawful. */
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
  ];
  return (await client.query({ text: page, values })).rows as unknown as ReadonlyArray<ClockRow>;
};
