import type { StreamKindName } from '../../domain/stream/kinds.ts';
import type { Task } from '../../domain/tasks/task.ts';
import { kindsWithTasks, possibleTasks, tasksOf } from '../../domain/tasks/tasksOf.ts';
import type { Segment } from '../engine/bitemporal.ts';
import { lastInstant } from '../engine/projection.ts';
import { from, listOf, listTable } from '../lists/list.ts';

/** In the place of a day where no law and no policy sets a deadline: after every day. */
export const never = '9999-12-31';

/**
 * Tasks of every subject, open and closed; the policy's terms become dates when somebody asks. `term` is empty where
 * `due_from` is the last day itself. Within tasks of one term, later days of `due_from` never fall due earlier, so an
 * index on it serves them in the order of deadlines, whatever the policies say (`groups.ts`).
 */
export const taskTable = listTable(
  'task',
  {
    subject_kind: 'text',
    kind: 'text',
    opened_by: 'uuid',
    owner_role: 'text',
    party: 'text',
    term: 'text',
    due_from: 'text',
    zone: 'text',
    open: 'boolean',
    closed_by: 'uuid',
    data: 'text',
  },
  [
    "(open, kind, owner_role, term, due_from, subject_id, opened_by, no) where known_to = 'infinity'",
    "(party, open) where party is not null and known_to = 'infinity'",
    // What is no longer known, for whoever asks about a moment before it changed.
    "(known_to) where known_to < 'infinity'",
  ],
);

const segmentOf = (subjectKind: StreamKindName, task: Task): Segment => {
  const { due } = task;
  return {
    from: task.since,
    to: task.closed?.at ?? lastInstant,
    values: {
      subject_kind: subjectKind,
      kind: task.kind,
      opened_by: task.openedBy,
      owner_role: task.ownerRole,
      party: task.party ?? null,
      term: due !== undefined && 'term' in due ? due.term : '',
      due_from: due === undefined ? never : 'on' in due ? due.on : due.from,
      zone: due?.zone ?? null,
      open: task.closed === undefined,
      closed_by: task.closed?.by ?? null,
      data: JSON.stringify(task.data ?? {}),
    },
  };
};

const tasksIn = <N extends StreamKindName>(kind: N) =>
  from({
    kind,
    concerns: (events) => possibleTasks(kind, events).length > 0,
    segments: ({ events, timelineAfter }) => {
      const definitions = possibleTasks(kind, events);
      return (index) =>
        tasksOf(definitions, events.slice(0, index + 1), timelineAfter(index)).map((task) =>
          segmentOf(kind, task),
        );
    },
  });

export const tasks = listOf(taskTable, ...kindsWithTasks.map(tasksIn));
