import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clockOfFirearm } from '../../domain/firearm/clockFacts.ts';
import { openLossAlert } from '../../domain/firearm/events/shared.ts';
import { firearmKind } from '../../domain/firearm/kind.ts';
import { firearmKeptUntil } from '../../domain/firearm/retention.ts';
import type { FirearmState } from '../../domain/firearm/state.ts';
import { policyFrom } from '../../domain/policy/policyFrom.ts';
import { euMember } from '../../domain/policy/profiles.ts';
import { taskCatalogue } from '../../domain/tasks/catalogue.ts';
import { dueOn, terms } from '../../domain/tasks/due.ts';
import type { Task } from '../../domain/tasks/task.ts';
import { possibleTasks, tasksOf } from '../../domain/tasks/tasksOf.ts';
import { timelineOf } from '../../domain/time/bitemporalFold.ts';
import { clockStart } from '../../domain/time/clockStart.ts';
import { noHolidays } from '../../domain/time/holidays.ts';
import { endOfPeriod, recordPeriod } from '../../domain/time/retention.ts';
import { anyAcceptedHistory } from '../harness/acceptedHistory.ts';

const all = taskCatalogue.firearm ?? [];

/** Which tasks a state alone says to be open: found here without looking at the history. */
const openByState: { readonly [kind: string]: (state: FirearmState) => boolean } = {
  SEIZED_UNDECIDED: ({ custody }) => custody === 'SZD',
  FOUND_UNDECIDED: ({ custody }) => custody === 'AUT',
  FORFEITED_UNDISPOSED: ({ custody }) => custody === 'FRF',
  IMPORT_MARK_DUE: ({ importMarkDue, custody }) => importMarkDue && !['EXP', 'DSM', 'DST'].includes(custody),
  DEACTIVATION_TO_CERTIFY: ({ condition, custody }) =>
    condition === 'DEACT_DONE' && !['DSM', 'DST'].includes(custody),
  ALERT_TO_DISCHARGE: (state) =>
    openLossAlert(state) !== undefined && !['LST', 'STL', 'EXP', 'TRN', 'NEW'].includes(state.custody),
};

describe('tasks of any accepted history', () => {
  const opened = new Set<string>();
  const closed = new Set<string>();

  test('are opened and closed by events of that history that count, and open ones agree with the state', () => {
    fc.assert(
      fc.property(anyAcceptedHistory, (events) => {
        const timeline = timelineOf(firearmKind.fold, events);
        const state = timeline.steps.at(-1)?.state ?? timeline.initial;
        const counted = new Set(
          events
            .filter(({ eventId }) => !timeline.knowledge.annulled.has(eventId))
            .map(({ eventId }) => eventId),
        );
        const tasks = tasksOf(all, events, timeline);
        for (const task of tasks) {
          opened.add(task.kind);
          expect(counted.has(task.openedBy), `${task.kind} opened by ${task.openedBy}`).toBe(true);
          if (task.closed === undefined) continue;
          closed.add(task.kind);
          expect(counted.has(task.closed.by), `${task.kind} closed by ${task.closed.by}`).toBe(true);
          expect(task.closed.by).not.toBe(task.openedBy);
          expect(task.closed.at).toBeGreaterThanOrEqual(task.since);
        }
        for (const [kind, isOpen] of Object.entries(openByState)) {
          const open = tasks.filter((task) => task.kind === kind && task.closed === undefined).length;
          expect(open, kind).toBe(isOpen(state) ? 1 : 0);
        }
      }),
      { numRuns: 1500 },
    );
    // The property would say nothing if hardly any task were opened or closed.
    // An import needs a licence in another stream, which these histories do not have.
    const expected = Object.keys(openByState).filter((kind) => kind !== 'IMPORT_MARK_DUE');
    expect([...opened]).toEqual(expect.arrayContaining(expected));
    expect(closed.size).toBeGreaterThan(3);
  });

  test('are all found by looking only at the kinds that the events may open', () => {
    const plain = (tasks: ReadonlyArray<Task>): string => JSON.stringify(tasks);
    fc.assert(
      fc.property(anyAcceptedHistory, (events) => {
        const timeline = timelineOf(firearmKind.fold, events);
        expect(plain(tasksOf(possibleTasks('firearm', events), events, timeline))).toBe(
          plain(tasksOf(all, events, timeline)),
        );
      }),
      { numRuns: 1000 },
    );
  });

  test('fall due later where the policy gives more time, and never before the event', () => {
    const days = fc.integer({ min: 0, max: 400 });
    fc.assert(
      fc.property(anyAcceptedHistory, days, days, (events, one, other) => {
        const [fewer, more] = [Math.min(one, other), Math.max(one, other)];
        const policyOf = (count: number) => {
          const period = `P${count}D`;
          const { notices, ...rest } = euMember.deadlines;
          return policyFrom(euMember, {
            reportDeadline: { private: period },
            deadlines: {
              ...Object.fromEntries(Object.keys(rest).map((term) => [term, period])),
              notices: Object.fromEntries(Object.keys(notices).map((term) => [term, period])),
            },
          });
        };
        for (const { due, kind } of tasksOf(all, events, timelineOf(firearmKind.fold, events))) {
          if (due === undefined) continue;
          expect(dueOn(due, policyOf(fewer)) <= dueOn(due, policyOf(more)), kind).toBe(true);
          if ('term' in due) expect(dueOn(due, policyOf(fewer)) >= due.from).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

test('REQ-REC-08 the calendar says of any accepted history what the guard of erasure says', () => {
  let running = 0;
  fc.assert(
    fc.property(
      anyAcceptedHistory,
      fc.boolean(),
      fc.boolean(),
      (events, startsRetention, workingDayShift) => {
        const policy = policyFrom(euMember, { export: { startsRetention }, retention: { workingDayShift } });
        const timeline = timelineOf(firearmKind.fold, events);
        const clock = clockOfFirearm(timeline);
        const from = clock === undefined ? undefined : clockStart(clock.facts, policy);
        const end = firearmKeptUntil(timeline.steps.at(-1)?.state ?? timeline.initial, policy, noHolidays);
        if (end !== undefined) running += 1;
        expect(
          from === undefined
            ? undefined
            : endOfPeriod(from, recordPeriod, { workingDayShift, holidays: noHolidays }),
        ).toEqual(end);
      },
    ),
    { numRuns: 1500 },
  );
  expect(running).toBeGreaterThan(20);
});

test('every term of the policy has a name, and every kind of task says how it is closed', () => {
  const { notices, ...rest } = euMember.deadlines;
  expect([...terms].sort()).toEqual(
    [...Object.keys(rest), ...Object.keys(notices).map((name) => `notices.${name}`), 'report.private'].sort(),
  );
  for (const definitions of Object.values(taskCatalogue))
    expect(new Set(definitions.map(({ kind }) => kind)).size).toBe(definitions.length);
  const kinds = Object.values(taskCatalogue).flat();
  // A kind that several kinds of stream open says the same wherever it comes from.
  const words = kinds.map(({ kind, meaning, closes, ownerRole }) =>
    JSON.stringify([kind, meaning, closes, ownerRole]),
  );
  expect(new Set(words).size).toBe(new Set(kinds.map(({ kind }) => kind)).size);
  for (const { kind, meaning, closes } of kinds) {
    expect(kind).toMatch(/^[A-Z_]{5,60}$/);
    expect(meaning.length * closes.length, kind).toBeGreaterThan(0);
  }
});
