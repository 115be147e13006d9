import { caseNumber, marksSeen, placeIn } from '../particulars.ts';
import { focalPoint, police } from '../parties.ts';
import { type Arm, type Tale, wait } from '../tale.ts';

/** A State asks where the firearm came from, and is answered with the chain of custody (ITI 17 to 23). */
export const traced = (tale: Tale, arm: Arm): void => {
  const { random, tell } = tale;
  const recovered = arm.day;
  if (random.chance(0.5))
    tell(arm.key, police, 'CrimeGunRecovered', recovered, {
      recoveryDate: recovered,
      crimeType: random.pick(['ROBBERY', 'TRAFFICKING', 'THREAT']),
      caseRef: caseNumber('KT', arm, recovered),
    });
  const foreign = random.chance(0.3);
  const trace = tell(
    { kind: 'trace', prefix: 'R' },
    focalPoint,
    'TraceRequestReceived',
    wait(tale, arm, 1, 20),
    {
      caseRef: caseNumber('TR', arm, arm.day),
      requester: {
        country: foreign ? 'HR' : tale.plan.territory,
        authority: 'National contact point',
        scope: foreign ? 'FOREIGN' : 'DOMESTIC',
      },
      illicitReason: 'ILLICIT_POSSESSION',
      legalJustification: 'Law on Weapons art. 61',
      marksSeen: marksSeen(arm),
      type: arm.model.type,
      recovery: { date: recovered, place: placeIn(tale) },
      intendedUse: 'INVESTIGATION',
      urgency: random.pick(['ROUTINE', 'URGENT']),
      useRestriction: { kind: 'NONE' },
      firearmId: arm.key.id,
    },
  );
  tell(trace.subject, focalPoint, 'TraceAcknowledged', wait(tale, arm, 0, 3), {}, { after: trace });
  if (random.chance(0.1)) return;
  tell(
    trace.subject,
    focalPoint,
    'TraceAnswered',
    wait(tale, arm, 2, 30),
    {
      extent: 'FULL',
      disclosedFields: ['custody.party', 'custody.from'],
      asOf: { valid: recovered, known: arm.day },
      ...(foreign && tale.plan.territory !== 'HR' ? { transferGround: 'INTERNATIONAL_AGREEMENT' } : {}),
    },
    { after: trace },
  );
};
