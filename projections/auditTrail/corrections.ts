import type { SqlClient } from '../engine/sql.ts';

export type RecordChange = {
  readonly position: bigint;
  readonly eventId: string;
  readonly type: string;
  readonly reason: string | null;
  readonly kind: string | null;
  readonly subjectId: string | null;
  /** Category of the firearm as it stands. */
  readonly category: string | null;
  readonly recordedAt: Date;
  readonly actorId: string;
  readonly role: string;
  readonly organisationId: string;
  readonly targetEventId: string;
  readonly targetType: string | null;
  readonly targetRecordedAt: Date | null;
  readonly targetActorId: string | null;
  readonly targetOrganisationId: string | null;
};

export type ChangeFilter = {
  readonly actorId?: string;
  readonly organisationId?: string;
  readonly reason?: string;
  readonly type?: string;
  readonly sameActor?: boolean;
  readonly category?: string;
  /** At least so many hours after the original. */
  readonly hoursSince?: number;
  readonly from: string;
  readonly to: string;
  readonly types: ReadonlyArray<string>;
  readonly after: bigint;
  readonly limit: number;
};

const page = `
select e.position, e.event_id as "eventId", e.type, e.reason, e.kind, e.subject_id as "subjectId",
  r.category,
  e.recorded_at as "recordedAt", e.actor_id as "actorId", e.role, e.organisation_id as "organisationId",
  e.target_event_id as "targetEventId", t.type as "targetType", t.recorded_at as "targetRecordedAt",
  t.actor_id as "targetActorId", t.organisation_id as "targetOrganisationId"
from audit_trail.entry e
  left join audit_trail.entry t on t.subject_id = e.subject_id and t.event_id = e.target_event_id
  left join current_registry.interval r on r.subject_id = e.subject_id and r.known_to = 'infinity' and r.valid_to = 'infinity'
where e.target_event_id is not null and e.type = any($1::text[]) and e.position > $2
  and ($3::text is null or e.actor_id = $3) and ($4::text is null or e.organisation_id = $4)
  and ($5::text is null or e.reason = $5) and ($6::text is null or e.type = $6)
  and ($7::boolean is null or (t.actor_id = e.actor_id) = $7)
  and e.recorded_at >= $9::timestamptz and e.recorded_at < $10::timestamptz and ($11::text is null or r.category = $11)
  and ($12::integer is null or e.recorded_at >= t.recorded_at + make_interval(hours => $12))
order by e.position limit $8`;

/** Corrections, annulments and reinstatements with the record that they change (users-and-jobs 6). */
export const recordChanges = async (
  client: SqlClient,
  filter: ChangeFilter,
): Promise<ReadonlyArray<RecordChange>> => {
  const values = [
    filter.types,
    filter.after,
    filter.actorId ?? null,
    filter.organisationId ?? null,
    filter.reason ?? null,
    filter.type ?? null,
    filter.sameActor ?? null,
    filter.limit,
    filter.from,
    filter.to,
    filter.category ?? null,
    filter.hoursSince ?? null,
  ];
  return (await client.query({ text: page, values })).rows as unknown as ReadonlyArray<RecordChange>;
};
