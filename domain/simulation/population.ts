import { addDays, type CalendarDate } from '../time/calendarDate.ts';
import { clerk, type Firm, type Person, type StateBody } from './parties.ts';
import { daysBetween, horizonOf, nameOfPlan, type Plan } from './plan.ts';
import { partiesOfDistrict, proportions } from './proportions.ts';
import { createRandom, type Random } from './random.ts';
import { tellRight } from './rights.ts';
import { createTeller, type Tell } from './teller.ts';

/** Parties that the whole country knows. */
export type Nation = {
  readonly maker: Firm;
  readonly importers: readonly [Firm, Firm];
  readonly stateBody: StateBody;
};
/** Parties of one district. */
export type District = {
  readonly number: number;
  readonly persons: ReadonlyArray<Person>;
  readonly dealers: readonly [Firm, ...ReadonlyArray<Firm>];
};

/** Everybody is registered some years before the first life begins. */
const leadDays = 3 * 365;
/** Rights are told somewhat beyond the horizon, so that nobody's ends only because the script does. */
const beyondDays = 3 * 365;

const registered = (
  { territory }: Plan,
  tell: Tell,
  kind: string,
  name: string,
  day: CalendarDate,
  capacity: string,
): string =>
  tell({ kind: 'party', prefix: kind === 'NATURAL_PERSON' ? 'P' : 'F' }, clerk, 'PartyRegistered', day, {
    kind,
    capacities: [capacity],
    validFrom: day,
    details: {
      name,
      address: { street: '1 Example Street', locality: 'Podgorica', country: territory },
      residenceState: territory,
    },
  }).subject.id;

const firm = (plan: Plan, label: string, kind: 'DEALER' | 'MANUFACTURER'): Firm => {
  const { tell, life } = createTeller(plan, label);
  const random = createRandom(`${nameOfPlan(plan)} ${label}`);
  const from = addDays(plan.from, -leadDays);
  const id = registered(plan, tell, 'FIRM', label, addDays(from, -30), 'TRADE');
  const horizon = addDays(horizonOf(plan), beyondDays);
  const right = tellRight({
    tell,
    random,
    holderId: id,
    kind,
    categories: ['A', 'B', 'C'],
    from,
    horizon,
  });
  return { kind: 'FIRM', id, rightId: right.id, life: life() };
};

export const nationOf = (plan: Plan): Nation => {
  const { tell, life } = createTeller(plan, 'State stock');
  const day = addDays(plan.from, -leadDays);
  const id = registered(plan, tell, 'STATE_BODY', 'State stock', day, 'STATE');
  return {
    maker: firm(plan, 'Maker', 'MANUFACTURER'),
    importers: [firm(plan, 'Importer 1', 'DEALER'), firm(plan, 'Importer 2', 'DEALER')],
    stateBody: { kind: 'STATE_BODY', id, life: life() },
  };
};

/** Two of three rights are older than the register's first day, the others are granted over the years. */
const beginOfRight = (plan: Plan, random: Random): CalendarDate =>
  random.chance(2 / 3)
    ? addDays(plan.from, -random.below(leadDays - 60))
    : addDays(plan.from, random.below(Math.max(1, daysBetween(plan.from, horizonOf(plan)))));

const person = (plan: Plan, label: string): Person => {
  const { tell, life } = createTeller(plan, label);
  const random = createRandom(`${nameOfPlan(plan)} ${label}`);
  const from = beginOfRight(plan, random);
  const horizon = horizonOf(plan);
  const left = Math.max(400, daysBetween(from, horizon));
  const id = registered(plan, tell, 'NATURAL_PERSON', label, addDays(from, -40), 'HOLDER');
  const party = { kind: 'party', id } as const;
  const died = random.chance(proportions.dies) ? addDays(from, random.between(300, left)) : undefined;
  const loses = died === undefined && random.chance(proportions.rightEnds);
  const categories = random.chance(0.7) ? (['B', 'C'] as const) : (['C'] as const);
  const right = tellRight({
    tell,
    random,
    holderId: id,
    kind: random.pick(
      categories.length === 2 ? ['PERMIT', 'TARGET_SHOOTER', 'COLLECTOR'] : ['HUNTER', 'DECLARATION'],
    ),
    categories,
    from,
    horizon: addDays(horizon, beyondDays),
    ...(died !== undefined
      ? { ends: { on: addDays(died, 20), reason: 'DEATH_OF_HOLDER' } }
      : loses
        ? { ends: { on: addDays(from, random.between(300, left)), reason: 'CONDITIONS_NOT_MET' } }
        : {}),
  });
  if (random.chance(proportions.moved)) {
    const day = addDays(from, random.between(100, left));
    if (died === undefined || day < died)
      tell(party, clerk, 'PartyDetailsChanged', day, {
        validFrom: day,
        cause: 'CHANGED',
        details: { address: { street: '2 Example Street', locality: 'Bar', country: plan.territory } },
      });
  }
  if (died !== undefined) tell(party, clerk, 'PartyDied', died, { dateOfDeath: died });
  return {
    kind: 'PERSON',
    id,
    rightId: right.id,
    categories,
    from,
    ...(right.ended === undefined ? {} : { ended: right.ended }),
    ...(died === undefined ? {} : { died }),
    life: life(),
  };
};

export const districtOf = (plan: Plan, number: number): District => {
  const dealer = (index: number): Firm => firm(plan, `Dealer ${number}-${index}`, 'DEALER');
  const further = Array.from({ length: partiesOfDistrict.dealers - 1 }, (_, index) => dealer(index + 1));
  return {
    number,
    persons: Array.from({ length: partiesOfDistrict.persons }, (_, index) =>
      person(plan, `Holder ${number}-${index}`),
    ),
    dealers: [dealer(0), ...further],
  };
};
