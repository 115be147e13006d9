import type { KindInForce } from '../../domain/access/taskAccess.ts';
import type { Audience } from '../../domain/firearm/tradeBook.ts';
import type { PolicyPeriod } from '../../domain/system/policyInForce.ts';
import { termsInForce } from '../../domain/tasks/due.ts';
import { timestamp } from '../engine/instants.ts';
import type { SqlClient } from '../engine/sql.ts';
import { movedDayParameters } from '../engine/workingDays.ts';
import { dueDay, tasksByPolicy } from './duePolicy.ts';
import { countedTasks, perCountedFirearm } from './stockTasks.ts';

export type TaskRow = {
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly no: number;
  readonly kind: string;
  readonly openedBy: string;
  readonly since: Date | number;
  readonly ownerRole: string;
  readonly party: string | null;
  /** Last day of the task, `YYYY-MM-DD`. */
  readonly dueOn: string | null;
  readonly zone: string | null;
  readonly knownSince: Date;
  readonly closedBy: string | null;
  readonly closedAt: Date | number | null;
  readonly data: string;
};

export type TaskFilter = {
  readonly knownAt: string;
  readonly state: 'OPEN' | 'CLOSED' | 'ALL';
  /** Kinds that the reader may see, each for the time in which the policy knew it. */
  readonly kinds: ReadonlyArray<KindInForce>;
  readonly ownerRole?: string;
  readonly party?: string;
  readonly subjectId?: string;
  /** Due earlier than this day. */
  readonly dueBefore?: string;
  /** The versions of the policy: each measures what arose while it held. */
  readonly policies: ReadonlyArray<PolicyPeriod>;
  readonly now: number;
  /** Whose book the discrepancies of a count of stock follow. */
  readonly audience: Audience;
  readonly after?: TaskPlace;
  readonly limit: number;
};

/** Place of a task in the order of the list: what is due first comes first, what has no deadline last. */
export type TaskPlace = readonly [due: string, subjectId: string, kind: string, openedBy: string, no: string];
const never = '9999-12-31';
export const placeOf = (row: TaskRow): TaskPlace => [
  row.dueOn ?? never,
  row.subjectId,
  row.kind,
  row.openedBy,
  String(row.no),
];

/** Opened by one authorisation, and shown for each firearm that its party still holds without another right (HC-19). */
const perFirearm = 'WITHDRAWN_MUST_DISPOSE';

const counts = perCountedFirearm.map((kind) => `'${kind}'`).join(', ');

const page = `
with term(name, period, since, until, moves) as (
  select * from unnest($1::text[], $2::interval[], $17::timestamptz[], $18::timestamptz[], $21::boolean[])
),
moved(day, to_day) as (select * from unnest($22::date[], $23::date[])),
shown(kind, since, until) as (select * from unnest($5::text[], $19::timestamptz[], $20::timestamptz[])),
due as (
  select t.*, to_char(
    ${dueDay}, 'YYYY-MM-DD') collate "C" as due_on
  ${tasksByPolicy}
  where t.known_from <= $3::timestamptz and t.known_to > $3::timestamptz
    and ($4 <> 'OPEN' or t.closed_by is null)
    and ($6::text is null or t.owner_role = $6) and ($7::text is null or t.party = $7)
),
base as (
  select * from due t
  where t.kind not in (${counts}) and ($4 = 'ALL' or (t.closed_by is null) = ($4 = 'OPEN'))
    and ($8::text is null or t.subject_id = $8 or t.kind = '${perFirearm}')
),
count as (select * from due t where t.kind in (${counts}) and ($4 <> 'OPEN' or t.closed_by is null)),
${countedTasks},
task as (
  select subject_kind, subject_id, no, kind, opened_by, valid_from, owner_role, party, due_on, zone, known_from,
    closed_by, valid_to, data
  from base where kind <> '${perFirearm}' or closed_by is not null
  union all
  select 'firearm', h.subject_id, b.no, b.kind, b.opened_by, b.valid_from, b.owner_role, b.party, b.due_on, b.zone,
    b.known_from, null, b.valid_to, (b.data::jsonb || jsonb_build_object('authorisationId', b.subject_id))::text
  from base b
    join chain_of_custody.interval h on h.holder = b.party and h.custody in ('TRD', 'HLD', 'TMP', 'TRN')
      and h.valid_from <= $3::timestamptz and h.valid_to > $3::timestamptz
      and h.known_from <= $3::timestamptz and h.known_to > $3::timestamptz
    join current_registry.interval r on r.subject_id = h.subject_id
      and r.valid_from <= $3::timestamptz and r.valid_to > $3::timestamptz
      and r.known_from <= $3::timestamptz and r.known_to > $3::timestamptz
  where b.kind = '${perFirearm}' and b.closed_by is null
    and (r.category is null or b.data::jsonb ->> 'categories' = ''
      or r.category = any(string_to_array(b.data::jsonb ->> 'categories', ' ')))
    and not exists (
      select from lists.authorisation a
      where a.party = b.party and a.subject_id <> b.subject_id and a.status = 'GRANTED'
        and a.valid_from <= $3::timestamptz and a.valid_to > $3::timestamptz
        and a.known_from <= $3::timestamptz and a.known_to > $3::timestamptz
        and (a.ends_on is null or a.ends_on::date >= ($3::timestamptz)::date)
        and (r.subcategory = any(a.subcategories) or (r.category = any(a.categories)
          and not exists (select from unnest(a.subcategories) s where s like r.category || '%'))))
  union all
  select subject_kind, subject_id, no, kind, opened_by, valid_from, owner_role, party, due_on, zone, known_from,
    closed_by, valid_to, data
  from counted_task where $4 = 'ALL' or (closed_by is null) = ($4 = 'OPEN')
)
select subject_kind as "subjectKind", subject_id as "subjectId", no, kind, opened_by as "openedBy", valid_from as since,
  owner_role as "ownerRole", party, due_on as "dueOn", zone, known_from as "knownSince", closed_by as "closedBy",
  case when closed_by is null then null else valid_to end as "closedAt", data
from task
where ($9::text is null or due_on < $9) and ($8::text is null or subject_id = $8)
  and ($10::text is null or (coalesce(due_on, '${never}'), subject_id, kind, opened_by, no)
    > ($10::text, $11::text, $12::text, $13::uuid, $14::integer))
order by coalesce(due_on, '${never}'), subject_id, kind, opened_by, no limit $15`;

/** One page of tasks as known at a moment, in the order of their deadlines. */
export const taskPage = async (client: SqlClient, filter: TaskFilter): Promise<ReadonlyArray<TaskRow>> => {
  const after = filter.after ?? [null, null, null, null, null];
  const measures = termsInForce(filter.policies);
  const values = [
    measures.map(({ name }) => name),
    measures.map(({ period }) => period),
    filter.knownAt,
    filter.state,
    filter.kinds.map(({ kind }) => kind),
    filter.ownerRole ?? null,
    filter.party ?? null,
    filter.subjectId ?? null,
    filter.dueBefore ?? null,
    ...after,
    filter.limit,
    filter.audience,
    measures.map(({ from }) => timestamp(from)),
    measures.map(({ until }) => timestamp(until)),
    filter.kinds.map(({ from }) => timestamp(from)),
    filter.kinds.map(({ until }) => timestamp(until)),
    measures.map(({ moves }) => moves),
    ...movedDayParameters(filter.policies, filter.now),
  ];
  return (await client.query({ text: page, values })).rows as unknown as ReadonlyArray<TaskRow>;
};
