import { identityOf, primaryLocation } from '../models.ts';
import { caseNumber, docRef } from '../particulars.ts';
import { asDealer, capacityOf, clerk, court } from '../parties.ts';
import { type Arm, buyerOf, otherDealer, type Tale, wait } from '../tale.ts';
import { transfer } from '../trade.ts';

/** What somebody tries and the register refuses. Nothing of it changes the firearm. */
export const attempts = (tale: Tale, arm: Arm): void => {
  const { random, tell } = tale;
  const { holder, serial } = arm;
  if (holder === undefined) return;
  const day = wait(tale, arm, 10, 200);
  const orderRef = docRef('JUDGMENT', caseNumber('K', arm, day), 'Court', day);
  if (serial !== undefined)
    tell(
      arm.key,
      clerk,
      'FirearmRegistered',
      day,
      {
        identity: identityOf(arm.model, serial),
        frameMark: { location: primaryLocation(arm.model), serialRaw: serial },
        responsiblePartyId: holder.id,
        partyRole: capacityOf(holder),
        kind: 'NEW',
      },
      { refused: 'R01' },
    );
  tell(arm.key, court, 'FirearmForfeited', day, { orderRef, final: true }, { refused: 'R17' });
  if (holder.kind === 'PERSON')
    tell(
      arm.key,
      clerk,
      'FirearmDestroyed',
      day,
      {
        method: 'MELTED',
        place: { country: tale.plan.territory },
        witnesses: ['W1'],
        componentsDestroyed: ['FRAME'],
        protocolRef: orderRef,
      },
      { refused: 'R24' },
    );
  tell(
    arm.key,
    asDealer(otherDealer(tale, holder)),
    'LossReported',
    day,
    {
      lostBetween: { from: day, to: day },
      discoveredAt: day,
      place: { country: tale.plan.territory },
      circumstances: 'LOST',
    },
    { refused: 'NOT_YOUR_FIREARM' },
  );
  const buyer = buyerOf(tale, arm, day);
  if (buyer !== undefined && holder.kind === 'PERSON')
    transfer(tale, arm, buyer, { channel: 'DISTANCE' }, { refused: 'R43' });
  wait(tale, arm, 2, 60);
  if (buyer !== undefined && random.chance(0.5)) {
    const sale = transfer(tale, arm, buyer);
    // A dealer who has no part in it cannot confirm what two others did.
    if (sale !== undefined)
      tell(
        arm.key,
        asDealer(otherDealer(tale, holder)),
        'TransferConfirmed',
        wait(tale, arm, 1, 5),
        { targetEventId: sale.eventId, differences: [] },
        { after: sale, refused: 'NOT_YOUR_FIREARM' },
      );
    wait(tale, arm, 2, 60);
  }
};
