import type { PolicyPeriod } from '../../domain/system/policyInForce.ts';
import { timestamp } from '../engine/instants.ts';
import { movedDayParameters } from '../engine/workingDays.ts';

/**
 * Firearms and components whose period is over by a day, by the policy under which each clock began. A record
 * that was merged into another one (HC-13) goes with that one, `record`.
 */
export const dueRecords = `due_itself as materialized (
  select subject_id from lists.clock
    join unnest($2::boolean[], $3::boolean[], $5::timestamptz[], $6::timestamptz[])
      as rule(shift, export_starts, since, until)
      on rule.since <= greatest(valid_from, clock_from::timestamp at time zone zone)
        and rule.until > greatest(valid_from, clock_from::timestamp at time zone zone)
    left join unnest($7::date[], $8::date[]) as moved(day, to_day) on moved.day = nominal_end::date
  where known_to = 'infinity' and stopped_by is null and not held and (cause = 'DESTROYED' or rule.export_starts)
    and case when rule.shift then coalesce(to_char(moved.to_day + 1, 'YYYY-MM-DD') collate "C", erasable_shifted)
      else erasable_plain end <= $1
),
due as materialized (
  select subject_id, subject_id as record from due_itself
  union all
  select m.subject_id, m.survivor from lists.merged_firearm m join due_itself d on d.subject_id = m.survivor
  where m.known_to = 'infinity' and not exists (select from due_itself own where own.subject_id = m.subject_id)
)`;

export type CandidateQuery = {
  readonly until: string;
  /** How each version of the policy counts the clocks that began while it held. */
  readonly policies: ReadonlyArray<PolicyPeriod>;
  readonly now: number;
  /** Records of parties without firearms that were last changed, and trace requests whose last event was, before this moment. */
  readonly unchangedSince: number;
  readonly zone: string;
  readonly limit: number;
};

/** Parameters of a statement that begins with `dueRecords`. */
export const candidateValues = (query: CandidateQuery) => [
  query.until,
  query.policies.map(({ policy }) => policy.retention.workingDayShift),
  query.policies.map(({ policy }) => policy.export.startsRetention),
  query.limit,
  query.policies.map(({ from }) => timestamp(from)),
  query.policies.map(({ until }) => timestamp(until)),
  ...movedDayParameters(query.policies, query.now),
  timestamp(query.unchangedSince),
  query.zone,
];
