import type { Surroundings } from '../stream/surroundings.ts';
import type { Bounds } from '../time/effectiveTime.ts';
import { inForce } from './validity.ts';

export type ConsentAsked = {
  readonly state: string;
  readonly firearmId?: string;
  readonly partyId?: string;
  readonly on: Bounds;
  readonly sameParty: (one: string, other: string) => boolean;
};

/** Why a prior consent does not serve (Dir. 10(2), 16(4)); undefined when it does. */
export const consentFault = (
  around: Surroundings,
  consentId: string | undefined,
  { state, firearmId, partyId, on, sameParty }: ConsentAsked,
): string | undefined => {
  if (consentId === undefined)
    return `The prior agreement of ${state} is missing. Record PriorConsentReceived and name it as foreignConsentRef.`;
  const states = around.statesIn('authorisation', consentId, on);
  if (states === undefined) return 'The consent that is named is not recorded.';
  for (const held of states) {
    const { consent } = held;
    if (consent === undefined) return 'What is named is no prior consent.';
    if (consent.state !== state) return `The consent is of ${consent.state}, not of ${state}.`;
    const valid = inForce(held, on);
    if (valid.kind === 'NOT_COVERED') return `The consent does not serve. ${valid.sentence}`;
    if (firearmId !== undefined && consent.firearmIds.length > 0 && !consent.firearmIds.includes(firearmId))
      return 'The consent does not list this firearm.';
    if (partyId !== undefined && held.partyId !== undefined && !sameParty(held.partyId, partyId))
      return 'The consent is for another party.';
  }
  return undefined;
};
