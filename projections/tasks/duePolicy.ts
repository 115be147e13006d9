import { workingDaySql } from '../engine/workingDays.ts';

/**
 * Tasks `t` with the day on which each falls due by the policy that held when it arose. The query around it brings the
 * tables `term`, `shown` and `moved` (terms, kinds and moved days by policy period).
 */
export const tasksByPolicy = `from lists.task t
    cross join lateral (
      select greatest(t.valid_from, case when t.term is not null then t.due_from::timestamp at time zone t.zone end) as at
    ) arose
    join shown on shown.kind = t.kind and shown.since <= arose.at and arose.at < shown.until
    left join term on term.name = t.term and term.since <= arose.at and arose.at < term.until
    cross join lateral (
      select (t.due_from::date + coalesce(term.period, interval '0'))::date as day
    ) nominal
    left join moved on term.moves and moved.day = nominal.day`;

/** The due day of a row of `tasksByPolicy`, moved to a working day where the policy moves this term. */
export const dueDay = `case when term.moves then ${workingDaySql('nominal.day', 'moved.to_day')} else nominal.day end`;
