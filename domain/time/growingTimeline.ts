import type { RecordedEvent } from '../event/envelope.ts';
import {
  type FoldRules,
  inValidTime,
  type Timeline,
  type TimelineStep,
  timelineOf,
} from './bitemporalFold.ts';
import { boundsOf } from './effectiveTime.ts';

/**
 * The timeline after one more event. What lies before the event's place in valid time stands as it was; only what
 * follows is folded again, unless the event changes what counts of others (a correction, an annulment, an answer).
 */
const grown = <S>(
  rules: FoldRules<S>,
  before: Timeline<S>,
  events: ReadonlyArray<RecordedEvent>,
  event: RecordedEvent,
): Timeline<S> => {
  const knowledge = rules.knowledgeOf(events);
  const placed = { event, bounds: boundsOf(event.metadata.effectiveAt, event.recordedAt) };
  let place = before.steps.length;
  for (let last = before.steps[place - 1]; last !== undefined; last = before.steps[place - 1]) {
    if (inValidTime(last, placed) <= 0) break;
    place -= 1;
  }
  const steps: TimelineStep<S>[] = before.steps.slice(0, place);
  let state = steps.at(-1)?.state ?? rules.initial;
  for (const { event: next, bounds } of [placed, ...before.steps.slice(place)]) {
    const stepped = rules.step(state, next, knowledge);
    state = stepped.state;
    steps.push({ ...stepped, event: next, bounds });
  }
  return { initial: rules.initial, steps, knowledge };
};

/**
 * The timelines of one history as it grew: `after(index)` is `timelineOf` of the events up to that index (a property
 * proves it), for one step an event instead of one fold a question, where the indexes are asked for in order.
 */
export const growingTimeline = <S>(
  rules: FoldRules<S>,
  events: ReadonlyArray<RecordedEvent>,
): ((index: number) => Timeline<S>) => {
  const known: Timeline<S>[] = [];
  return (index) => {
    const before = known[index - 1];
    const event = events[index];
    const timeline =
      known[index] ??
      (before === undefined || event === undefined || rules.changesOthers(event)
        ? timelineOf(rules, events.slice(0, index + 1))
        : grown(rules, before, events.slice(0, index + 1), event));
    known[index] = timeline;
    return timeline;
  };
};
