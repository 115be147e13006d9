import type { Identity } from '../firearm/identity.ts';
import type { Bounds } from '../time/effectiveTime.ts';
import type { AuthorisationState } from './state.ts';
import { inForce } from './validity.ts';

type Journey = { readonly firearmId: string; readonly destinationState: string; readonly basis: string };

/**
 * Whether a journey has a basis (Dir. 17): an authorisation of the State visited on the pass, or without one hunters
 * and re-enactors with category C, target shooters with B and C. Category A of target shooters needs the authorisation
 * here, since only the State visited knows whether it admits it.
 */
export const isLawfulJourney = (
  state: AuthorisationState,
  { firearmId, destinationState, basis }: Journey,
  identity: Identity | undefined,
  on: Bounds,
): boolean => {
  if (inForce(state, on).kind === 'NOT_COVERED') return false;
  const authorised = state.pass?.entries.some(
    (entry) =>
      entry.firearmId === firearmId &&
      entry.journeys.some(
        ({ state: by, period }) =>
          by === destinationState &&
          period.from <= on.earliest &&
          (period.until === undefined || on.latest < period.until),
      ),
  );
  if (authorised === true) return true;
  switch (basis) {
    case 'HUNTER':
    case 'REENACTOR':
      return identity?.category === 'C';
    case 'TARGET_SHOOTER':
      return identity?.category === 'B' || identity?.category === 'C';
    default:
      return false;
  }
};
