import type { AppliedMark } from '../firearm/identity.ts';
import { primaryLocations } from '../firearm/identity.ts';
import type { Policy } from '../policy/policy.ts';
import type { Refusal } from '../shared/refusal.ts';
import { faultIf } from './fault.ts';

/** Whether the component may be too small for a full mark: as policy says, frame and receiver never (REQ-MRK-03). */
export const mayBeReduced = (location: string, policy: Pick<Policy, 'reducedMarkKinds'>): boolean =>
  !primaryLocations.has(location) && policy.reducedMarkKinds.some((kind) => kind === location);

/** A reduced mark stands only on a component that is allowed one, and says why (Dir. 4(2); REQ-MRK-03). */
export const reducedFaults = (
  mark: Pick<AppliedMark, 'reduced' | 'reducedReason'> & { readonly location: string },
  policy: Pick<Policy, 'reducedMarkKinds'>,
  pointer: string,
): ReadonlyArray<Refusal> => {
  if (mark.reduced !== true) return [];
  return [
    ...faultIf(
      !mayBeReduced(mark.location, policy),
      `${pointer}/reduced`,
      primaryLocations.has(mark.location)
        ? 'Frame and receiver bear the full mark, never a reduced one. Apply the full mark.'
        : `A reduced mark is allowed on ${policy.reducedMarkKinds.join(', ') || 'no component'} only. Apply the full mark.`,
    ),
    ...faultIf(
      mark.reducedReason === undefined,
      `${pointer}/reducedReason`,
      'A reduced mark needs a reason. State why the full mark does not fit.',
    ),
  ];
};
