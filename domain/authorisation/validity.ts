import { type Absent, isAbsent } from '../shared/shape.ts';
import type { Bounds } from '../time/effectiveTime.ts';
import type { AuthorisationState, Movement, Scope } from './state.ts';
import { receivedUnder } from './state.ts';

/** Why an authorisation does not allow what is asked. */
export type Shortfall =
  | 'NO_RIGHT'
  | 'OTHER_PARTY'
  | 'WRONG_KIND'
  | 'NOT_GRANTED'
  | 'REFUSED'
  | 'SUSPENDED'
  | 'WITHDRAWN'
  | 'EXPIRED'
  | 'NOT_YET_VALID'
  | 'NO_LONGER_VALID'
  | 'REVIEW_OVERDUE'
  | 'CATEGORY_UNKNOWN'
  | 'CATEGORY_NOT_COVERED'
  | 'SUBCATEGORY_NOT_COVERED'
  | 'FIREARM_NOT_LISTED'
  | 'OTHER_DESTINATION'
  | 'USED_UP';

/** Whether it covers; if not, why, in a sentence for the person who is refused. */
export type Validity =
  | { readonly kind: 'COVERED' }
  | { readonly kind: 'NOT_COVERED'; readonly reason: Shortfall; readonly sentence: string };

type Category = string | Absent | undefined;

export type CoverAsked = {
  readonly partyId: string;
  readonly category: Category;
  readonly subcategory: Category;
  /** The whole period must be covered: a coarse date is covered only if the right held all the time. */
  readonly on: Bounds;
  /** In which capacity the firearm is received; without it any right but the general permission to send counts. */
  readonly capacity?: 'TRADE' | 'HOLDER';
  /** `policy.reviewBlocksTransfers` (REQ-CAT-05). */
  readonly reviewBlocks?: boolean;
  /** Whether two ids stand for one party (PartyMerged); equality where it is not given. */
  readonly sameParty?: (one: string, other: string) => boolean;
};

export type LicenceAsked = {
  readonly movement: Movement;
  readonly firearmId: string;
  readonly category: Category;
  readonly subcategory: Category;
  readonly on: Bounds;
  /** Where the firearm goes, or comes from for an import; not compared when absent. */
  readonly country?: string;
  readonly partyId?: string;
  readonly sameParty?: (one: string, other: string) => boolean;
};

const covered: Validity = { kind: 'COVERED' };
const short = (reason: Shortfall, sentence: string): Validity => ({ kind: 'NOT_COVERED', reason, sentence });
const day = (instant: number): string =>
  Number.isFinite(instant) ? new Date(instant).toISOString().slice(0, 10) : 'an unknown day';

type Check = () => Validity;
const firstShort = (...checks: ReadonlyArray<Check>): Validity => {
  for (const check of checks) {
    const outcome = check();
    if (outcome.kind === 'NOT_COVERED') return outcome;
  }
  return covered;
};

/** Granted and neither suspended, withdrawn nor expired, and within a period of validity. */
export const inForce = (state: AuthorisationState, on: Bounds): Validity => {
  switch (state.status) {
    case 'NEW':
    case 'APPLIED':
      return short('NOT_GRANTED', `It was not granted yet on ${day(on.earliest)}.`);
    case 'REFUSED':
      return short('REFUSED', 'It was refused.');
    case 'SUSPENDED':
      return short('SUSPENDED', `It was suspended on ${day(on.latest)}.`);
    case 'EXPIRED':
      return short('EXPIRED', `It had expired on ${day(on.latest)}.`);
    case 'WITHDRAWN':
      return short('WITHDRAWN', `It was withdrawn on ${day(on.latest)}.`);
    case 'GRANTED': {
      const holds = state.periods.some(
        ({ from, until }) => from <= on.earliest && (until === undefined || on.latest < until),
      );
      if (holds) return covered;
      return state.periods.every(({ from }) => from > on.earliest)
        ? short('NOT_YET_VALID', `It was not valid yet on ${day(on.earliest)}.`)
        : short('NO_LONGER_VALID', `It was not valid any more on ${day(on.latest)}.`);
    }
  }
};

