import { residenceAt } from '../party/details.ts';
import { type Refusal, refusal } from '../shared/refusal.ts';
import type { Surroundings } from '../stream/surroundings.ts';
import type { Bounds } from '../time/effectiveTime.ts';
import type { Instant } from '../time/zone.ts';

/** A party as known now; undefined when it is not in the register of parties. */
export const partyNow = (around: Surroundings, id: string, now: Instant) =>
  around.statesIn('party', id, { earliest: now, latest: now })?.[1];

/** Names and addresses of parties are recorded (REQ-REC-05): nothing is granted to somebody who is not registered. */
export const checkRegistered = (
  around: Surroundings,
  id: string,
  now: Instant,
  pointer: string,
): Refusal | undefined => {
  const party = partyNow(around, id, now);
  if (party?.kind === undefined)
    return refusal('PARTY_NOT_REGISTERED', 'Register the party first (PartyRegistered).', { pointer });
  if (party.mergedInto !== undefined)
    return refusal('PARTY_NOT_REGISTERED', `This id is an alias. Use ${party.mergedInto}.`, { pointer });
  return undefined;
};

/** State of residence of a party in a period, as known now. */
export const residenceIn = (
  around: Surroundings,
  id: string,
  on: Bounds,
  now: Instant,
): string | undefined => {
  const party = partyNow(around, id, now);
  return party === undefined ? undefined : residenceAt(party.profile, Math.min(on.latest, now));
};
