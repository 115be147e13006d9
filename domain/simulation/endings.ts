import { caseNumber, docRef } from './particulars.ts';
import { court, police } from './parties.ts';
import { type Arm, type Tale, wait } from './tale.ts';

/** Handed to the police; it is destroyed after its forfeiture. */
export const surrender = (tale: Tale, arm: Arm, scheme: string): void => {
  const { random, tell } = tale;
  const { holder } = arm;
  arm.settled = false;
  tell(arm.key, police, 'FirearmSurrendered', wait(tale, arm, 1, 20), {
    ...(holder?.kind === 'PERSON' ? { by: 'PARTY', byParty: holder.id } : { by: 'ANONYMOUS' }),
    scheme,
  });
  if (random.chance(0.7)) destroyByState(tale, arm);
};

/** Forfeited by order and destroyed under protocol (Protocol 6, PoA II.16). */
export const destroyByState = (tale: Tale, arm: Arm): void => {
  const { tell } = tale;
  const forfeited = wait(tale, arm, 30, 150);
  tell(arm.key, court, 'FirearmForfeited', forfeited, {
    orderRef: docRef('JUDGMENT', caseNumber('K', arm, forfeited), 'Court', forfeited),
    final: true,
  });
  const destroyed = wait(tale, arm, 20, 120);
  tell(arm.key, police, 'FirearmDestroyed', destroyed, {
    method: 'MELTED',
    place: { country: tale.plan.territory },
    witnesses: ['W1', 'W2'],
    componentsDestroyed: ['FRAME', 'BARREL'],
    protocolRef: docRef('PROTOCOL', caseNumber('D', arm, destroyed), 'Police', destroyed),
  });
};
