import type { Timeline, TimelineStep } from '../time/bitemporalFold.ts';

/** A stretch of a history during which something is true of its subject. */
export type Span<S> = { readonly opened: TimelineStep<S>; readonly closed?: TimelineStep<S> };

/**
 * The stretches during which something that can be named stays the same, each with the event that began and ended it;
 * `undefined` is the absence of such a thing.
 */
export const whileSame = <S>(
  timeline: Timeline<S>,
  nameOf: (step: TimelineStep<S>) => string | undefined,
): ReadonlyArray<Span<S> & { readonly name: string }> => {
  const spans: (Span<S> & { readonly name: string })[] = [];
  let open: { readonly opened: TimelineStep<S>; readonly name: string } | undefined;
  for (const step of timeline.steps) {
    if (step.status !== 'EFFECTIVE') continue;
    const name = nameOf(step);
    if (name === open?.name) continue;
    if (open !== undefined) spans.push({ ...open, closed: step });
    open = name === undefined ? undefined : { opened: step, name };
  }
  return open === undefined ? spans : [...spans, open];
};

/** The stretches during which the state fulfils a condition, each with the event that began and ended it. */
export const whileState = <S>(timeline: Timeline<S>, holds: (state: S) => boolean): ReadonlyArray<Span<S>> =>
  whileSame(timeline, ({ state }) => (holds(state) ? 'holds' : undefined));

/** What a task takes over from a span: since when, opened and closed by which event. */
export const spanOf = <S>({ opened, closed }: Span<S>) => ({
  openedBy: opened.event.eventId,
  since: opened.bounds.earliest,
  ...(closed === undefined ? {} : { closed: { by: closed.event.eventId, at: closed.bounds.earliest } }),
});
