import { addDays, type CalendarDate } from '../../time/calendarDate.ts';
import { destroyByState } from '../endings.ts';
import { caseNumber, docRef, marksSeen, placeIn } from '../particulars.ts';
import { asDealer, asHolder, clerk, police } from '../parties.ts';
import { proportions } from '../proportions.ts';
import type { Step } from '../step.ts';
import { type Arm, buyerOf, lastingHolder, type Tale, wait } from '../tale.ts';
import { transfer } from '../trade.ts';
import { seized } from './seizure.ts';

const reportedBy = ({ random }: Tale, { holder }: Arm) =>
  holder?.kind === 'PERSON' && random.chance(0.4)
    ? asHolder(holder)
    : holder?.kind === 'FIRM' && random.chance(0.4)
      ? asDealer(holder)
      : police;

/** Stolen: on the day before, noticed and reported today. The window begins with the day before. */
const stolen = (tale: Tale, arm: Arm): Step => {
  const day = wait(tale, arm, 5, 200);
  const before = addDays(day, -1);
  arm.settled = false;
  return tale.tell(arm.key, reportedBy(tale, arm), 'TheftReported', day, {
    stolenBetween: { from: before, to: day },
    discoveredAt: day,
    place: placeIn(tale),
    policeRef: caseNumber('KU', arm, day),
  });
};

/** Somebody tries to sell what is missing: refused, and the police learns of it (HC-03). */
const triedUnderAlert = (tale: Tale, arm: Arm): void => {
  if (!tale.random.chance(proportions.saleUnderAlert)) return;
  const buyer = buyerOf(tale, arm, wait(tale, arm, 2, 60));
  if (buyer !== undefined) transfer(tale, arm, buyer, {}, { refused: 'R11' });
};

/** Physically identified: the alert is closed, and the firearm goes back to who may have it today (HC-01). */
const returned = (tale: Tale, arm: Arm, recovery: Step): void => {
  const { tell } = tale;
  tell(arm.key, police, 'AlertDischarged', wait(tale, arm, 1, 10), { recoveryEventId: recovery.eventId });
  const day = wait(tale, arm, 5, 60);
  const owner = lastingHolder(arm, day);
  if (owner === undefined) {
    if (tale.random.chance(0.5)) destroyByState(tale, arm);
    return;
  }
  tell(arm.key, police, 'FirearmReleased', day, {
    toParty: owner.id,
    partyRole: 'HOLDER',
    orderRef: docRef('RELEASE', caseNumber('R', arm, day), 'Police', day),
    receiverAuthorisationId: owner.rightId,
  });
  arm.settled = true;
  wait(tale, arm, 10, 100);
};

export const theft = (tale: Tale, arm: Arm): void => {
  stolen(tale, arm);
  triedUnderAlert(tale, arm);
  const outcome = tale.random.weighted(proportions.theft);
  if (outcome === 'MISSING') return;
  wait(tale, arm, 10, 120);
  const recovery =
    outcome === 'FOUND'
      ? tale.tell(arm.key, police, 'FirearmFound', arm.day, {
          place: placeIn(tale),
          marksSeen: marksSeen(arm),
        })
      : seized(tale, arm);
  returned(tale, arm, recovery);
};

/** Lost, and often found by the holder himself: then it was never missing. */
export const loss = (tale: Tale, arm: Arm): void => {
  const { random, tell } = tale;
  const day = wait(tale, arm, 5, 200);
  arm.settled = false;
  tell(arm.key, reportedBy(tale, arm), 'LossReported', day, {
    lostBetween: { from: addDays(day, -2), to: day },
    discoveredAt: day,
    place: placeIn(tale),
    circumstances: random.pick(['LOST', 'FORCE_MAJEURE', 'OTHER']),
  });
  if (random.chance(0.4)) return;
  tell(arm.key, random.chance(0.5) ? clerk : police, 'AlertWithdrawn', wait(tale, arm, 2, 60), {
    reason: 'NEVER_MISSING',
  });
  arm.settled = true;
  wait(tale, arm, 10, 100);
};

/**
 * A sale on paper from before the theft comes in after it: accepted with its date, and without effect until clerk or
 * police decide, because back-dating is how stolen firearms are laundered (HC-09).
 */
export const backDatedSale = (tale: Tale, arm: Arm): void => {
  const { random, tell } = tale;
  const sold: CalendarDate = wait(tale, arm, 5, 60);
  wait(tale, arm, 20, 60);
  const report = stolen(tale, arm);
  const buyer = buyerOf(tale, arm, sold);
  if (buyer === undefined) return;
  const sale = transfer(
    tale,
    arm,
    buyer,
    {},
    {
      on: sold,
      after: report,
      late: 150,
      source: { kind: 'PAPER', ref: caseNumber('PAPER', arm, sold) },
      disputed: 'R11',
    },
  );
  if (sale === undefined) return;
  const decision = random.weighted(proportions.backDated);
  if (decision === 'OPEN' || decision === undefined) return;
  tell(
    arm.key,
    random.chance(0.5) ? clerk : police,
    'DisputeDecided',
    addDays(sale.recordedOn, random.between(20, 80)),
    { targetEventId: sale.eventId, outcome: decision },
    { after: sale },
  );
  if (decision === 'UPHELD') arm.holder = buyer;
};
