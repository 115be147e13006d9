import { addDays, type CalendarDate } from '../time/calendarDate.ts';
import { surrender } from './endings.ts';
import { clerk, type Person } from './parties.ts';
import { proportions } from './proportions.ts';
import { type Arm, anyDealer, buyerOf, somebody, type Tale, wait } from './tale.ts';
import { answer, sell, transferPayload } from './trade.ts';

/** The holder died while he had it (HC-17): an executor answers for it until an heir is found who may have it. */
export const inherit = (tale: Tale, arm: Arm, deceased: Person, died: CalendarDate): void => {
  const { random, tell } = tale;
  arm.day = died;
  arm.settled = false;
  const executor = somebody(tale, addDays(died, 400), ({ id }) => id !== deceased.id);
  tell(arm.key, clerk, 'InheritanceOpened', died, {
    deceasedPartyId: deceased.id,
    ...(executor === undefined ? {} : { executorId: executor.id }),
    dateOfDeath: died,
  });
  arm.holder = executor ?? deceased;
  wait(tale, arm, 40, 200);
  if (random.chance(proportions.estateOpen)) return;
  const heir = buyerOf(tale, arm, arm.day);
  if (heir === undefined) {
    surrender(tale, arm, 'VOLUNTARY');
    return;
  }
  const from = arm.holder;
  const step = tell(
    arm.key,
    clerk,
    'FirearmTransferred',
    arm.day,
    transferPayload(from, heir, 'AUTHORITY', { transferKind: 'INHERITANCE', endsTemporaryCustody: true }),
  );
  arm.holder = heir;
  arm.settled = true;
  answer(tale, arm, step, from, heir);
  wait(tale, arm, 4, 30);
};

/** What the holder does whose right ended (HC-19): no custody moves by the withdrawal itself. */
const dispose = (tale: Tale, arm: Arm, ended: CalendarDate): void => {
  arm.day = ended;
  switch (tale.random.weighted(proportions.disposal)) {
    case 'SELLS_TO_DEALER':
      wait(tale, arm, 5, 55);
      sell(tale, arm, anyDealer(tale));
      return;
    case 'SURRENDERS':
      surrender(tale, arm, 'WITHDRAWAL_ORDER');
      return;
    default:
      arm.settled = false;
  }
};

/** Before anything more is told: deaths and ended rights of the holder within the next days come first. */
export const settleHolder = (tale: Tale, arm: Arm, days: number): void => {
  for (let left = 3; left > 0 && arm.settled && arm.holder?.kind === 'PERSON'; left -= 1) {
    const { holder } = arm;
    const limit = addDays(arm.day, days);
    if (holder.died !== undefined && holder.died <= limit) inherit(tale, arm, holder, holder.died);
    else if (holder.ended !== undefined && holder.ended <= limit && holder.ended > arm.day)
      dispose(tale, arm, holder.ended);
    else return;
  }
};
