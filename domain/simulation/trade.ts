import { addDays, type CalendarDate } from '../time/calendarDate.ts';
import { caseNumber, rightOf } from './particulars.ts';
import { asDealer, asHolder, asState, clerk, type Party } from './parties.ts';
import { proportions } from './proportions.ts';
import type { By, Step } from './step.ts';
import { type Arm, somebody, type Tale, wait } from './tale.ts';
import type { Told } from './teller.ts';

const kindOf = (supplier: Party, acquirer: Party): string => {
  if (acquirer.kind === 'STATE_BODY') return 'TO_AUTHORITY';
  if (supplier.kind === 'STATE_BODY') return 'STATE_TO_CIVIL';
  const from = supplier.kind === 'FIRM' ? 'DEALER' : 'PERSON';
  return `${from}_TO_${acquirer.kind === 'FIRM' ? 'DEALER' : 'PERSON'}`;
};

const officeOf = (party: Party, maker: Party): By =>
  party.kind === 'PERSON'
    ? asHolder(party)
    : party.kind === 'STATE_BODY'
      ? asState(party)
      : // A maker's deliveries are answered by the registry: who only makes does not act as a dealer.
        party.id === maker.id
        ? clerk
        : asDealer(party);

/** Dealers report what they buy and sell; between persons it is one of them, or the registry with both before it. */
const reporterOf = (
  tale: Tale,
  supplier: Party,
  acquirer: Party,
): { readonly by: By; readonly side: string } => {
  const { maker } = tale.nation;
  if (acquirer.kind === 'FIRM') return { by: asDealer(acquirer), side: 'ACQUIRER' };
  if (supplier.kind === 'FIRM') return { by: officeOf(supplier, maker), side: 'SUPPLIER' };
  if (supplier.kind === 'STATE_BODY') return { by: asState(supplier), side: 'SUPPLIER' };
  return tale.random.chance(0.5)
    ? { by: clerk, side: 'AUTHORITY' }
    : { by: officeOf(supplier, maker), side: 'SUPPLIER' };
};

export const transferPayload = (
  supplier: Party,
  acquirer: Party,
  side: string,
  more: Readonly<Record<string, unknown>>,
) => ({
  supplierId: supplier.id,
  acquirerId: acquirer.id,
  acquirerAuthorisationId: rightOf(acquirer),
  transferKind: kindOf(supplier, acquirer),
  reportingSide: side,
  channel: 'IN_PERSON',
  ...more,
});

/** Reports a transfer; the firearm is with the acquirer unless it is told as refused or disputed. */
export const transfer = (
  tale: Tale,
  arm: Arm,
  acquirer: Party,
  payload: Readonly<Record<string, unknown>> = {},
  told: Told & { readonly on?: CalendarDate; readonly supplier?: Party } = {},
): Step | undefined => {
  const supplier = told.supplier ?? arm.holder;
  if (supplier === undefined) return undefined;
  const { by, side } = reporterOf(tale, supplier, acquirer);
  const step = tale.tell(
    arm.key,
    by,
    'FirearmTransferred',
    told.on ?? arm.day,
    transferPayload(supplier, acquirer, side, payload),
    told,
  );
  if (step.intended.kind === 'ACCEPTED') arm.holder = acquirer;
  return step;
};

/** The other side confirms, disputes, or never answers. */
export const answer = (tale: Tale, arm: Arm, target: Step, supplier: Party, acquirer: Party): void => {
  const { random, tell } = tale;
  const reporter = target.recordedBy.organisationId;
  const other = officeOf(reporter === acquirer.id ? supplier : acquirer, tale.nation.maker);
  const confirm = (by: By, days: number): Step =>
    tell(
      arm.key,
      by,
      'TransferConfirmed',
      addDays(target.recordedOn, days),
      { targetEventId: target.eventId, differences: [] },
      { after: target },
    );
  const dispute = (days: number): Step =>
    tell(
      arm.key,
      other,
      'TransferDisputed',
      addDays(target.recordedOn, days),
      {
        targetEventId: target.eventId,
        differences: [
          { field: 'effectiveAt', reported: target.effectiveAt, own: addDays(target.effectiveAt, -1) },
        ],
      },
      { after: target },
    );
  switch (random.weighted(proportions.answer)) {
    case 'CONFIRMED_BY_ACQUIRER':
      confirm(other, random.between(0, 13));
      return;
    case 'CONFIRMED_BY_CLERK':
      // Who reported it himself cannot confirm it: where the registry did, the other side does.
      confirm(reporter === clerk.organisationId ? other : clerk, random.between(5, 30));
      return;
    case 'DISPUTED':
      dispute(random.between(2, 13));
      return;
    case 'DISPUTED_THEN_CONFIRMED': {
      const disputed = dispute(random.between(2, 13));
      tell(
        arm.key,
        reporter === clerk.organisationId ? other : clerk,
        'TransferConfirmed',
        addDays(disputed.recordedOn, random.between(5, 40)),
        { targetEventId: target.eventId, differences: [] },
        { after: disputed },
      );
      return;
    }
    default:
  }
};

/** A sale with everything that may happen around it. The day is the firearm's. */
export const sell = (
  tale: Tale,
  arm: Arm,
  acquirer: Party,
  payload: Readonly<Record<string, unknown>> = {},
): void => {
  const { random, tell } = tale;
  const supplier = arm.holder;
  if (supplier === undefined) return;
  if (acquirer.kind === 'PERSON' && random.chance(proportions.attemptWithoutRight)) {
    const other = somebody(tale, arm.day, ({ id }) => id !== acquirer.id);
    if (other !== undefined)
      transfer(tale, arm, acquirer, { acquirerAuthorisationId: other.rightId }, { refused: 'R41' });
    wait(tale, arm, 1, 5);
  }
  const late = random.chance(proportions.latePaper);
  const step = transfer(
    tale,
    arm,
    acquirer,
    payload,
    late
      ? { late: random.between(1, 3), source: { kind: 'PAPER', ref: caseNumber('PAPER', arm, arm.day) } }
      : {},
  );
  if (step === undefined) return;
  if (random.chance(proportions.duplicate))
    tell(arm.key, step.recordedBy, 'FirearmTransferred', step.effectiveAt, step.payload, {
      after: step,
      source: step.source,
      refused: 'R19',
    });
  answer(tale, arm, step, supplier, acquirer);
  wait(tale, arm, 4, 20);
};
