import { caseNumber } from '../particulars.ts';
import { asDealer, verifier } from '../parties.ts';
import { type Arm, otherDealer, type Tale, wait } from '../tale.ts';

/** Deactivated by a gunsmith and certified by another body; it is C6 from then on (2015/2403). */
export const deactivation = (tale: Tale, arm: Arm): void => {
  const { random, tell } = tale;
  if (arm.subcategory === 'C6') return;
  const day = wait(tale, arm, 5, 200);
  tell(arm.key, asDealer(otherDealer(tale, arm.holder)), 'DeactivationPerformed', day, {
    standard: 'EU_2018_337',
    operations: ['BARREL_WELDED', 'BOLT_CUT'],
    components: ['BARREL', 'FRAME'],
  });
  arm.settled = false;
  if (random.chance(0.1)) return;
  const certified = wait(tale, arm, 5, 60);
  tell(arm.key, verifier, 'DeactivationCertified', certified, {
    certificateNo: caseNumber('DC', arm, certified),
    mark: {
      state: tale.plan.territory,
      entitySymbol: 'V1',
      year: Math.max(2015, Number(certified.slice(0, 4))),
    },
    date: certified,
    entity: 'V1',
  });
  arm.settled = true;
  arm.category = 'C';
  arm.subcategory = 'C6';
  wait(tale, arm, 10, 100);
};
