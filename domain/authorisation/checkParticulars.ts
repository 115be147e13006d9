import { type Refusal, refusal } from '../shared/refusal.ts';
import type { AuthorisationCheck } from './definition.ts';
import { checkHeld } from './held.ts';
import { checkRegistered, partyNow } from './owner.ts';
import type { TransferParticulars } from './particulars.ts';

/** What the State must know is complete (REQ-TRF-01): means of transfer and dates only where a private party is in it. */
export const checkParticulars = (
  context: Pick<AuthorisationCheck<unknown>, 'around' | 'moment' | 'now'>,
  particulars: TransferParticulars,
  pointer: string,
): Refusal | undefined => {
  const { around, now } = context;
  for (const name of ['supplierId', 'acquirerId'] as const) {
    const unknown = checkRegistered(around, particulars[name], now, `${pointer}/${name}`);
    if (unknown !== undefined) return unknown;
    if (
      particulars.betweenDealers &&
      partyNow(around, particulars[name], now)?.capacities.includes('TRADE') !== true
    )
      return refusal('R33', 'This party is no dealer: give means of transfer and dates instead.', {
        pointer: `${pointer}/betweenDealers`,
      });
  }
  if (!particulars.betweenDealers)
    for (const name of ['meansOfTransfer', 'departOn', 'arriveOn'] as const)
      if (particulars[name] === undefined)
        return refusal('R33', `Give ${name}. Only a transfer between dealers may lack it.`, {
          pointer: `${pointer}/${name}`,
        });
  const ids = particulars.firearms.map(({ firearmId }) => firearmId);
  if (particulars.count !== ids.length || new Set(ids).size !== ids.length)
    return refusal('R33', 'The number of firearms is not that of the firearms listed.', {
      pointer: `${pointer}/count`,
    });
  if (
    particulars.departOn !== undefined &&
    particulars.arriveOn !== undefined &&
    particulars.arriveOn < particulars.departOn
  )
    return refusal('R33', 'It arrives before it departs.', { pointer: `${pointer}/arriveOn` });
  return checkHeld(context, particulars.supplierId, ids, `${pointer}/firearms`);
};

/** The particulars with each firearm's identity as recorded, so that they say what it is by themselves. */
export const withIdentities = (
  { around, moment }: Pick<AuthorisationCheck<unknown>, 'around' | 'moment'>,
  particulars: TransferParticulars,
): TransferParticulars => ({
  ...particulars,
  firearms: particulars.firearms.map((given) => {
    const identity = around.statesIn('firearm', given.firearmId, moment)?.[1].identity;
    return identity === undefined ? given : { ...given, identity };
  }),
});

export const streamsOf = ({ supplierId, acquirerId, firearms }: TransferParticulars) => [
  { kind: 'party' as const, id: supplierId },
  { kind: 'party' as const, id: acquirerId },
  ...firearms.map(({ firearmId }) => ({ kind: 'firearm' as const, id: firearmId })),
];
