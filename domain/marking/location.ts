import { markLocations } from '../firearm/identity.ts';
import type { Refusal } from '../shared/refusal.ts';
import { faultIf } from './fault.ts';

const essential: ReadonlySet<string> = new Set(markLocations);

/** A mark sits on an essential or structural part (ITI 10, Dir. 4(2); REQ-MRK-10). */
export const locationFaults = (location: string, pointer: string): ReadonlyArray<Refusal> =>
  faultIf(
    !essential.has(location),
    pointer,
    `A mark belongs on an essential component, for the weapon must not work without it. Mark one of ${markLocations.join(', ')}.`,
  );
