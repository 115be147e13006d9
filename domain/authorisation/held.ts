import { openLossAlert } from '../firearm/events/shared.ts';
import { samePartyIn } from '../party/sameParty.ts';
import { type Refusal, refusal } from '../shared/refusal.ts';
import type { AuthorisationCheck } from './definition.ts';

/** Each firearm is recorded, and the party is its holder (at the moment of the check). */
export const checkHeld = (
  { around, moment, now }: Pick<AuthorisationCheck<unknown>, 'around' | 'moment' | 'now'>,
  partyId: string,
  firearmIds: ReadonlyArray<string>,
  pointer: string,
): Refusal | undefined => {
  const same = samePartyIn(around, now);
  for (const [index, id] of firearmIds.entries()) {
    const firearm = around.statesIn('firearm', id, moment)?.[1];
    const at = { pointer: `${pointer}/${index}` };
    if (firearm === undefined || firearm.custody === 'NEW')
      return refusal('R00', 'This firearm is not recorded at that time.', at);
    const holder = firearm.holder?.party;
    if (typeof holder !== 'string' || !same(holder, partyId))
      return refusal('R33', 'This party is not the holder of the firearm.', at);
  }
  return undefined;
};

/** No alert and no seizure stands in the way of leaving the territory (catalogue 5.4). */
export const checkFree = (
  { around, moment }: Pick<AuthorisationCheck<unknown>, 'around' | 'moment'>,
  firearmIds: ReadonlyArray<string>,
  pointer: string,
): Refusal | undefined => {
  for (const [index, id] of firearmIds.entries()) {
    const firearm = around.statesIn('firearm', id, moment)?.[1];
    const at = { pointer: `${pointer}/${index}` };
    if (firearm === undefined || firearm.custody === 'NEW')
      return refusal('R00', 'This firearm is not recorded at that time.', at);
    const alert = openLossAlert(firearm);
    if (alert !== undefined)
      return refusal(alert.kind === 'STOLEN' ? 'R11' : 'R10', 'An alert is open for this firearm.', {
        ...at,
        eventIds: [alert.openedBy],
      });
    if (firearm.custody === 'SZD') return refusal('R13', 'This firearm is seized.', at);
  }
  return undefined;
};
