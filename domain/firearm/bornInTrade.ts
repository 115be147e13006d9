import type { PartyRole } from '../shared/commonFields.ts';
import { type Refusal, refusal } from '../shared/refusal.ts';
import type { FirearmState } from './state.ts';

/**
 * What was just made is in the trade once it is registered (catalogue 6.1, cell Registered in MFD), so it is registered
 * for its maker or a dealer. A person or the State comes to have it by a transfer, which asks for both sides and the right.
 */
export const bornInTradeFault = (
  { custody }: Pick<FirearmState, 'custody'>,
  partyRole: PartyRole,
): Refusal | undefined =>
  custody === 'MFD' && partyRole !== 'TRADE'
    ? refusal(
        'R17',
        'A firearm that was just made is in the trade. Register it for its maker or a dealer with partyRole TRADE, then record FirearmTransferred to who acquires it.',
        { pointer: '/payload/partyRole' },
      )
    : undefined;
