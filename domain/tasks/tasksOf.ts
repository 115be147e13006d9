import type { RecordedEvent } from '../event/envelope.ts';
import type { StateByKind, StreamKindName } from '../stream/kinds.ts';
import type { Timeline } from '../time/bitemporalFold.ts';
import { taskCatalogue } from './catalogue.ts';
import type { Task, TaskDefinition } from './task.ts';

const definitionsOf = <N extends StreamKindName>(kind: N): ReadonlyArray<TaskDefinition<N>> =>
  (taskCatalogue[kind] as ReadonlyArray<TaskDefinition<N>> | undefined) ?? [];

/** Kinds of stream that tasks are derived from. */
export const kindsWithTasks = Object.keys(taskCatalogue) as ReadonlyArray<StreamKindName>;

/** The kinds of task that a history may hold at all: most hold none, and are not looked at further. */
export const possibleTasks = <N extends StreamKindName>(
  kind: N,
  events: ReadonlyArray<RecordedEvent>,
): ReadonlyArray<TaskDefinition<N>> => definitionsOf(kind).filter(({ opensWith }) => events.some(opensWith));

/** All tasks of one subject, open and closed, as its history is known; pure, and the same for every policy. */
export const tasksOf = <N extends StreamKindName>(
  definitions: ReadonlyArray<TaskDefinition<N>>,
  events: ReadonlyArray<RecordedEvent>,
  timeline: Timeline<StateByKind[N]>,
): ReadonlyArray<Task> =>
  definitions.flatMap((definition) =>
    definition.find({ events, timeline }).map((found) => ({
      ...found,
      kind: definition.kind,
      ownerRole: found.ownerRole ?? definition.ownerRole,
    })),
  );
