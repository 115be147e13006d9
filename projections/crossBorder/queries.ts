import type { SqlClient } from '../engine/sql.ts';

export type MovementRow = {
  readonly firearmId: string;
  readonly direction: 'IN' | 'OUT';
  readonly kind: string | null;
  readonly country: string | null;
  readonly licenceNo: string | null;
  readonly begunBy: string;
  readonly begunAt: Date | number;
  readonly endedBy: string | null;
  readonly endedType: string | null;
  readonly endedAt: Date | number | null;
};

const page = `
select subject_id as "firearmId", direction, kind, country, licence_no as "licenceNo", begun_by as "begunBy",
  valid_from as "begunAt", ended_by as "endedBy", ended_type as "endedType",
  case when ended_by is null then null else valid_to end as "endedAt"
from lists.movement
where known_from <= $1::timestamptz and known_to > $1::timestamptz and ($2::text is null or direction = $2)
  and ($3::boolean is null or (ended_by is null) = $3)
  and ($4::text is null or (subject_id, begun_by) > ($4::text, $5::uuid))
order by subject_id, begun_by limit $6`;

/** Movements across the border as known at a moment. */
export const movementPage = async (
  client: SqlClient,
  filter: {
    readonly knownAt: string;
    readonly direction?: string;
    /** Whether the firearm is still on its way. */
    readonly open?: boolean;
    readonly after?: readonly [string, string];
    readonly limit: number;
  },
): Promise<ReadonlyArray<MovementRow>> => {
  const values = [
    filter.knownAt,
    filter.direction ?? null,
    filter.open ?? null,
    ...(filter.after ?? [null, null]),
    filter.limit,
  ];
  return (await client.query({ text: page, values })).rows as unknown as ReadonlyArray<MovementRow>;
};
