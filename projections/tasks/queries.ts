import type { KindInForce } from '../../domain/access/taskAccess.ts';
import type { Audience } from '../../domain/firearm/tradeBook.ts';
import type { PolicyPeriod } from '../../domain/system/policyInForce.ts';
import { addDays } from '../../domain/time/calendarDate.ts';
import type { SqlClient } from '../engine/sql.ts';
import { type TaskGroup, type TaskRange, taskGroups, taskRanges } from './groups.ts';
import { never } from './list.ts';
import { countedPage, plainPage, withdrawnPage } from './pages.ts';
import { comparePlaces, type TaskPlace } from './place.ts';
import { perCountedFirearm } from './stockTasks.ts';

export type { TaskPlace } from './place.ts';

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
  /** The term of the policy that is counted from `dueFrom`; empty where that is the last day itself. */
  readonly term: string;
  readonly dueFrom: string;
  /** The subject whose history opened it. */
  readonly base: string;
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

export const placeOf = (
  row: Pick<
    TaskRow,
    'dueOn' | 'kind' | 'ownerRole' | 'term' | 'dueFrom' | 'base' | 'openedBy' | 'no' | 'subjectId'
  >,
): TaskPlace => [
  row.dueOn ?? never,
  row.kind,
  row.ownerRole,
  row.term,
  row.dueFrom,
  row.base,
  row.openedBy,
  String(row.no),
  row.subjectId,
];

/** Opened by one authorisation, and shown for each firearm that its party still holds without another right (HC-19). */
const perFirearm = 'WITHDRAWN_MUST_DISPOSE';

const isCounted = (kind: string): boolean => perCountedFirearm.some((each) => each === kind);
const isWithdrawn = ({ open, kind }: TaskGroup): boolean => open && kind === perFirearm;
const isPlain = (group: TaskGroup): boolean => !isCounted(group.kind) && !isWithdrawn(group);

const pageOf = async (
  read: typeof plainPage,
  client: SqlClient,
  ranges: ReadonlyArray<TaskRange>,
  filter: TaskFilter,
): Promise<ReadonlyArray<TaskRow>> => (ranges.length === 0 ? [] : read(client, ranges, filter));

/**
 * One page of tasks as known at a moment, in the order of their deadlines. Tasks that are shown as they were opened,
 * and those that are shown for each firearm concerned, are read by statements of their own, each in the order of the
 * page.
 */
export const taskPage = async (client: SqlClient, filter: TaskFilter): Promise<ReadonlyArray<TaskRow>> => {
  const { state, ownerRole, kinds } = filter;
  const found = (await taskGroups(client, filter.knownAt)).filter(
    (group) =>
      (ownerRole === undefined || group.ownerRole === ownerRole) &&
      // What a count opened and a later one closed may have been settled before, and the other way round.
      (state === 'ALL' || group.open === (state === 'OPEN') || (isCounted(group.kind) && state !== 'OPEN')),
  );
  const rangesOf = (of: (group: TaskGroup) => boolean, before: string | undefined) =>
    taskRanges(found.filter(of), {
      shown: kinds,
      policies: filter.policies,
      ...(filter.after === undefined ? {} : { after: filter.after }),
      ...(before === undefined ? {} : { dueBefore: before }),
    });
  const plain = await pageOf(plainPage, client, rangesOf(isPlain, filter.dueBefore), filter);
  // What is shown for each firearm is looked for no further than the page reaches: most rights that ended are of parties
  // who have parted with everything, and that is seen only one by one.
  const last = plain.length < filter.limit ? undefined : plain.at(-1)?.dueOn;
  const before = last === undefined || last === null || last === never ? filter.dueBefore : addDays(last, 1);
  const [withdrawn, counted] = await Promise.all([
    pageOf(withdrawnPage, client, rangesOf(isWithdrawn, before), filter),
    pageOf(
      countedPage,
      client,
      rangesOf(({ kind }) => isCounted(kind), before),
      filter,
    ),
  ]);
  return [...plain, ...withdrawn, ...counted]
    .map((row) => ({ ...row, dueOn: row.dueOn === never ? null : row.dueOn }))
    .sort((a, b) => comparePlaces(placeOf(a), placeOf(b)))
    .slice(0, filter.limit);
};
