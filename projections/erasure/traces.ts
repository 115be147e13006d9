import type { SqlClient } from '../engine/sql.ts';
import { type CandidateQuery, candidateValues, dueRecords } from './dueRecords.ts';

/**
 * Trace requests with data in the vault that are old enough, or are about a firearm that may be erased, with those of
 * their firearms that may. Rows of every time count, also what was known once and corrected.
 */
const traces = `
with ${dueRecords}
select * from (
  select k.subject_id as "traceId",
    coalesce(array_agg(distinct due.record order by due.record) filter (where due.record is not null), '{}') as due,
    coalesce(array_agg(distinct due.subject_id) filter (where due.record is not null), '{}') as "dueNamed",
    coalesce(bool_or(t.firearm_id is not null and due.subject_id is null), false) as kept
  from vault.key_register k
    cross join lateral (
      select max(e.effective_until) as until from audit_trail.entry e
      where e.subject_id = k.subject_id and e.kind = 'trace') last
    left join lists.trace_outcome t on t.subject_id = k.subject_id
    left join due on due.subject_id = t.firearm_id
  where k.destroyed_at is null and left(k.subject_id, 2) = 'R-' and last.until is not null
  group by k.subject_id, last.until
  having last.until < $9::timestamptz or bool_or(due.subject_id is not null)
) candidates
order by kept, "traceId" limit $4`;

export type TraceCandidate = {
  readonly traceId: string;
  readonly due: ReadonlyArray<string>;
  /** The same as they were named, also by ids that were merged since. */
  readonly dueNamed: ReadonlyArray<string>;
};

export const traceCandidates = async (
  client: SqlClient,
  query: CandidateQuery,
): Promise<ReadonlyArray<TraceCandidate>> =>
  (await client.query({ text: traces, values: candidateValues(query).slice(0, 9) }))
    .rows as unknown as ReadonlyArray<TraceCandidate>;

const about = `
select distinct firearm_id as "firearmId", subject_id as "traceId" from lists.trace_outcome
where firearm_id = any($1::text[]) order by 1, 2`;

/** Trace requests that were ever about one of the firearms. */
export const tracesAbout = async (
  client: SqlClient,
  firearms: ReadonlyArray<string>,
): Promise<ReadonlyArray<{ readonly firearmId: string; readonly traceId: string }>> =>
  (await client.query({ text: about, values: [firearms] })).rows as unknown as ReadonlyArray<{
    readonly firearmId: string;
    readonly traceId: string;
  }>;
