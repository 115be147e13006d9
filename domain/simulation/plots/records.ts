import { addDays } from '../../time/calendarDate.ts';
import { serialOf } from '../models.ts';
import { caseNumber, docRef, placeIn } from '../particulars.ts';
import { clerk, police } from '../parties.ts';
import { type Arm, buyerOf, type Tale, wait } from '../tale.ts';
import { transfer } from '../trade.ts';

const path = '/payload/identity/serialRaw';

/** The number was misread when the record was made; the old reading stays searchable (HC-11). */
const serialCorrected = (tale: Tale, arm: Arm): void => {
  const { tell, random } = tale;
  if (arm.serial === undefined || arm.first.type !== 'LegacyRecordDigitised') return;
  // Since it was marked anew, its number is another than the first record says, and that one was not misread.
  if (arm.serial !== (arm.first.payload['identity'] as { readonly serialRaw?: unknown }).serialRaw) return;
  const correctValue = serialOf(random);
  const day = wait(tale, arm, 5, 100);
  tell(arm.key, clerk, 'RecordCorrected', day, {
    targetEventId: arm.first.eventId,
    changes: [{ path, recordedValue: arm.serial, correctValue }],
    reason: 'MISREAD_MARK',
    evidenceRef: docRef('PHOTO', caseNumber('PH', arm, day), 'Registry', day),
  });
  arm.serial = correctValue;
};

/** A sale is recorded with the wrong day or the wrong buyer, and corrected. */
const saleCorrected = (tale: Tale, arm: Arm): void => {
  const { tell, random } = tale;
  const { holder } = arm;
  if (holder?.kind !== 'PERSON') return;
  const day = wait(tale, arm, 20, 100);
  const buyer = buyerOf(tale, arm, day);
  const right = buyerOf(tale, arm, day);
  if (buyer === undefined || right === undefined || right.id === buyer.id) return;
  const sale = transfer(tale, arm, buyer);
  if (sale === undefined) return;
  const wrongParty = random.chance(0.5);
  const on = wait(tale, arm, 5, 60);
  const change = (name: string, recordedValue: string, correctValue: string) => ({
    path: name,
    recordedValue,
    correctValue,
  });
  tell(
    arm.key,
    clerk,
    'RecordCorrected',
    on,
    {
      targetEventId: sale.eventId,
      changes: wrongParty
        ? [
            change('/payload/acquirerId', buyer.id, right.id),
            change('/payload/acquirerAuthorisationId', buyer.rightId, right.rightId),
          ]
        : [change('/effectiveAt', day, addDays(day, -random.between(1, 14)))],
      reason: wrongParty ? 'WRONG_PARTY' : 'WRONG_DATE',
      evidenceRef: docRef('CONTRACT', caseNumber('C', arm, on), 'Registry', on),
    },
    { after: sale },
  );
  if (wrongParty) arm.holder = right;
  wait(tale, arm, 5, 60);
};

export const correction = (tale: Tale, arm: Arm): void => {
  serialCorrected(tale, arm);
  saleCorrected(tale, arm);
};

/** Something is recorded that never happened, and annulled; some annulments turn out to be the error (HC-12). */
export const annulment = (tale: Tale, arm: Arm): void => {
  const { random, tell } = tale;
  const day = wait(tale, arm, 10, 100);
  const { holder } = arm;
  const buyer = buyerOf(tale, arm, day);
  const theft = random.chance(0.4);
  const target = theft
    ? tell(arm.key, police, 'TheftReported', day, {
        stolenBetween: { from: day, to: day },
        discoveredAt: day,
        place: placeIn(tale),
        policeRef: caseNumber('KU', arm, day),
      })
    : buyer === undefined
      ? undefined
      : transfer(tale, arm, buyer);
  if (target === undefined) return;
  const annulled = tell(
    arm.key,
    clerk,
    'RecordAnnulled',
    wait(tale, arm, 2, 30),
    { targetEventId: target.eventId, reason: random.pick(['NEVER_HAPPENED', 'WRONG_OBJECT']) },
    { after: target },
  );
  arm.holder = holder;
  wait(tale, arm, 5, 60);
  if (!random.chance(0.25)) return;
  tell(
    arm.key,
    clerk,
    'RecordReinstated',
    arm.day,
    { annulmentEventId: annulled.eventId, reason: 'ANNULLED_IN_ERROR' },
    { after: annulled },
  );
  if (theft) arm.settled = false;
  else arm.holder = buyer;
  wait(tale, arm, 5, 60);
};
