import { destroyByState } from '../endings.ts';
import { primaryLocation, serialOf } from '../models.ts';
import { caseNumber, docRef, marksSeen, placeIn } from '../particulars.ts';
import { court, laboratory, police } from '../parties.ts';
import { proportions } from '../proportions.ts';
import type { Step } from '../step.ts';
import { type Arm, lastingHolder, type Tale, wait } from '../tale.ts';
import { traced } from './traces.ts';

/** Seized by the police on the firearm's day. */
export const seized = (tale: Tale, arm: Arm): Step => {
  arm.settled = false;
  return tale.tell(arm.key, police, 'FirearmSeized', arm.day, {
    caseRef: caseNumber('KT', arm, arm.day),
    place: placeIn(tale),
    ...(arm.holder === undefined ? {} : { fromParty: arm.holder.id }),
    legalGround: 'Criminal Procedure Code 147',
    marksSeen: marksSeen(arm),
    exhibitNo: 'EX-1',
  });
};

/** To the laboratory, test fired, filed, and back: a chain of evidence without a break. */
const examined = (tale: Tale, arm: Arm): void => {
  const { tell, random } = tale;
  const moved = (from: string, to: string): void => {
    tell(arm.key, police, 'EvidenceCustodyMoved', wait(tale, arm, 1, 10), {
      fromCustodian: from,
      toCustodian: to,
      sealNo: `S-${random.between(100, 9999)}`,
    });
  };
  moved('POLICE', 'LABORATORY');
  tell(arm.key, laboratory, 'BallisticTestFired', wait(tale, arm, 1, 10), {
    rounds: 3,
    date: arm.day,
    exhibitNo: 'EX-1',
  });
  moved('LABORATORY', 'POLICE');
};

const released = (tale: Tale, arm: Arm): void => {
  const day = wait(tale, arm, 20, 90);
  const owner = lastingHolder(arm, day);
  if (owner === undefined) return;
  tale.tell(arm.key, court, 'FirearmReleased', day, {
    toParty: owner.id,
    partyRole: 'HOLDER',
    orderRef: docRef('DECISION', caseNumber('K', arm, day), 'Court', day),
    receiverAuthorisationId: owner.rightId,
  });
  arm.settled = true;
  wait(tale, arm, 10, 100);
};

/** What a court makes of an exhibit. */
const decided = (tale: Tale, arm: Arm): void => {
  switch (tale.random.weighted(proportions.seizure)) {
    case 'FORFEITED_AND_DESTROYED':
      destroyByState(tale, arm);
      return;
    case 'RELEASED':
      released(tale, arm);
      return;
    case 'FORFEITED_AND_KEPT': {
      const day = wait(tale, arm, 30, 150);
      tale.tell(arm.key, court, 'FirearmForfeited', day, {
        orderRef: docRef('JUDGMENT', caseNumber('K', arm, day), 'Court', day),
        final: true,
      });
      return;
    }
    default:
  }
};

export const seizure = (tale: Tale, arm: Arm): void => {
  wait(tale, arm, 5, 200);
  seized(tale, arm);
  if (tale.random.chance(0.4)) examined(tale, arm);
  if (tale.random.chance(proportions.traced)) traced(tale, arm);
  decided(tale, arm);
};

/** The number was ground off, partly restored, and the firearm marked anew by order (HC-08, Dir. 4(2)). */
export const obliteratedMark = (tale: Tale, arm: Arm): void => {
  const { random, tell } = tale;
  wait(tale, arm, 5, 200);
  const old = arm.serial;
  arm.serial = undefined;
  seized(tale, arm);
  const location = primaryLocation(arm.model);
  tell(arm.key, laboratory, 'MarkFoundAltered', wait(tale, arm, 2, 20), {
    component: location,
    finding: 'OBLITERATED',
    ...(old === undefined || random.chance(0.3) ? {} : { recoveredChars: `${old.slice(0, -1)}?` }),
  });
  const day = wait(tale, arm, 10, 60);
  arm.serial = serialOf(random);
  tell(arm.key, laboratory, 'FirearmRemarked', day, {
    reason: 'OBLITERATED',
    oldSerial: old ?? { absent: 'UNKNOWN' },
    newSerial: arm.serial,
    location,
    orderRef: docRef('DECISION', caseNumber('U', arm, day), 'Registry', day),
    method: 'LASER',
  });
  decided(tale, arm);
};
