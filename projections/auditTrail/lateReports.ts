import { timestamp } from '../engine/instants.ts';
import type { SqlClient } from '../engine/sql.ts';
import type { ReportDeadline } from './reportDelays.ts';

export type LateReport = {
  readonly position: bigint;
  readonly eventId: string;
  readonly type: string;
  readonly kind: string | null;
  readonly subjectId: string | null;
  readonly organisationId: string;
  readonly role: string;
  readonly recordedAt: Date;
  /** The latest moment at which it can have happened. */
  readonly happenedBy: Date;
  readonly hoursLate: number;
};
export type LateReportFilter = {
  readonly organisationId?: string;
  readonly from: string;
  readonly to: string;
  readonly deadlines: ReadonlyArray<ReportDeadline>;
  readonly types: ReadonlyArray<string>;
  readonly after: bigint;
  readonly limit: number;
};

const page = `
select e.position, e.event_id as "eventId", e.type, e.kind, e.subject_id as "subjectId", e.organisation_id as "organisationId",
  e.role, e.recorded_at as "recordedAt", e.effective_until as "happenedBy",
  extract(epoch from e.recorded_at - (e.effective_until + d.period))::double precision / 3600 as "hoursLate"
from audit_trail.entry e
  join unnest($1::text[], $2::interval[], $3::timestamptz[], $4::timestamptz[]) as d(role, period, since, until)
    on d.role = e.role and d.since <= e.effective_until and e.effective_until < d.until
where e.recorded_at > e.effective_until + d.period and e.source_kind <> 'LEGACY_IMPORT' and e.effective_from > '-infinity'
  and e.type = any($5::text[]) and e.recorded_at >= $6::timestamptz and e.recorded_at < $7::timestamptz
  and ($8::text is null or e.organisation_id = $8) and e.position > $9
order by e.position limit $10`;

/** Reports that came after the deadline of the policy of their day, in the order of recording. */
export const lateReportPage = async (
  client: SqlClient,
  filter: LateReportFilter,
): Promise<ReadonlyArray<LateReport>> =>
  (
    await client.query({
      text: page,
      values: [
        filter.deadlines.map(({ role }) => role),
        filter.deadlines.map(({ period }) => period),
        filter.deadlines.map(({ from }) => timestamp(from)),
        filter.deadlines.map(({ until }) => timestamp(until)),
        filter.types,
        filter.from,
        filter.to,
        filter.organisationId ?? null,
        filter.after,
        filter.limit,
      ],
    })
  ).rows as unknown as ReadonlyArray<LateReport>;
