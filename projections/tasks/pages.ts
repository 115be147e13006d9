import { timestamp } from '../engine/instants.ts';
import type { SqlClient } from '../engine/sql.ts';
import { movedDayParameters } from '../engine/workingDays.ts';
import { dueJoin, dueText, taskArose } from './duePolicy.ts';
import type { TaskRange } from './groups.ts';
import { placeColumns } from './place.ts';
import type { TaskFilter, TaskRow } from './queries.ts';
import { countedTasks } from './stockTasks.ts';

const knownAt = '$1::timestamptz';

/** What every page is asked with: groups by their ranges, and moved days. What comes from `$18` on is the statement's own. */
const given = `
moved(day, to_day) as (select * from unnest($3::date[], $4::date[])),
g(open, kind, owner_role, term, since, until, period, moves, due_from, base, opened_by, no, before) as (
  select * from unnest($5::boolean[], $6::text[], $7::text[], $8::text[], $9::timestamptz[], $10::timestamptz[],
    $11::interval[], $12::boolean[], $13::text[], $14::text[], $15::uuid[], $16::integer[], $17::text[])
)`;

const parametersOf = (ranges: ReadonlyArray<TaskRange>, filter: TaskFilter): unknown[] => [
  filter.knownAt,
  filter.limit,
  ...(ranges.some(({ stretch }) => stretch.moves)
    ? movedDayParameters(filter.policies, filter.now)
    : [[], []]),
  ranges.map(({ open }) => open),
  ranges.map(({ kind }) => kind),
  ranges.map(({ ownerRole }) => ownerRole),
  ranges.map(({ term }) => term),
  ranges.map(({ stretch }) => timestamp(stretch.from)),
  ranges.map(({ stretch }) => timestamp(stretch.until)),
  ranges.map(({ stretch }) => stretch.period ?? null),
  ranges.map(({ stretch }) => stretch.moves),
  ranges.map(({ begin }) => begin.dueFrom),
  ranges.map(({ begin }) => begin.base),
  ranges.map(({ begin }) => begin.openedBy),
  ranges.map(({ begin }) => begin.no),
  ranges.map(({ end }) => end),
];

/** Values of a statement: each is named by the number it gets. */
const createValues = (values: unknown[]) => ({
  values,
  add: (value: unknown): string => `$${values.push(value)}`,
});

/** Tasks of a range, those of the place itself among them where it is shown for several firearms. */
const inRange = (
  behind: '>' | '>=',
): string => `t.open = g.open and t.kind = g.kind and t.owner_role = g.owner_role
    and t.term = g.term and (t.due_from, t.subject_id, t.opened_by, t.no) ${behind} (g.due_from, g.base, g.opened_by, g.no)
    and t.due_from < g.before and t.known_from <= ${knownAt}
    and (g.since = '-infinity' and g.until = 'infinity' or ${taskArose} >= g.since and ${taskArose} < g.until)`;
const now = "t.known_to = 'infinity'";
const then = `t.known_to > ${knownAt} and t.known_to < 'infinity'`;

const columns =
  't.subject_id, t.no, t.kind, t.opened_by, t.valid_from, t.valid_to, t.owner_role, t.party, t.term, t.due_from, t.zone, t.known_from';
const asOpened = `t.subject_kind, t.subject_id as shown, t.closed_by, t.data, ${columns}`;

const due = `cross join lateral (select ${dueText('g.moves')} as due_on) due`;
const order = 't.due_from, t.subject_id, t.opened_by, t.no';

const shownAs = `subject_kind as "subjectKind", shown as "subjectId", no, kind, opened_by as "openedBy", valid_from as since,
  owner_role as "ownerRole", party, due_on as "dueOn", zone, known_from as "knownSince", closed_by as "closedBy",
  case when closed_by is null then null else valid_to end as "closedAt", data, term, due_from as "dueFrom", subject_id as base`;

/**
 * Rows of tasks with their due days, from `source`, a list of tasks `t` with what is shown of each, and a condition. What
 * is known now is read group by group, as many rows of each as a page holds, or where the condition is of few, by its own
 * index; to these come those that were known at the moment and are no more.
 */
const rows = (
  source: (condition: string) => string,
  range: string,
  own: { readonly text: string; readonly isOfFew: boolean },
): string => {
  const found = own.isOfFew
    ? source(`${now} and ${range} ${own.text}`)
    : `${source(`${now} and ${range} ${own.text}`)} order by ${order}, shown limit $2`;
  const dated = (from: string): string =>
    `select t.*, due.due_on from g cross join lateral (${from}) t ${dueJoin('t.due_from', 'g.period', 'g.moves')} ${due}`;
  return `${dated(found)}
  union all
  ${dated(source(`${then} and ${range} ${own.text}`))}`;
};

const page = async (client: SqlClient, text: string, values: unknown[]): Promise<ReadonlyArray<TaskRow>> =>
  (await client.query({ text, values })).rows as unknown as ReadonlyArray<TaskRow>;

