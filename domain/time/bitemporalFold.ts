import type { RecordedEvent } from '../event/envelope.ts';
import type { RefusalCode } from '../shared/refusal.ts';
import type { Bounds } from './effectiveTime.ts';
import { boundsOf } from './effectiveTime.ts';
import type { Instant } from './zone.ts';

/**
 * The bitemporal fold of catalogue section 8: the one implementation that guards, queries, projections and verifiers
 * share. Pure; it never refuses and never throws on an accepted history.
 */
export type FoldRules<S> = {
  readonly initial: S;
  readonly step: (state: S, event: RecordedEvent, known: RecordKnowledge) => Stepped<S>;
  /** Records about records have their effect through `knowledgeOf`, not by a place in valid time. */
  readonly knowledgeOf: (known: ReadonlyArray<RecordedEvent>) => RecordKnowledge;
  /** Whether an event changes what counts of the others, or how: a correction, an annulment, an answer. */
  readonly changesOthers: (event: RecordedEvent) => boolean;
};

/** What the events known at a moment say about one another. */
export type RecordKnowledge = {
  readonly annulled: ReadonlySet<string>;
  /** The event with all its corrections applied. */
  readonly corrected: (event: RecordedEvent) => RecordedEvent;
  readonly aboutRecord: (event: RecordedEvent) => boolean;
  readonly confirmation: (eventId: string) => Confirmation | undefined;
};
export type Confirmation = 'PENDING' | 'CONFIRMED' | 'DISPUTED';

export type StepStatus = 'EFFECTIVE' | 'DISPUTED' | 'INCONSISTENT';
export type Stepped<S> = { readonly state: S; readonly status: StepStatus; readonly code?: RefusalCode };

export type TimelineStep<S> = Stepped<S> & { readonly event: RecordedEvent; readonly bounds: Bounds };
export type Timeline<S> = {
  readonly initial: S;
  readonly steps: ReadonlyArray<TimelineStep<S>>;
  readonly knowledge: RecordKnowledge;
};

type Placed = { readonly event: RecordedEvent; readonly bounds: Bounds };

/** Order in valid time: begin of the period, then the recorder's hint, then order of recording (rules 2 and 3). */
export const inValidTime = (a: Placed, b: Placed): number =>
  a.bounds.earliest !== b.bounds.earliest
    ? a.bounds.earliest - b.bounds.earliest || (a.bounds.earliest < b.bounds.earliest ? -1 : 1)
    : (a.event.metadata.sequenceHint ?? 0) - (b.event.metadata.sequenceHint ?? 0) ||
      a.event.streamVersion - b.event.streamVersion;

/** History of one stream in valid time as known at `knownAt` (rule 2). */
export const timelineOf = <S>(
  rules: FoldRules<S>,
  events: ReadonlyArray<RecordedEvent>,
  knownAt: Instant = Number.POSITIVE_INFINITY,
): Timeline<S> => {
  const known = events.filter((event) => event.recordedAt <= knownAt);
  const knowledge = rules.knowledgeOf(known);
  const placed: Placed[] = [];
  for (const event of known) {
    if (knowledge.annulled.has(event.eventId) || knowledge.aboutRecord(event)) continue;
    const corrected = knowledge.corrected(event);
    placed.push({ event: corrected, bounds: boundsOf(corrected.metadata.effectiveAt, corrected.recordedAt) });
  }
  placed.sort(inValidTime);
  const steps: TimelineStep<S>[] = [];
  let state = rules.initial;
  for (const { event, bounds } of placed) {
    const stepped = rules.step(state, event, knowledge);
    state = stepped.state;
    steps.push({ ...stepped, event, bounds });
  }
  return { initial: rules.initial, steps, knowledge };
};

/** State at a moment of valid time: the fold of all steps whose period begins by then. */
export const stateAt = <S>(timeline: Timeline<S>, validAt: Instant): S => {
  let state = timeline.initial;
  for (const step of timeline.steps) {
    if (step.bounds.earliest > validAt) break;
    state = step.state;
  }
  return state;
};

/** State before an event that is to be placed at `effective`, after everything that begins no later. */
export const stateBefore = <S>(timeline: Timeline<S>, effective: Bounds, sequenceHint = 0): S => {
  let state = timeline.initial;
  for (const { bounds, event, state: after } of timeline.steps) {
    if (bounds.earliest > effective.earliest) break;
    if (bounds.earliest === effective.earliest && (event.metadata.sequenceHint ?? 0) > sequenceHint) break;
    state = after;
  }
  return state;
};

/**
 * Whether the state at a moment is certain: not so while the moment lies within the period of an event of coarse
 * precision that may or may not have happened by then (HC-18).
 */
export const isCertainAt = <S>(timeline: Timeline<S>, validAt: Instant): boolean =>
  timeline.steps.every(
    ({ bounds, status }) => status !== 'EFFECTIVE' || bounds.earliest > validAt || bounds.latest <= validAt,
  );
