import type { KindInForce } from '../../domain/access/taskAccess.ts';
import { holidaysBy } from '../../domain/policy/workingDays.ts';
import { type PolicyPeriod, periodAt } from '../../domain/system/policyInForce.ts';
import { addDays, type CalendarDate } from '../../domain/time/calendarDate.ts';
import type { SqlClient } from '../engine/sql.ts';
import { never } from './list.ts';
import type { TaskPlace } from './place.ts';
import { firstDayDueFrom, type Stretch, stretchesOf } from './stretches.ts';

/** Tasks that differ in their subjects and days alone: an index has them in the order of `due_from`. */
export type TaskGroup = {
  readonly open: boolean;
  readonly kind: string;
  readonly ownerRole: string;
  readonly term: string;
};

// From one group to the next by a look-up in the index each: as many as there are groups, whatever is in them.
const groups = `
with recursive found as (
  (select open, kind, owner_role, term from lists.task where known_to = 'infinity'
    order by open, kind, owner_role, term limit 1)
  union all
  select following.* from found cross join lateral (
    select t.open, t.kind, t.owner_role, t.term from lists.task t
    where t.known_to = 'infinity'
      and (t.open, t.kind, t.owner_role, t.term) > (found.open, found.kind, found.owner_role, found.term)
    order by t.open, t.kind, t.owner_role, t.term limit 1) following
)
select open, kind, owner_role as "ownerRole", term from found
union
select open, kind, owner_role, term from lists.task where known_to > $1::timestamptz and known_to < 'infinity'`;

/** The groups of the tasks that are known now or were known at a moment. */
export const taskGroups = async (client: SqlClient, knownAt: string): Promise<ReadonlyArray<TaskGroup>> =>
  (await client.query({ text: groups, values: [knownAt] })).rows as unknown as ReadonlyArray<TaskGroup>;

/** Where the rows of a group begin that come behind a place: behind this row of the index, or with it. */
type Begin = {
  readonly dueFrom: string;
  readonly base: string;
  readonly openedBy: string;
  readonly no: number;
};

/** A stretch of a group with what a page takes of it: from a row of the index on, and until before a day. */
export type TaskRange = TaskGroup & {
  readonly stretch: Stretch;
  readonly begin: Begin;
  readonly end: string;
};

const noEvent = '00000000-0000-0000-0000-000000000000';
const from = (dueFrom: string): Begin => ({ dueFrom, base: '', openedBy: noEvent, no: 0 });
/** Sorts behind every day. */
const noEnd = '~';

const order = (a: ReadonlyArray<string>, b: ReadonlyArray<string>): number => {
  const index = a.findIndex((part, at) => part !== b[at]);
  return index === -1 ? 0 : (a[index] ?? '') < (b[index] ?? '') ? -1 : 1;
};

/** Where a stretch goes on behind a place, or undefined where nothing of it comes behind. */
const beginAfter = (
  [dueOn, kind, ownerRole, term, dueFrom, base, openedBy, no]: TaskPlace,
  group: TaskGroup,
  firstDue: (day: CalendarDate) => CalendarDate,
): Begin | undefined => {
  const side = order([group.kind, group.ownerRole, group.term], [kind, ownerRole, term]);
  if (side > 0) return from(firstDue(dueOn));
  const later = dueOn === never ? undefined : firstDue(addDays(dueOn, 1));
  if (side < 0) return later === undefined ? undefined : from(later);
  if (later !== undefined && later <= dueFrom) return from(later);
  const same = firstDue(dueOn);
  return same > dueFrom ? from(same) : { dueFrom, base, openedBy, no: Number(no) };
};

export type RangesAsked = {
  readonly shown: ReadonlyArray<KindInForce>;
  readonly policies: ReadonlyArray<PolicyPeriod>;
  readonly after?: TaskPlace;
  /** Due earlier than this day. */
  readonly dueBefore?: string;
};

/**
 * What a page may take from each group. The due day of a task follows from its group, the policy of the day on which it
 * arose, and `due_from`; so a place in the order of due days is a place in each stretch of each group, and a page is
 * merged from so many first rows of each.
 */
export const taskRanges = (
  groupsFound: ReadonlyArray<TaskGroup>,
  { shown, policies, after, dueBefore }: RangesAsked,
): ReadonlyArray<TaskRange> => {
  const holidays = holidaysBy((at) => periodAt(policies, at).policy);
  return groupsFound.flatMap((group) =>
    stretchesOf(group.kind, group.term, shown, policies).flatMap((stretch) => {
      const firstDue = (day: CalendarDate): CalendarDate => firstDayDueFrom(day, stretch, holidays);
      const begin = after === undefined ? from('') : beginAfter(after, group, firstDue);
      const end = dueBefore === undefined ? noEnd : firstDue(dueBefore);
      return begin === undefined ? [] : [{ ...group, stretch, begin, end }];
    }),
  );
};
