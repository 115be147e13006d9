import { categoryFacts } from '../category/facts.ts';
import type { RecordedEvent } from '../event/envelope.ts';
import { docRef } from '../shared/commonFields.ts';
import {
  date,
  flag,
  integer,
  isAbsent,
  list,
  oneOf,
  optional,
  record,
  text,
  type ValueOf,
} from '../shared/shape.ts';
import { stateAt, type Timeline } from '../time/bitemporalFold.ts';
import type { Instant } from '../time/zone.ts';
import { recordedFacts } from './classification.ts';
import { actions, firearmTypes, subcategories } from './identity.ts';
import type { FirearmState } from './state.ts';

const between = (meaning: string) =>
  optional(
    record(
      { min: optional(integer(0, 3000, 'at least', 4)), max: optional(integer(0, 3000, 'at most', 30)) },
      meaning,
    ),
  );
const anyOf = <const V extends ReadonlyArray<string>>(values: V, meaning: string) =>
  optional(list(oneOf(values, meaning), 1, values.length, `${meaning}: one of these`));

/** What a firearm must be for the act to concern it; what is left out does not matter. */
const selection = record(
  {
    categories: anyOf(['A', 'B', 'C', 'LEGACY_D'], 'category until then'),
    subcategories: anyOf(subcategories, 'subcategory until then'),
    manufacturerCodes: optional(list(text(40, 'code of the maker list', 'ZASTAVA'), 1, 100, 'makers')),
    models: optional(list(text(120, 'model as recorded', 'M57'), 1, 100, 'models')),
    conditions: anyOf(['LIVE', 'DEACT_DONE', 'DEACT_CERT'], 'condition'),
    facts: optional(
      record(
        {
          type: anyOf(firearmTypes, 'kind of firearm'),
          action: anyOf(actions, 'action'),
          bore: anyOf(['SMOOTH', 'RIFLED', 'COMBINED'], 'bore'),
          ignition: anyOf(['CENTREFIRE', 'RIMFIRE', 'PERCUSSION', 'OTHER'], 'ignition'),
          barrelLengthMm: between('barrel length in mm'),
          overallLengthMm: between('overall length in mm'),
          minLengthMm: between('shortest length in mm'),
          chambers: between('chambers'),
          deviceCapacity: between('rounds in the loading device'),
          loadingDeviceDetachable: optional(flag('whether the loading device comes off')),
          stockReducible: optional(flag('whether the stock folds, telescopes or comes off without tools')),
          resemblesAutomatic: optional(flag('whether it resembles an automatic weapon')),
          convertedFromAutomatic: optional(flag('whether it was an automatic firearm')),
          convertedToBlank: optional(flag('whether it was converted to blanks')),
          disguised: optional(flag('whether it is disguised as another object')),
        },
        'features',
      ),
    ),
  },
  'which firearms the act concerns',
);
export type Selection = ValueOf<typeof selection>;

/** An act that puts firearms into another category (HC-22): which, since when, into which, and what it says of all of them. */
export const lawChange = record(
  {
    decisionRef: docRef('the act'),
    legalBasis: optional(list(text(100, 'provision', '2017/853:Annex I'), 1, 10, 'provisions')),
    effectiveOn: date('day from which the act holds', '2018-09-14'),
    select: selection,
    to: record(
      {
        category: oneOf(['A', 'B', 'C'], 'category from then on'),
        subcategory: oneOf(subcategories, 'subcategory from then on'),
      },
      'category from then on',
    ),
    facts: optional(categoryFacts),
  },
  'change of category by law',
);
export type LawChange = ValueOf<typeof lawChange>;

type Range = { readonly min?: number; readonly max?: number };
type Answer = 'YES' | 'NO' | 'UNKNOWN';

const holds = (wanted: unknown, value: unknown): boolean => {
  if (Array.isArray(wanted)) return wanted.includes(value);
  if (typeof wanted === 'boolean') return wanted === value;
  const { min, max } = wanted as Range;
  return typeof value === 'number' && value >= (min ?? 0) && value <= (max ?? value);
};

/** Circumstances that the register records when they occur: not recorded means that it is not so. */
const recordedWhenSo: ReadonlySet<string> = new Set([
  'resemblesAutomatic',
  'convertedFromAutomatic',
  'convertedToBlank',
  'disguised',
]);

const listed = (wanted: ReadonlyArray<string> | undefined, value: unknown): Answer =>
  wanted === undefined
    ? 'YES'
    : typeof value === 'string'
      ? wanted.includes(value)
        ? 'YES'
        : 'NO'
      : value === undefined || (isAbsent(value) && value.absent !== 'NONE')
        ? 'UNKNOWN'
        : 'NO';

/** The categories that an act takes firearms out of. */
export const categoriesOf = ({ categories, subcategories: named }: Selection): ReadonlyArray<string> =>
  categories ?? [...new Set((named ?? []).map((each) => each.charAt(0)))];

