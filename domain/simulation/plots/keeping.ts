import { addDays } from '../../time/calendarDate.ts';
import { caseNumber } from '../particulars.ts';
import { asDealer, clerk } from '../parties.ts';
import { type Arm, anyDealer, buyerOf, somebody, type Tale, wait } from '../tale.ts';
import { transfer } from '../trade.ts';

/** Repair at a gunsmith's: he has it in hand, the holder goes on answering for it. */
export const repair = (tale: Tale, arm: Arm): void => {
  const { random, tell } = tale;
  const dealer = anyDealer(tale);
  if (dealer.id === arm.holder?.id) return;
  tell(arm.key, asDealer(dealer), 'TemporaryCustodyStarted', wait(tale, arm, 5, 300), {
    custodianId: dealer.id,
    purpose: 'REPAIR',
    dueBack: addDays(arm.day, 30),
  });
  tell(arm.key, asDealer(dealer), 'TemporaryCustodyEnded', wait(tale, arm, 3, 60), {
    returnedOn: arm.day,
    condition: random.pick(['REPAIRED', 'UNCHANGED']),
    custodianId: dealer.id,
  });
  wait(tale, arm, 5, 60);
};

/** Lent to somebody; some loans are never reported back. */
export const loan = (tale: Tale, arm: Arm): void => {
  const { random, tell } = tale;
  const day = wait(tale, arm, 5, 200);
  const friend = somebody(tale, day, ({ id }) => id !== arm.holder?.id);
  if (friend === undefined) return;
  tell(arm.key, clerk, 'TemporaryCustodyStarted', day, {
    custodianId: friend.id,
    purpose: random.pick(['LOAN', 'STORAGE', 'EXHIBITION']),
    dueBack: addDays(day, 60),
  });
  arm.settled = false;
  if (random.chance(0.2)) return;
  tell(arm.key, clerk, 'TemporaryCustodyEnded', wait(tale, arm, 10, 90), {
    returnedOn: arm.day,
    condition: 'UNCHANGED',
  });
  arm.settled = true;
  wait(tale, arm, 5, 60);
};

/**
 * Two sales in a row, and the paper of the first one comes in after the second: that one was flagged, because its
 * supplier was not the recorded holder yet.
 */
export const outOfOrder = (tale: Tale, arm: Arm): void => {
  const first = wait(tale, arm, 5, 100);
  const between = buyerOf(tale, arm, first);
  if (between === undefined || arm.holder === undefined) return;
  const owner = arm.holder;
  const second = wait(tale, arm, 15, 60);
  const last = buyerOf(tale, { ...arm, holder: between }, second);
  if (last === undefined || last.id === owner.id) return;
  const sale = transfer(tale, arm, last, {}, { on: second, supplier: between });
  if (sale === undefined) return;
  transfer(
    tale,
    arm,
    between,
    {},
    {
      on: first,
      supplier: owner,
      after: sale,
      late: 80,
      source: { kind: 'PAPER', ref: caseNumber('PAPER', arm, first) },
    },
  );
  arm.holder = last;
  wait(tale, arm, 100, 160);
};
