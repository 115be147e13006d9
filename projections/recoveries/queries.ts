import type { SqlClient } from '../engine/sql.ts';

/** How the illicit origin or the point of diversion was established; null where it was not. */
export type OriginBasis = 'REGISTER' | 'TRACE' | null;
export type RecoveryGroup = {
  readonly year: number;
  readonly action: string;
  readonly type: string | null;
  readonly markState: string;
  readonly basis: OriginBasis;
  readonly count: number;
};
export type RecoveryRow = {
  readonly firearmId: string;
  readonly eventId: string;
  readonly year: number;
  readonly action: string;
  readonly type: string | null;
  readonly markState: string;
  readonly basis: OriginBasis;
};

/** Recoveries of the years as known at a moment; a full answer of another State establishes what the register does not. */
const known = `
select r.subject_id, r.event_id, r.no, r.year, r.action, r.type, r.mark_state,
  case when r.origin_in_register then 'REGISTER'
    when exists (select from lists.trace_outcome t where t.firearm_id = r.subject_id and t.direction = 'SENT' and t.status = 'ANSWERED'
      and t.known_from <= $1::timestamptz and t.known_to > $1::timestamptz) then 'TRACE' end as basis
from lists.recovery r
where r.known_from <= $1::timestamptz and r.known_to > $1::timestamptz and r.year between $2 and $3`;

const groups = `
select year, action, type, mark_state as "markState", basis, count(*)::int as count from (${known}) r
group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`;

const page = `
select subject_id as "firearmId", event_id as "eventId", year, action, type, mark_state as "markState", basis
from (${known}) r
where $4::text is null or (year, subject_id, event_id) > ($4::text::integer, $5::text, $6::uuid)
order by year, subject_id, event_id limit $7`;

type Years = { readonly knownAt: string; readonly from: number; readonly to: number };

/** Numbers of recoveries by all that the reports of SDG 16.4.2 and PoA ask for. */
export const recoveryGroups = async (
  client: SqlClient,
  { knownAt, from, to }: Years,
): Promise<ReadonlyArray<RecoveryGroup>> =>
  (await client.query({ text: groups, values: [knownAt, from, to] }))
    .rows as unknown as ReadonlyArray<RecoveryGroup>;

/** The events behind those numbers. */
export const recoveryPage = async (
  client: SqlClient,
  query: Years & { readonly after?: ReadonlyArray<string>; readonly limit: number },
): Promise<ReadonlyArray<RecoveryRow>> => {
  const { knownAt, from, to, after = [null, null, null], limit } = query;
  return (await client.query({ text: page, values: [knownAt, from, to, ...after, limit] }))
    .rows as unknown as ReadonlyArray<RecoveryRow>;
};