/** One page of tasks that are shown as they were opened. */
export const plainPage = (
  client: SqlClient,
  ranges: ReadonlyArray<TaskRange>,
  filter: TaskFilter,
): Promise<ReadonlyArray<TaskRow>> => {
  const { values, add } = createValues(parametersOf(ranges, filter));
  const { party, subjectId } = filter;
  const own = {
    text: [
      party === undefined ? '' : ` and t.party = ${add(party)}`,
      subjectId === undefined ? '' : ` and t.subject_id = ${add(subjectId)}`,
    ].join(''),
    isOfFew: party !== undefined || subjectId !== undefined,
  };
  const source = (condition: string): string => `select ${asOpened} from lists.task t where ${condition}`;
  const text = `with ${given}
select ${shownAs} from (${rows(source, inRange('>'), own)}) task
order by ${placeColumns} limit $2`;
  return page(client, text, values);
};

const known = (alias: string): string => `${alias}.valid_from <= ${knownAt} and ${alias}.valid_to > ${knownAt}
      and ${alias}.known_from <= ${knownAt} and ${alias}.known_to > ${knownAt}`;
// Of few moments of recording the planner of PostgreSQL 18 thinks that the key is skipped through moment by moment, for
// all firearms, and takes an index that is far slower; a sum is no condition on
// the key.
const knownByKey = (alias: string): string => known(alias).replaceAll('_from <=', "_from + interval '0' <=");

/** Firearms that the party of a task `t` still holds, and that no other right of its covers. */
const heldWithoutRight = `chain_of_custody.interval h
    join current_registry.interval r on r.subject_id = h.subject_id and ${knownByKey('r')}
    where h.holder = t.party and h.custody in ('TRD', 'HLD', 'TMP', 'TRN') and ${known('h')}
      and (r.category is null or t.data::jsonb ->> 'categories' = ''
        or r.category = any(string_to_array(t.data::jsonb ->> 'categories', ' ')))
      and not exists (
        select from lists.authorisation a
        where a.party = t.party and a.subject_id <> t.subject_id and a.status = 'GRANTED' and ${known('a')}
          and (a.ends_on is null or a.ends_on::date >= (${knownAt})::date)
          and (r.subcategory = any(a.subcategories) or (r.category = any(a.categories)
            and not exists (select from unnest(a.subcategories) s where s like r.category || '%'))))`;

/** One page of rights that ended, for each firearm that is still held by whom they were of. */
export const withdrawnPage = (
  client: SqlClient,
  ranges: ReadonlyArray<TaskRange>,
  filter: TaskFilter,
): Promise<ReadonlyArray<TaskRow>> => {
  const { values, add } = createValues(parametersOf(ranges, filter));
  const { party, subjectId, after } = filter;
  const subject = subjectId === undefined ? undefined : add(subjectId);
  const own = {
    text: [
      party === undefined ? '' : ` and t.party = ${add(party)}`,
      subject === undefined
        ? ''
        : ` and t.party in (select i.holder from chain_of_custody.interval i where i.subject_id = ${subject})`,
    ].join(''),
    isOfFew: party !== undefined || subjectId !== undefined,
  };
  const behind =
    after === undefined
      ? ''
      : ` and (t.due_from, t.subject_id, t.opened_by, t.no, h.subject_id)
      > (g.due_from, g.base, g.opened_by, g.no, case when g.base = ${add(after[5])} then ${add(after[8])} else '' end)`;
  const source = (condition: string): string => `select 'firearm' as subject_kind, h.subject_id as shown,
      null::uuid as closed_by, (t.data::jsonb || jsonb_build_object('authorisationId', t.subject_id))::text as data, ${columns}
    from lists.task t cross join lateral (
      select h.subject_id from ${heldWithoutRight}${subject === undefined ? '' : ` and h.subject_id = ${subject}`}
    ) h where ${condition}${behind}`;
  const text = `with ${given}
select ${shownAs} from (${rows(source, inRange('>='), own)}) task
order by ${placeColumns} limit $2`;
  return page(client, text, values);
};

/** One page of discrepancies of counts of stock, firearm by firearm. */
export const countedPage = (
  client: SqlClient,
  ranges: ReadonlyArray<TaskRange>,
  filter: TaskFilter,
): Promise<ReadonlyArray<TaskRow>> => {
  const { values, add } = createValues([...parametersOf(ranges, filter), filter.audience]);
  const { party, subjectId, after, state } = filter;
  const own = { text: party === undefined ? '' : ` and t.party = ${add(party)}`, isOfFew: true };
  const source = (condition: string): string => `select ${asOpened} from lists.task t where ${condition}`;
  const text = `with ${given},
count as (${rows(source, inRange('>='), own)}),
${countedTasks}
select ${shownAs} from counted_task
where true ${state === 'ALL' ? '' : `and (closed_by is null) = ${state === 'OPEN'}`}
  ${subjectId === undefined ? '' : `and shown = ${add(subjectId)}`}
  ${after === undefined ? '' : `and (${placeColumns}) > (${after.map((part, at) => `${add(part)}${at === 6 ? '::uuid' : at === 7 ? '::integer' : '::text'}`).join(', ')})`}
order by ${placeColumns} limit $2`;
  return page(client, text, values);
};
