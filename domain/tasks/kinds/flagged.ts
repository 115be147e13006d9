import type { FlagReason, RecordedEvent } from '../../event/envelope.ts';
import type { StateByKind, StreamKindName } from '../../stream/kinds.ts';
import type { TimelineStep } from '../../time/bitemporalFold.ts';
import { decidedByAuthority, settledBy } from '../answers.ts';
import { dueAfter } from '../due.ts';
import { defineTask, type FoundTask, type TaskDefinition } from '../task.ts';

type Flagged<S> = {
  readonly flag: FlagReason;
  readonly meaning: string;
  readonly closes: string;
  /** False where what was recorded or corrected since explains it: as known now, there is nothing to look at. */
  readonly stands?: (event: RecordedEvent, before: S) => boolean;
  /** Whether a later event settled it. */
  readonly settles?: (step: TimelineStep<S>, event: RecordedEvent) => boolean;
  /** Whom it is about. */
  readonly party?: (event: RecordedEvent) => string | undefined;
  readonly data?: (event: RecordedEvent, before: S) => FoundTask['data'];
};

/**
 * A report that took effect and that somebody has to look at: what is accepted and flagged is forgotten unless it is a
 * task of somebody (REQ-DLR-01, identification 7; trap 12). The authority settles it by DisputeDecided, a transfer also
 * by its answer.
 */
export const flaggedTask = <N extends StreamKindName>({
  flag,
  meaning,
  closes,
  stands = () => true,
  settles = () => false,
  party,
  data,
}: Flagged<StateByKind[N]>): TaskDefinition<N> =>
  defineTask<N>()({
    kind: flag,
    meaning,
    ownerRole: 'CLK',
    closes: `DisputeDecided UPHELD, its correction or annulment${closes}`,
    opensWith: ({ metadata }) => metadata.disputes?.includes(flag) === true,
    find: ({ events, timeline }) => {
      let before = timeline.initial;
      return timeline.steps.flatMap(({ event, state, status, bounds }, index) => {
        const was = before;
        before = state;
        if (status !== 'EFFECTIVE' || event.metadata.disputes?.includes(flag) !== true) return [];
        const decided = decidedByAuthority(events, timeline.knowledge.annulled, event.eventId);
        if (decided === undefined && !stands(event, was)) return [];
        const settled = timeline.steps
          .slice(index + 1)
          .find((step) => step.status === 'EFFECTIVE' && settles(step, event));
        const about = party?.(event);
        const more = data?.(event, was);
        return [
          {
            openedBy: event.eventId,
            since: bounds.earliest,
            due: dueAfter(event, 'flaggedReport'),
            ...(about === undefined ? {} : { party: about }),
            data: { type: event.type, ...more },
            ...(decided === undefined && settled !== undefined
              ? { closed: { by: settled.event.eventId, at: settled.bounds.earliest } }
              : settledBy(decided)),
          },
        ];
      });
    },
  });
