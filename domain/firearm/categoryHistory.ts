import type { Timeline } from '../time/bitemporalFold.ts';
import { type Basis, type Boundary, basisOf } from '../time/unsettled.ts';
import type { FirearmState } from './state.ts';

/** A category with the day from which it holds, and when the register learned it (Dir. 4(5)(d)). */
export type DatedCategory = {
  readonly from: Boundary;
  readonly category: string | null;
  readonly subcategory: string | null;
  readonly recordedAt: number;
  readonly basis: Basis;
};

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** How the firearm was categorised, change by change (REQ-REC-06, REQ-REC-07). */
export const categoryHistory = (timeline: Timeline<FirearmState>): ReadonlyArray<DatedCategory> => {
  const history: DatedCategory[] = [];
  for (const { event, bounds, state, status } of timeline.steps) {
    if (status !== 'EFFECTIVE' || state.identity === undefined) continue;
    const category = textOf(state.identity.category);
    const subcategory = textOf(state.identity.subcategory);
    const last = history.at(-1);
    if (last !== undefined && last.category === category && last.subcategory === subcategory) continue;
    history.push({
      from: { bounds, time: event.metadata.effectiveAt },
      category,
      subcategory,
      recordedAt: event.recordedAt,
      basis: basisOf(event),
    });
  }
  return history;
};
