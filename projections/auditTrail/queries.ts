import type { SqlClient } from '../engine/sql.ts';

export type AuditEntry = {
  readonly position: bigint;
  readonly eventId: string;
  readonly kind: string | null;
  readonly subjectId: string | null;
  readonly streamVersion: number;
  readonly type: string;
  readonly effectiveFrom: Date | number;
  readonly recordedAt: Date;
  readonly actorId: string;
  readonly role: string;
  readonly organisationId: string;
  readonly sourceKind: string;
  readonly assertionKind: string;
  readonly disputes: ReadonlyArray<string>;
  readonly targetEventId: string | null;
  readonly reason: string | null;
};

export type AuditFilter = {
  readonly type?: string;
  readonly organisationId?: string;
  readonly subjectId?: string;
  readonly changesOnly: boolean;
  readonly after: bigint;
  readonly limit: number;
};

const page = `
select position, event_id as "eventId", kind, subject_id as "subjectId", stream_version as "streamVersion", type,
  effective_from as "effectiveFrom", recorded_at as "recordedAt", actor_id as "actorId", role,
  organisation_id as "organisationId", source_kind as "sourceKind", assertion_kind as "assertionKind", disputes,
  target_event_id as "targetEventId", reason
from audit_trail.entry
where position > $1 and ($2::text is null or type = $2) and ($3::text is null or organisation_id = $3)
  and ($4::text is null or subject_id = $4) and (not $5 or target_event_id is not null)
order by position limit $6`;

/** Entries of the audit trail in the order of recording. */
export const auditPage = async (client: SqlClient, filter: AuditFilter): Promise<ReadonlyArray<AuditEntry>> =>
  (
    await client.query({
      text: page,
      values: [
        filter.after,
        filter.type ?? null,
        filter.organisationId ?? null,
        filter.subjectId ?? null,
        filter.changesOnly,
        filter.limit,
      ],
    })
  ).rows as unknown as ReadonlyArray<AuditEntry>;
