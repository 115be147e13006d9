import type { SqlClient } from '../engine/sql.ts';

export type AnomalyRow = {
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly kind: string;
  readonly eventId: string;
  readonly eventType: string;
  /** Status of the subject in which the event was met, or why it has no effect. */
  readonly code: string | null;
  readonly since: Date | number;
};

const page = `
select subject_kind as "subjectKind", subject_id as "subjectId", kind, event_id as "eventId", event_type as "eventType",
  code, valid_from as since
from lists.anomaly
where known_from <= $1::timestamptz and known_to > $1::timestamptz and ($2::text is null or kind = $2)
  and ($3::text is null or (subject_id, event_id, kind) > ($3::text, $4::uuid, $5::text))
order by subject_id, event_id, kind limit $6`;

/** Anomalies as known at a moment. */
export const anomalyPage = async (
  client: SqlClient,
  filter: {
    readonly knownAt: string;
    readonly kind?: string;
    readonly after?: readonly [string, string, string];
    readonly limit: number;
  },
): Promise<ReadonlyArray<AnomalyRow>> => {
  const values = [filter.knownAt, filter.kind ?? null, ...(filter.after ?? [null, null, null]), filter.limit];
  return (await client.query({ text: page, values })).rows as unknown as ReadonlyArray<AnomalyRow>;
};
