import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { policyOf } from '../../domain/policy/policyFrom.ts';
import { holidaysBy } from '../../domain/policy/workingDays.ts';
import { type PolicyPeriod, periodAt } from '../../domain/system/policyInForce.ts';
import { dueOn } from '../../domain/tasks/due.ts';
import { addDays, startOfDate } from '../../domain/time/calendarDate.ts';
import { withTransaction } from '../../infra/postgres/withTransaction.ts';
import { writeChanges } from '../../infra/projections/writeChanges.ts';
import type { Row } from '../../projections/engine/projection.ts';
import { lists } from '../../projections/lists/projection.ts';
import { never, taskTable } from '../../projections/tasks/list.ts';
import { comparePlaces, type TaskPlace } from '../../projections/tasks/place.ts';
import { placeOf, type TaskFilter, taskPage } from '../../projections/tasks/queries.ts';
import { createTestDatabase, type TestDatabase } from '../harness/testDatabase.ts';

const zone = 'Europe/Belgrade';
const at = (day: string): number => Date.parse(`${day}T12:00:00Z`);
const document = (transferConfirmation: string, moved: boolean) =>
  policyOf({
    profile: 'EU_MEMBER',
    deadlines: { transferConfirmation },
    workingDays: {
      holidays: [
        { name: 'New Year', on: 'EVERY_YEAR', monthDay: '01-01', moves: 'AFTER_SUNDAY' },
        { name: 'Statehood Day', on: 'EVERY_YEAR', monthDay: '02-15' },
        { name: 'The day after', on: 'EVERY_YEAR', monthDay: '02-16' },
      ],
      movedDeadlines: moved ? ['transferConfirmation'] : [],
    },
  } as Parameters<typeof policyOf>[0]);
/** A longer deadline, then a shorter one that moves, then none of either for one kind. */
const policies: ReadonlyArray<PolicyPeriod> = [
  { version: 0, policy: document('P1M', false), from: Number.NEGATIVE_INFINITY, until: at('2026-01-10') },
  { version: 1, policy: document('P5D', true), from: at('2026-01-10'), until: at('2026-02-10') },
  { version: 2, policy: document('P5D', false), from: at('2026-02-10'), until: Number.POSITIVE_INFINITY },
];
const kinds = policies.flatMap(({ from, until, version }) =>
  (version === 1
    ? ['TRANSFER_TO_CONFIRM']
    : ['TRANSFER_TO_CONFIRM', 'MARK_MISSING', 'DISPUTE_TO_DECIDE']
  ).map((kind) => ({ kind, from, until })),
);
const holidays = holidaysBy((moment) => periodAt(policies, moment).policy);
const recordedOn = ['2026-03-01', '2026-03-05', '2026-03-09'].map(at);

const anyTask = fc.record({
  kind: fc.constantFrom('TRANSFER_TO_CONFIRM', 'MARK_MISSING', 'DISPUTE_TO_DECIDE'),
  ownerRole: fc.constantFrom('CLK', 'DLR'),
  party: fc.constantFrom('F-1', 'F-2', null),
  day: fc.integer({ min: 0, max: 70 }).map((days) => addDays('2025-12-20', days)),
  /** Known before the day that it is counted from, as a rule not. */
  laterBy: fc.constantFrom(0, 0, 0, 3),
  open: fc.boolean(),
  knownFrom: fc.integer({ min: 0, max: 2 }),
  superseded: fc.boolean(),
  subject: fc.integer({ min: 0, max: 30 }),
});
type Made = typeof anyTask extends fc.Arbitrary<infer T> ? T : never;

const termOf = ({ kind }: Made): string => (kind === 'TRANSFER_TO_CONFIRM' ? 'transferConfirmation' : '');
const sinceOf = ({ day, laterBy }: Made): number => startOfDate(addDays(day, laterBy), zone);
const dueFromOf = (task: Made): string => (task.kind === 'DISPUTE_TO_DECIDE' ? never : task.day);
const knownTo = (task: Made): number =>
  task.superseded && task.knownFrom < 2 ? (recordedOn[task.knownFrom + 1] ?? 0) : Number.POSITIVE_INFINITY;
const subjectOf = (task: Made): string => `W-${String(task.subject).padStart(2, '0')}`;
const eventOf = (no: number): string => `00000000-0000-4000-8000-${String(no).padStart(12, '0')}`;