const inScope = (
  { categories, subcategories }: Scope,
  category: Category,
  subcategory: Category,
): Validity => {
  if (category === undefined || isAbsent(category) || category === 'LEGACY_D')
    return short(
      'CATEGORY_UNKNOWN',
      'The category of the firearm is not established. Record FirearmRecategorised first.',
    );
  if (!categories.includes(category))
    return short('CATEGORY_NOT_COVERED', `It covers category ${categories.join(', ')}, not ${category}.`);
  const listed = subcategories.filter((each) => each.startsWith(category));
  if (listed.length === 0) return covered;
  if (subcategory === undefined || isAbsent(subcategory))
    return short(
      'CATEGORY_UNKNOWN',
      `It covers ${listed.join(', ')} only, and the subcategory of the firearm is not established. Record FirearmRecategorised first.`,
    );
  return listed.includes(subcategory)
    ? covered
    : short('SUBCATEGORY_NOT_COVERED', `It covers ${listed.join(', ')}, not ${subcategory}.`);
};

const equal = (one: string, other: string): boolean => one === other;
const owned = (
  state: AuthorisationState,
  partyId: string | undefined,
  same: CoverAsked['sameParty'],
): Validity =>
  partyId === undefined || (state.partyId !== undefined && (same ?? equal)(state.partyId, partyId))
    ? covered
    : short('OTHER_PARTY', 'It belongs to another party.');

/**
 * Whether a right to have firearms allows its owner to receive one (REQ-CAT-02 to -05, REQ-DLR-01). `state` is the
 * authorisation at that moment, as known now.
 */
export const covers = (state: AuthorisationState, asked: CoverAsked): Validity =>
  firstShort(
    () =>
      state.matter === undefined || state.matter === 'RIGHT'
        ? covered
        : short('NO_RIGHT', 'It is no right to acquire or to have firearms.'),
    () => (state.status === 'NEW' ? inForce(state, asked.on) : covered),
    () => owned(state, asked.partyId, asked.sameParty),
    () => inForce(state, asked.on),
    () => {
      const { right } = state;
      if (right === undefined) return short('NO_RIGHT', 'It is no right to acquire or to have firearms.');
      const capacity = receivedUnder(right.kind);
      return capacity === undefined || (asked.capacity !== undefined && asked.capacity !== capacity)
        ? short('WRONG_KIND', `Under a right of the kind ${right.kind} it cannot be received so.`)
        : inScope(right, asked.category, asked.subcategory);
    },
    () =>
      state.right?.acquisitions !== undefined && state.used.length >= state.right.acquisitions
        ? short('USED_UP', `All ${state.right.acquisitions} acquisitions it allows were made.`)
        : covered,
    () =>
      asked.reviewBlocks === true && state.reviewDue !== undefined && asked.on.latest >= state.reviewDue
        ? short('REVIEW_OVERDUE', `Its review was due by ${day(state.reviewDue - 1)}.`)
        : covered,
  );

/** Whether a licence allows to move one firearm across the border (REQ-TRF-02, REQ-IMP-01, -02). */
export const licenceFor = (state: AuthorisationState, asked: LicenceAsked): Validity =>
  firstShort(
    () => owned(state, asked.partyId, asked.sameParty),
    () => inForce(state, asked.on),
    () => {
      const { licence } = state;
      if (licence === undefined || licence.movement !== asked.movement)
        return short('WRONG_KIND', `It is no licence for this ${asked.movement.toLowerCase()}.`);
      if (licence.firearmIds.length > 0)
        return licence.firearmIds.includes(asked.firearmId)
          ? covered
          : short('FIREARM_NOT_LISTED', 'It does not list this firearm.');
      return inScope(licence, asked.category, asked.subcategory);
    },
    () => {
      const { licence } = state;
      const country = asked.movement === 'IMPORT' ? licence?.exportCountry : licence?.importCountry;
      return asked.country === undefined || country === undefined || country === asked.country
        ? covered
        : short('OTHER_DESTINATION', `It is for ${country}, not for ${asked.country}.`);
    },
    () =>
      state.licence !== undefined &&
      !state.used.includes(asked.firearmId) &&
      state.used.length >= state.licence.quantity
        ? short('USED_UP', `All ${state.licence.quantity} firearms it allows were moved.`)
        : covered,
  );

/** The same for both ends of a period, as `Surroundings.statesIn` gives them: it must cover at both. */
export const throughout = <A>(
  judge: (state: AuthorisationState, asked: A) => Validity,
  states: readonly [AuthorisationState, AuthorisationState],
  asked: A,
): Validity => {
  const begin = judge(states[0], asked);
  return begin.kind === 'NOT_COVERED' ? begin : judge(states[1], asked);
};