/** Whether the selection fits, by what is recorded: each criterion with its answer. */
const answers = (select: Selection, state: FirearmState): ReadonlyArray<readonly [string, Answer]> => {
  const { identity } = state;
  const facts = recordedFacts(state) as Readonly<Record<string, unknown>>;
  return [
    // Where no category is established nothing can be taken out of it: the firearm needs one first.
    [
      'category',
      typeof identity?.category === 'string' ? listed(categoriesOf(select), identity.category) : 'NO',
    ],
    ['subcategory', listed(select.subcategories, identity?.subcategory)],
    ['manufacturerCode', listed(select.manufacturerCodes, identity?.manufacturerCode)],
    ['model', listed(select.models, identity?.model)],
    ['condition', listed(select.conditions, state.condition)],
    ...Object.entries(select.facts ?? {}).map(([name, wanted]): readonly [string, Answer] => {
      const value = facts[name] ?? (recordedWhenSo.has(name) ? false : undefined);
      return [name, value === undefined ? 'UNKNOWN' : holds(wanted, value) ? 'YES' : 'NO'];
    }),
  ];
};

const answerOf = (all: ReadonlyArray<readonly [string, Answer]>): Answer =>
  all.some(([, answer]) => answer === 'NO')
    ? 'NO'
    : all.some(([, answer]) => answer === 'UNKNOWN')
      ? 'UNKNOWN'
      : 'YES';

/** Why a firearm that the act seems to concern is left to a person. */
export type LeftBecause =
  /** Its registration states the category itself, and is to be corrected where it states the old one. */
  | 'RECORDED_SINCE'
  /** Its category or the facts changed after the day of the act. */
  | 'CHANGED_SINCE'
  | 'IDENTITY_ENDED';

export type Concern =
  | { readonly kind: 'NOT_CONCERNED' }
  | { readonly kind: 'ALREADY'; readonly event: RecordedEvent }
  | { readonly kind: 'LEFT'; readonly because: LeftBecause }
  /** The register does not know what would decide. */
  | { readonly kind: 'UNDECIDED'; readonly missing: ReadonlyArray<string> }
  | { readonly kind: 'CONCERNED'; readonly payload: unknown; readonly state: FirearmState };

const hasCategory = ({ identity }: FirearmState, to: LawChange['to']): boolean =>
  identity?.category === to.category && identity.subcategory === to.subcategory;
/** Whether a fact of that day reads otherwise today; what was learnt since does not count. */
const factsChanged = (then: FirearmState, today: FirearmState): boolean => {
  const now = recordedFacts(today) as Readonly<Record<string, unknown>>;
  return Object.entries(recordedFacts(then)).some(([name, value]) => now[name] !== value);
};
const categoryIn = ({ identity }: FirearmState): string =>
  JSON.stringify([identity?.category, identity?.subcategory]);

/**
 * What an act does to one firearm: judged by the state on the day from which it holds, and never against what became of
 * the firearm since. `key` is the idempotency key under which the change is recorded.
 */
export const concernOf = (
  act: LawChange,
  timeline: Timeline<FirearmState>,
  {
    at,
    now,
    events,
    key,
  }: {
    readonly at: Instant;
    readonly now: Instant;
    readonly events: ReadonlyArray<RecordedEvent>;
    readonly key: string;
  },
): Concern => {
  const done = events.find(
    ({ type, metadata }) => type === 'FirearmRecategorised' && metadata.idempotencyKey === key,
  );
  if (done !== undefined) return { kind: 'ALREADY', event: done };
  const then = stateAt(timeline, at);
  const today = stateAt(timeline, now);
  if (then.identity === undefined)
    return answerOf(answers(act.select, today)) === 'NO' || hasCategory(today, act.to)
      ? { kind: 'NOT_CONCERNED' }
      : { kind: 'LEFT', because: 'RECORDED_SINCE' };
  const judged = answers(act.select, then);
  const answer = answerOf(judged);
  if (answer === 'NO' || hasCategory(then, act.to)) return { kind: 'NOT_CONCERNED' };
  if (today.custody === 'DST' || today.custody === 'DSM') return { kind: 'LEFT', because: 'IDENTITY_ENDED' };
  if (answer === 'UNKNOWN')
    return {
      kind: 'UNDECIDED',
      missing: judged.flatMap(([name, each]) => (each === 'UNKNOWN' ? [name] : [])),
    };
  if (categoryIn(then) !== categoryIn(today) || factsChanged(then, today))
    return { kind: 'LEFT', because: 'CHANGED_SINCE' };
  return {
    kind: 'CONCERNED',
    state: today,
    payload: {
      from: { category: then.identity.category, subcategory: then.identity.subcategory },
      to: act.to,
      facts: { ...recordedFacts(then), ...act.facts },
      decisionRef: act.decisionRef,
      cause: 'LAW',
    },
  };
};

/** What is wrong with an act beyond its shape. */
export const lawChangeFault = ({
  select,
  to,
}: LawChange): { readonly pointer: string; readonly detail: string } | undefined => {
  if (!to.subcategory.startsWith(to.category))
    return { pointer: '/to/subcategory', detail: `${to.subcategory} is not of category ${to.category}.` };
  if (select.categories === undefined && select.subcategories === undefined)
    return {
      pointer: '/select',
      detail: 'Name the categories or subcategories that the act takes firearms out of.',
    };
  return undefined;
};
