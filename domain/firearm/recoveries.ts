import type { Timeline, TimelineStep } from '../time/bitemporalFold.ts';
import type { Custody, FirearmState } from './state.ts';
import { lastLegalHolder } from './tracing/diversion.ts';

/** How a firearm came to an authority (SDG 16.4.2). */
export type RecoveryAction = 'SEIZED' | 'FOUND' | 'SURRENDERED';

/** A firearm that was seized, found or surrendered, counted once until it leaves the authority again. */
export type Recovery = {
  readonly action: RecoveryAction;
  readonly step: TimelineStep<FirearmState>;
  /** Its lawful history up to the point of diversion is in this register (users-and-jobs section 1). */
  readonly originInRegister: boolean;
};

const actions: ReadonlyMap<string, RecoveryAction> = new Map([
  ['FirearmSeized', 'SEIZED'],
  ['FirearmFound', 'FOUND'],
  ['FirearmSurrendered', 'SURRENDERED'],
]);
export const isRecovery = (type: string): boolean => actions.has(type);

const withAuthority: ReadonlySet<Custody> = new Set(['AUT', 'SZD', 'FRF']);

/** Seizures, finds and surrenders of one firearm; one that passes from finder to case is one recovery. */
export const recoveriesOf = (timeline: Timeline<FirearmState>): ReadonlyArray<Recovery> => {
  const steps = timeline.steps.filter(({ status }) => status === 'EFFECTIVE');
  return steps.flatMap((step, index): ReadonlyArray<Recovery> => {
    const action = actions.get(step.event.type);
    const before = steps[index - 1]?.state ?? timeline.initial;
    if (action === undefined || withAuthority.has(before.custody)) return [];
    const legal = lastLegalHolder({ ...timeline, steps: steps.slice(0, index) });
    return [{ action, step, originInRegister: typeof legal?.party === 'string' }];
  });
};
