import { type Category, categoryOf, classifyFacts } from '../../category/classify.ts';
import { categoryFacts } from '../../category/facts.ts';
import { canonicalJson, type Json } from '../../shared/canonicalJson.ts';
import { docRef } from '../../shared/commonFields.ts';
import { type Refusal, refusal } from '../../shared/refusal.ts';
import { oneOf, record, type ValueOf } from '../../shared/shape.ts';
import { recordedFacts } from '../classification.ts';
import { defineEvent } from '../definition.ts';
import { identity, subcategories } from '../identity.ts';
import type { FirearmState } from '../state.ts';

const payload = record({
  from: record(
    { category: identity.fields.category, subcategory: identity.fields.subcategory },
    'category until then, as recorded',
    'CategoryBefore',
  ),
  to: record(
    {
      category: oneOf(['A', 'B', 'C'], 'category from then on'),
      subcategory: oneOf(subcategories, 'subcategory from then on'),
    },
    'category from then on',
    'CategoryAfter',
  ),
  facts: categoryFacts,
  decisionRef: docRef('decision of the authority, or the law'),
  cause: oneOf(['AUTHORITY', 'LAW'], 'decided for this firearm, or changed by law (HC-22)'),
});
type Recategorisation = ValueOf<typeof payload>;

const strictness: { readonly [C in Category]: number } = { A: 2, B: 1, C: 0 };

/** Facts that the decision rests on must not contradict the recorded ones: the register explains its categories. */
const factsDiffer = ({ facts }: Recategorisation, state: FirearmState): Refusal | undefined => {
  const recorded = recordedFacts(state);
  for (const [name, value] of Object.entries(facts)) {
    const known = recorded[name as keyof typeof recorded];
    if (known !== undefined && canonicalJson(known as Json) !== canonicalJson(value as Json))
      return refusal(
        'RECORDED_VALUE_DIFFERS',
        `The register has another ${name}. Record FirearmModified or correct the record first.`,
        { pointer: `/payload/facts/${name}` },
      );
  }
  return undefined;
};

/** The category must follow from the stored facts (REQ-CAT-01); national law may only be stricter (Dir. 3). */
const doesNotFollow = ({ to, facts }: Recategorisation): Refusal | undefined => {
  const pointer = { pointer: '/payload/to/subcategory' };
  if (categoryOf(to.subcategory) !== to.category)
    return refusal(
      'CATEGORY_CONTRADICTS_FACTS',
      `${to.subcategory} is not of category ${to.category}.`,
      pointer,
    );
  const derived = classifyFacts(facts);
  switch (derived.kind) {
    case 'FACT_MISSING':
      return refusal(
        'R31',
        `The category does not follow yet: state ${derived.missing.join(' or ')}. Open are ${derived.candidates.join(', ')}.`,
        { pointer: '/payload/facts' },
      );
    // Annex I has nothing for it; national law may still put it into a category (Dir. 3).
    case 'NONE_APPLIES':
      return undefined;
    case 'PROPOSED': {
      const applies = derived.applying.some(({ subcategory }) => subcategory === to.subcategory);
      return applies || strictness[to.category] > strictness[derived.category]
        ? undefined
        : refusal(
            'CATEGORY_CONTRADICTS_FACTS',
            `From these facts follows ${derived.applying.map(({ subcategory }) => subcategory).join(' or ')}.`,
            pointer,
          );
    }
  }
};

const isCategoryOf = ({ from }: Recategorisation, state: FirearmState): boolean =>
  canonicalJson([from.category, from.subcategory] as Json) ===
  canonicalJson([state.identity?.category ?? null, state.identity?.subcategory ?? null] as unknown as Json);

/** A dated change of category with the facts it rests on; one from a category to itself confirms it after a check. */
export const firearmRecategorised = defineEvent({
  type: 'FirearmRecategorised',
  schemaVersion: 1,
  meaning: 'The authority or a law put the firearm into another category, or confirmed it.',
  payload,
  recordedBy: ['CLK'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)(d)', '2021/555:Annex I'],
  contradicts: (recategorisation, state) =>
    isCategoryOf(recategorisation, state)
      ? undefined
      : refusal(
          'RECORDED_VALUE_DIFFERS',
          'The register had another category at that time. Read it as of that day and state it in from.',
          { pointer: '/payload/from' },
        ),
  check: ({ payload: recategorisation, state }) =>
    factsDiffer(recategorisation, state) ?? doesNotFollow(recategorisation),
  apply: ({ categoryCheckDue: _done, ...state }, { payload: { to, facts }, eventId }) => ({
    ...state,
    ...(state.identity === undefined ? {} : { identity: { ...state.identity, ...to } }),
    classification: { facts, recordedBy: eventId },
  }),
});
