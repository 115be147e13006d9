import type { StreamKindName } from '../../domain/stream/kinds.ts';
import type { Task } from '../../domain/tasks/task.ts';
import { kindsWithTasks, possibleTasks, tasksOf } from '../../domain/tasks/tasksOf.ts';
import type { Segment } from '../engine/bitemporal.ts';
import { lastInstant } from '../engine/projection.ts';
import { from, listOf, listTable } from '../lists/list.ts';

/** Tasks of every subject, open and closed; the policy's terms become dates when somebody asks. */
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
    closed_by: 'uuid',
    data: 'text',
  },
  ["(kind, subject_id) where closed_by is null and known_to = 'infinity'", '(party) where party is not null'],
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
      term: due !== undefined && 'term' in due ? due.term : null,
      due_from: due === undefined ? null : 'on' in due ? due.on : due.from,
      zone: due?.zone ?? null,
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
