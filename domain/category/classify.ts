import type { Identity } from '../firearm/identity.ts';
import type { CategoryFacts, FactName, FurtherFacts } from './facts.ts';
import { factsOf } from './facts.ts';
import type { CategoryRule, Subcategory } from './rules.ts';
import { converted, deactivated, isConverted, live } from './rules.ts';
import type { Verdict } from './verdict.ts';

export type Category = 'A' | 'B' | 'C';
/** A fact that carries the proposal. `NOT_RECORDED`: nothing says so, and the register would (see `recorded`). */
export type Reason = {
  readonly fact: FactName;
  readonly value: string | number | boolean;
  readonly rule: string;
};
export type Applying = { readonly subcategory: Subcategory; readonly category: Category };

export type Classification =
  /** `applying`: all that applies for certain, the strictest first; the proposal is the first. */
  | ({
      readonly kind: 'PROPOSED';
      readonly reasons: ReadonlyArray<Reason>;
      readonly applying: ReadonlyArray<Applying>;
    } & Applying)
  /** `category` where all candidates have the same. */
  | {
      readonly kind: 'FACT_MISSING';
      readonly missing: ReadonlyArray<FactName>;
      readonly candidates: ReadonlyArray<Subcategory>;
      readonly category?: Category;
    }
  /** In no subcategory for certain: a single-shot smooth-bore long firearm marketed before 2018-09-14, for one. */
  | { readonly kind: 'NONE_APPLIES'; readonly reasons: ReadonlyArray<Reason> };

const categories = { A: 'A', B: 'B', C: 'C' } as const;
/** Category of a subcategory: its letter. */
export const categoryOf = (subcategory: Subcategory): Category =>
  categories[subcategory.charAt(0) as Category];

type Judged = { readonly rule: CategoryRule; readonly verdict: Verdict };

const reasonsOf = (facts: CategoryFacts, judged: ReadonlyArray<Judged>): ReadonlyArray<Reason> => {
  const reasons = new Map<FactName, Reason>();
  for (const { rule, verdict } of judged)
    for (const name of verdict.used)
      if (!reasons.has(name))
        reasons.set(name, {
          fact: name,
          value: facts[name] ?? 'NOT_RECORDED',
          rule: verdict.truth === 'YES' ? rule.rule : `not ${rule.rule}`,
        });
  return [...reasons.values()];
};

const applyingOf = (rules: ReadonlyArray<CategoryRule>): ReadonlyArray<Applying> =>
  rules.map(({ subcategory }) => ({ subcategory, category: categoryOf(subcategory) }));

const sharedCategory = (candidates: ReadonlyArray<Subcategory>): { readonly category?: Category } => {
  const found = new Set(candidates.map(categoryOf));
  const [category] = found;
  return category !== undefined && found.size === 1 ? { category } : {};
};

/** `context` are the judgements that chose this set of rules; their facts belong to the reasons. */
const among = (
  facts: CategoryFacts,
  rules: ReadonlyArray<CategoryRule>,
  context: ReadonlyArray<Judged>,
): Classification => {
  const judged = rules.map((rule) => ({ rule, verdict: rule.condition(facts) }));
  const first = judged.findIndex(({ verdict }) => verdict.truth === 'YES');
  const decisive = first === -1 ? judged : judged.slice(0, first + 1);
  const open = decisive.filter(({ verdict }) => verdict.truth === 'OPEN');
  if (open.length > 0) {
    const candidates = decisive
      .filter(({ verdict }) => verdict.truth !== 'NO')
      .map(({ rule }) => rule.subcategory);
    return {
      kind: 'FACT_MISSING',
      missing: [...new Set(open.flatMap(({ verdict }) => verdict.missing))],
      candidates,
      ...sharedCategory(candidates),
    };
  }
  const applying = applyingOf(
    judged.filter(({ verdict }) => verdict.truth === 'YES').map(({ rule }) => rule),
  );
  const [proposed] = applying;
  return proposed === undefined
    ? { kind: 'NONE_APPLIES', reasons: reasonsOf(facts, [...decisive, ...context]) }
    : {
        kind: 'PROPOSED',
        ...proposed,
        applying,
        reasons: reasonsOf(facts, [...decisive.toReversed(), ...context]),
      };
};

/** A loose component has the category of the firearm it is meant for (Dir. 1(1)(2), REQ-CMP-03). */
const classifyComponent = (facts: CategoryFacts, context: ReadonlyArray<Judged>): Classification => {
  const { intendedForSubcategory } = facts;
  if (intendedForSubcategory === undefined)
    return { kind: 'FACT_MISSING', missing: ['intendedForSubcategory'], candidates: [] };
  const proposed = { subcategory: intendedForSubcategory, category: categoryOf(intendedForSubcategory) };
  const rule = 'Dir. 1(1)(2): a component has the category of the firearm it is meant for';
  return {
    kind: 'PROPOSED',
    ...proposed,
    applying: [proposed],
    reasons: [
      { fact: 'type', value: 'COMPONENT', rule },
      { fact: 'intendedForSubcategory', value: intendedForSubcategory, rule },
      ...reasonsOf(facts, context),
    ],
  };
};

/** The category by stored facts: the same facts give the same answer at any time (REQ-CAT-01). */
export const classifyFacts = (facts: CategoryFacts): Classification => {
  const deactivation = { rule: deactivated, verdict: deactivated.condition(facts) };
  if (deactivation.verdict.truth === 'YES') return among(facts, [deactivated], []);
  if (facts.type === 'COMPONENT') return classifyComponent(facts, [deactivation]);
  return isConverted(facts).truth === 'YES'
    ? among(facts, converted, [deactivation])
    : among(facts, live, [deactivation, ...converted.map((rule) => ({ rule, verdict: isConverted(facts) }))]);
};

/**
 * Proposes the category of a firearm by Annex I Part II, for a person to decide (`FirearmRecategorised`). Total, and it
 * never guesses: where a missing fact could make the answer another one it names that fact.
 */
export const classify = (identity: Identity, further: FurtherFacts = {}): Classification =>
  classifyFacts(factsOf(identity, further));

/** The facts that a proposal rests on, as they are stored with it. */
export const factsOfReasons = (reasons: ReadonlyArray<Reason>): CategoryFacts =>
  Object.fromEntries(reasons.flatMap(({ fact, value }) => (value === 'NOT_RECORDED' ? [] : [[fact, value]])));
