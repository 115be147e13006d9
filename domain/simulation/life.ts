import { addDays, type CalendarDate } from '../time/calendarDate.ts';
import { surrender } from './endings.ts';
import { settleHolder } from './estates.ts';
import { digitised, fromState, imported, manufactured, unknown } from './origins.ts';
import type { Party } from './parties.ts';
import { daysBetween, firearmsOfDistrict, horizonOf, nameOfPlan, type Plan } from './plan.ts';
import { abroad } from './plots/abroad.ts';
import { backDatedSale, loss, theft } from './plots/alerts.ts';
import { attempts } from './plots/attempts.ts';
import { deactivation } from './plots/conversion.ts';
import { loan, outOfOrder, repair } from './plots/keeping.ts';
import { parts, swap } from './plots/parts.ts';
import { annulment, correction } from './plots/records.ts';
import { obliteratedMark, seizure } from './plots/seizure.ts';
import type { District, Nation } from './population.ts';
import { proportions } from './proportions.ts';
import { createRandom } from './random.ts';
import type { Life } from './step.ts';
import { type Arm, buyerOf, type Tale, wait } from './tale.ts';
import { createTeller } from './teller.ts';
import { sell } from './trade.ts';

type Chapter = (typeof proportions.chapter)[number][0];

const chapters: { readonly [C in Chapter]: (tale: Tale, arm: Arm) => void } = {
  THEFT: theft,
  LOSS: loss,
  SEIZURE: seizure,
  SURRENDER: (tale, arm) => surrender(tale, arm, 'VOLUNTARY'),
  DEACTIVATION: deactivation,
  ABROAD: abroad,
  PARTS: parts,
  SWAP: swap,
  OBLITERATED_MARK: obliteratedMark,
  CORRECTION: correction,
  ANNULMENT: annulment,
  ATTEMPTS: attempts,
  LOAN: loan,
  OUT_OF_ORDER: outOfOrder,
  BACK_DATED_SALE: backDatedSale,
};

const origins = {
  IMPORTED: imported,
  MANUFACTURED: manufactured,
  DIGITISED: (tale: Tale, day: CalendarDate) => digitised(tale, day),
  STATE_STOCK: fromState,
  UNKNOWN_TO_THE_REGISTER: unknown,
} as const;

/** No chapter takes longer: what ends the holder's right or life within these days is told before it. */
const chapterDaysMax = 500;
const lifetimeDays = 30_000;

const firstSale = (tale: Tale, arm: Arm): void => {
  if (!arm.settled || arm.holder?.kind !== 'FIRM' || tale.random.chance(proportions.stays)) return;
  const buyer = buyerOf(tale, arm, wait(tale, arm, 5, 400));
  if (buyer !== undefined) sell(tale, arm, buyer);
};

const everyday = (tale: Tale, arm: Arm): void => {
  const { random } = tale;
  if (arm.settled && arm.holder?.kind === 'PERSON' && random.chance(proportions.repair)) repair(tale, arm);
  settleHolder(tale, arm, 1500);
  if (!arm.settled || arm.holder?.kind !== 'PERSON' || !random.chance(proportions.resale)) return;
  const buyer = buyerOf(tale, arm, wait(tale, arm, 100, 1400));
  if (buyer !== undefined) sell(tale, arm, buyer);
};

const chapter = (tale: Tale, arm: Arm): void => {
  settleHolder(tale, arm, chapterDaysMax);
  const name = tale.random.weighted(proportions.chapter);
  if (name !== undefined && arm.settled && arm.holder !== undefined) chapters[name](tale, arm);
};

export type LifeTold = { readonly life: Life; readonly met: ReadonlySet<Party> };

/** The life of the n-th firearm of a plan: where it came from, who had it, and what happened to a few. */
export const lifeOf = (plan: Plan, nation: Nation, town: District, index: number): LifeTold => {
  const label = `firearm ${town.number * firearmsOfDistrict + index}`;
  const random = createRandom(`${nameOfPlan(plan)} ${label}`);
  const { tell, life } = createTeller(plan, label);
  const met = new Set<Party>();
  const tale: Tale = {
    plan,
    random,
    tell,
    nation,
    town,
    meet: (party) => {
      met.add(party);
      return party;
    },
  };
  const day = addDays(plan.from, random.below(daysBetween(plan.from, horizonOf(plan))));
  const arm = origins[random.weighted(proportions.origin) ?? 'IMPORTED'](tale, day);
  firstSale(tale, arm);
  settleHolder(tale, arm, chapterDaysMax);
  everyday(tale, arm);
  if (!random.chance(proportions.quiet)) {
    chapter(tale, arm);
    if (random.chance(proportions.secondChapter)) chapter(tale, arm);
  }
  settleHolder(tale, arm, lifetimeDays);
  return { life: life(), met };
};
