import type { SqlClient } from '../engine/sql.ts';

export type AlertRow = {
  readonly firearmId: string;
  readonly kind: string;
  readonly state: 'MISSING' | 'RECOVERED' | 'CLOSED';
  readonly openedBy: string;
  readonly since: Date | number;
  readonly windowFrom: Date | number;
  readonly custody: string;
  readonly holder: string | null;
  readonly recoveredBy: string | null;
  readonly recoveredAt: Date | number | null;
  readonly closedBy: string | null;
  readonly closedAt: Date | number | null;
};

export type AlertFilter = {
  readonly knownAt: string;
  readonly kind?: string;
  readonly state?: string;
  readonly after?: readonly [subjectId: string, openedBy: string];
  readonly limit: number;
};

const page = `
select * from (
  select subject_id as "firearmId", kind,
    case when closed_by is not null then 'CLOSED' when recovered_by is not null then 'RECOVERED' else 'MISSING' end as state,
    opened_by as "openedBy", valid_from as since, window_from as "windowFrom", custody, holder,
    recovered_by as "recoveredBy", recovered_at as "recoveredAt", closed_by as "closedBy",
    case when closed_by is null then null else valid_to end as "closedAt"
  from lists.alert
  where known_from <= $1::timestamptz and known_to > $1::timestamptz and ($2::text is null or kind = $2)
    and ($4::text is null or (subject_id, opened_by) > ($4::text, $5::uuid))
) alert
where ($3::text is null and state <> 'CLOSED' or state = $3)
order by "firearmId", "openedBy" limit $6`;

/** Alerts as known at a moment; without a wanted state those that are open. */
export const alertPage = async (client: SqlClient, filter: AlertFilter): Promise<ReadonlyArray<AlertRow>> => {
  const [subject, openedBy] = filter.after ?? [null, null];
  const values = [filter.knownAt, filter.kind ?? null, filter.state ?? null, subject, openedBy, filter.limit];
  return (await client.query({ text: page, values })).rows as unknown as ReadonlyArray<AlertRow>;
};
