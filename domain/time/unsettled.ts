import type { RecordedEvent } from '../event/envelope.ts';
import type { RefusalCode } from '../shared/refusal.ts';
import type { Timeline } from './bitemporalFold.ts';
import type { Bounds, EffectiveTime } from './effectiveTime.ts';

/** A boundary in valid time: the period in which it lies and how it was written. */
export type Boundary = { readonly bounds: Bounds; readonly time: EffectiveTime };

export type Basis = Pick<RecordedEvent, 'eventId' | 'type' | 'streamVersion'>;

export const basisOf = ({ eventId, type, streamVersion }: RecordedEvent): Basis => ({
  eventId,
  type,
  streamVersion,
});

/** An event that is recorded but has no effect: awaiting a decision, or contradicted by the rest (HC-09, HC-10). */
export type Unsettled = { readonly event: Basis; readonly from: Boundary; readonly code: RefusalCode };

/** What a folded history holds without effect, by status. */
export const unsettledOf = (
  timeline: Timeline<unknown>,
): { readonly disputed: ReadonlyArray<Unsettled>; readonly inconsistent: ReadonlyArray<Unsettled> } => {
  const disputed: Unsettled[] = [];
  const inconsistent: Unsettled[] = [];
  for (const { event, status, bounds, code } of timeline.steps) {
    if (status === 'EFFECTIVE') continue;
    const from: Boundary = { bounds, time: event.metadata.effectiveAt };
    (status === 'DISPUTED' ? disputed : inconsistent).push({
      event: basisOf(event),
      from,
      code: code ?? 'R17',
    });
  }
  return { disputed, inconsistent };
};
