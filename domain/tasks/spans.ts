import type { Timeline, TimelineStep } from '../time/bitemporalFold.ts';

/** A stretch of a history during which something is true of its subject. */
export type Span<S> = { readonly opened: TimelineStep<S>; readonly closed?: TimelineStep<S> };

/** The stretches during which the state fulfils a condition, each with the event that began and ended it. */
export const whileState = <S>(
  timeline: Timeline<S>,
  holds: (state: S) => boolean,
): ReadonlyArray<Span<S>> => {
  const spans: Span<S>[] = [];
  let opened: TimelineStep<S> | undefined;
  for (const step of timeline.steps) {
    if (step.status !== 'EFFECTIVE') continue;
    const is = holds(step.state);
    if (is && opened === undefined) opened = step;
    else if (!is && opened !== undefined) {
      spans.push({ opened, closed: step });
      opened = undefined;
    }
  }
  return opened === undefined ? spans : [...spans, { opened }];
};

/** What a task takes over from a span: since when, opened and closed by which event. */
export const spanOf = <S>({ opened, closed }: Span<S>) => ({
  openedBy: opened.event.eventId,
  since: opened.bounds.earliest,
  ...(closed === undefined ? {} : { closed: { by: closed.event.eventId, at: closed.bounds.earliest } }),
});
