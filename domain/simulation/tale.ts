import type { StreamKey } from '../stream/surroundings.ts';
import { addDays, type CalendarDate } from '../time/calendarDate.ts';
import type { Model } from './models.ts';
import { type Firm, isLasting, mayHave, type Party, type Person } from './parties.ts';
import type { Plan } from './plan.ts';
import type { District, Nation } from './population.ts';
import type { Random } from './random.ts';
import type { Step } from './step.ts';
import type { Tell } from './teller.ts';

/** A firearm while its life is told: what the script means to be true of it so far. */
export type Arm = {
  readonly key: StreamKey;
  readonly first: Step;
  readonly model: Model;
  category: 'B' | 'C';
  subcategory: string;
  /** The mark in force; undefined where there is none to read. */
  serial: string | undefined;
  /** Last day on which something happened to it. */
  day: CalendarDate;
  /** Who answers for it; undefined where nobody knows. */
  holder: Party | undefined;
  /** With a dealer or a person, free to be sold: a chapter begins only so. */
  settled: boolean;
};

/** What one life is told with. */
export type Tale = {
  readonly plan: Plan;
  readonly random: Random;
  readonly tell: Tell;
  readonly nation: Nation;
  readonly town: District;
  /** Remembers that a party is spoken of, so that it gets registered. */
  readonly meet: <P extends Party>(party: P) => P;
};

/** Moves the firearm's day on and answers it. */
export const wait = ({ random }: Tale, arm: Arm, least: number, most: number): CalendarDate => {
  arm.day = addDays(arm.day, random.between(least, most));
  return arm.day;
};

export const anyDealer = ({ random, town, meet }: Tale): Firm => meet(random.pick(town.dealers));

/** A dealer of the district other than this party. */
export const otherDealer = (tale: Tale, party: Party | undefined): Firm => {
  const others = tale.town.dealers.filter(({ id }) => id !== party?.id);
  return tale.meet(others[tale.random.below(others.length)] ?? tale.town.dealers[0]);
};

/** Nobody who is picked dies within half a year. */
const halfYear = 183;
const triesMax = 60;

/** Somebody of the district who fulfils a condition; undefined where chance finds nobody. */
export const somebody = (
  { random, town, meet }: Tale,
  day: CalendarDate,
  fits: (person: Person) => boolean,
): Person | undefined => {
  for (let left = triesMax; left > 0; left -= 1) {
    const person = town.persons[random.below(town.persons.length)];
    if (
      person !== undefined &&
      fits(person) &&
      (person.died === undefined || person.died > addDays(day, halfYear))
    )
      return meet(person);
  }
  return undefined;
};

/** Somebody who may acquire the firearm on that day, other than who has it. */
export const buyerOf = (tale: Tale, arm: Arm, day: CalendarDate): Person | undefined =>
  somebody(
    tale,
    day,
    (person) => person.id !== arm.holder?.id && mayHave(person, arm.category, day, addDays(day, halfYear)),
  );

/** The holder, if an authority may give the firearm back to him whenever that is recorded. */
export const lastingHolder = (arm: Arm, day: CalendarDate): Person | undefined =>
  arm.holder?.kind === 'PERSON' && isLasting(arm.holder) && mayHave(arm.holder, arm.category, day, day)
    ? arm.holder
    : undefined;