const rowOf = (task: Made, index: number): Row => ({
  subject_id: subjectOf(task),
  known_from: recordedOn[task.knownFrom] ?? 0,
  valid_from: sinceOf(task),
  no: index + 1,
  known_to: knownTo(task),
  valid_to: task.open ? Number.POSITIVE_INFINITY : at('2026-03-10'),
  subject_kind: 'firearm',
  kind: task.kind,
  opened_by: eventOf(index),
  owner_role: task.ownerRole,
  party: task.party,
  term: termOf(task),
  due_from: dueFromOf(task),
  zone,
  open: task.open,
  closed_by: task.open ? null : eventOf(index),
  data: '{}',
});

/** The places of a list as its definition says, task by task. */
const expected = (made: ReadonlyArray<Made>, filter: TaskFilter): ReadonlyArray<TaskPlace> => {
  const knownAt = Date.parse(filter.knownAt);
  return made
    .flatMap((task, index): ReadonlyArray<TaskPlace> => {
      const arose = Math.max(
        sinceOf(task),
        termOf(task) === '' ? Number.NEGATIVE_INFINITY : startOfDate(task.day, zone),
      );
      const period = periodAt(policies, arose);
      if (!kinds.some(({ kind, from }) => kind === task.kind && from === period.from)) return [];
      if ((recordedOn[task.knownFrom] ?? 0) > knownAt || knownTo(task) <= knownAt) return [];
      if (filter.state !== 'ALL' && task.open !== (filter.state === 'OPEN')) return [];
      if (filter.ownerRole !== undefined && filter.ownerRole !== task.ownerRole) return [];
      if (filter.party !== undefined && filter.party !== task.party) return [];
      const due =
        termOf(task) === ''
          ? dueFromOf(task)
          : dueOn({ term: 'transferConfirmation', from: task.day, zone }, period.policy, holidays);
      if (filter.dueBefore !== undefined && due >= filter.dueBefore) return [];
      const subject = subjectOf(task);
      return [
        [
          due,
          task.kind,
          task.ownerRole,
          termOf(task),
          dueFromOf(task),
          subject,
          eventOf(index),
          String(index + 1),
          subject,
        ],
      ];
    })
    .sort(comparePlaces);
};

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase('WITH_READ_MODELS');
});
afterAll(() => database.drop());

const anyFilter = fc.record({
  knownAt: fc.constantFrom('2026-03-02', '2026-03-06', '2026-03-20').map((day) => `${day}T00:00:00Z`),
  state: fc.constantFrom('OPEN' as const, 'CLOSED' as const, 'ALL' as const),
  limit: fc.constantFrom(1, 4, 500),
  ownerRole: fc.option(fc.constantFrom('CLK', 'DLR'), { nil: undefined }),
  party: fc.option(fc.constant('F-1'), { nil: undefined }),
  dueBefore: fc.option(
    fc.integer({ min: 0, max: 90 }).map((days) => addDays('2025-12-20', days)),
    { nil: undefined },
  ),
});

test('pages of tasks, read in the order of an index, are the list that the definition gives', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyTask, { minLength: 5, maxLength: 60 }),
      fc.array(anyFilter, { minLength: 6, maxLength: 6 }),
      async (made, filters) => {
        await database.owner.query('truncate lists.task');
        await withTransaction(database.owner, (client) =>
          writeChanges(client, lists.name, [
            { table: taskTable, close: [], remove: [], insert: made.map(rowOf) },
          ]),
        );
        for (const { ownerRole, party, dueBefore, ...asked } of filters) {
          const filter: TaskFilter = {
            ...asked,
            kinds,
            policies,
            now: at('2026-03-20'),
            audience: 'REGISTER',
            ...(ownerRole === undefined ? {} : { ownerRole }),
            ...(party === undefined ? {} : { party }),
            ...(dueBefore === undefined ? {} : { dueBefore }),
          };
          const places: TaskPlace[] = [];
          for (;;) {
            const after = places.at(-1);
            const rows = await taskPage(database.runtime, {
              ...filter,
              ...(after === undefined ? {} : { after }),
            });
            places.push(...rows.map(placeOf));
            if (rows.length < filter.limit) break;
          }
          expect(places, JSON.stringify(filter)).toEqual(expected(made, filter));
        }
      },
    ),
    { numRuns: 25 },
  );
});
