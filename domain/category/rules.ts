import type { subcategories } from '../firearm/identity.ts';
import {
  automatic,
  barrelAtMost600,
  centreFire,
  deviceOver,
  long,
  moreThan,
  reducibleBelow600,
  repeating,
  rifled,
  rimfire,
  semiAutomatic,
  short,
  singleShot,
  smooth,
} from './terms.ts';
import type { Condition } from './verdict.ts';
import { allOf, anyOf, fact, not, recorded } from './verdict.ts';

export type Subcategory = (typeof subcategories)[number];
export type CategoryRule = {
  readonly subcategory: Subcategory;
  /** The definition of Annex I Part II in short. */
  readonly rule: string;
  readonly condition: Condition;
};

const rule = (subcategory: Subcategory, text: string, condition: Condition): CategoryRule => ({
  subcategory,
  rule: `${subcategory}: ${text}`,
  condition,
});

const fromCategory = (category: 'A' | 'B' | 'C') => fact('sourceCategory', (source) => source === category);
const semiLong = allOf(semiAutomatic, long);
const a6 = allOf(recorded('convertedFromAutomatic'), semiAutomatic);
const a7a = allOf(semiAutomatic, centreFire, short, deviceOver(20), moreThan(21));
const a7b = allOf(semiLong, centreFire, deviceOver(10), moreThan(11));
const a8 = allOf(semiLong, reducibleBelow600);
// "Fewer than twelve" (centre-fire) is what A7b leaves; put so, no number of chambers falls between the two.
const b4 = allOf(semiLong, moreThan(3), anyOf(rimfire, allOf(centreFire, not(a7b))));
const b6 = allOf(
  semiLong,
  centreFire,
  not(moreThan(3)),
  anyOf(
    fact('loadingDeviceDetachable', (detachable) => detachable),
    fact('convertibleAboveThree', (convertible) => convertible),
  ),
);
const b7 = allOf(anyOf(repeating, semiAutomatic), long, smooth, barrelAtMost600);
const b9 = allOf(
  semiAutomatic,
  fact('resemblesAutomatic', (resembles) => resembles),
  not(anyOf(a6, a7a, a7b, a8)),
);

/** A deactivated firearm is C6 whatever it was (Annex I Part II; 2015/2403). */
export const deactivated = rule(
  'C6',
  'deactivated, certified under 2015/2403',
  recorded('deactivationCertified'),
);

/** A firearm converted to blanks, irritants, salute or acoustic use stays in the category it had. */
export const isConverted = recorded('convertedToBlank');
export const converted: ReadonlyArray<CategoryRule> = [
  rule('A9', 'converted to blank or acoustic use, from category A', allOf(isConverted, fromCategory('A'))),
  rule('B8', 'converted to blank or acoustic use, from category B', allOf(isConverted, fromCategory('B'))),
  rule('C5', 'converted to blank or acoustic use, from category C', allOf(isConverted, fromCategory('C'))),
];

/**
 * Annex I Part II for a live firearm, the strictest first. A4 and A5 are ammunition, which is no object of the register.
 */
export const live: ReadonlyArray<CategoryRule> = [
  rule('A1', 'explosive military missile or launcher', recorded('explosiveLauncher')),
  rule('A2', 'automatic', automatic),
  rule('A3', 'disguised as another object', recorded('disguised')),
  rule('A6', 'automatic converted to semi-automatic', a6),
  rule('A7a', 'semi-automatic short centre-fire, over 21 rounds, device over 20', a7a),
  rule('A7b', 'semi-automatic long centre-fire, over 11 rounds, device over 10', a7b),
  rule('A8', 'semi-automatic long, reducible below 60 cm by its stock', a8),
  rule('B1', 'repeating short', allOf(repeating, short)),
  rule('B2', 'single-shot short, centre-fire', allOf(singleShot, short, centreFire)),
  rule(
    'B3',
    'single-shot short, rimfire, under 28 cm',
    allOf(
      singleShot,
      short,
      rimfire,
      fact('overallLengthMm', (length) => length < 280),
    ),
  ),
  rule('B4', 'semi-automatic long, over 3 rounds, under 12 if centre-fire', b4),
  rule('B5', 'semi-automatic short other than A7a', allOf(semiAutomatic, short, not(a7a))),
  rule('B6', 'semi-automatic long centre-fire, at most 3 rounds, detachable or convertible', b6),
  rule('B7', 'repeating or semi-automatic long, smooth-bore, barrel at most 60 cm', b7),
  rule('B9', 'semi-automatic resembling an automatic, other than A6 to A8', b9),
  rule('C1', 'repeating long other than B7', allOf(repeating, long, not(b7))),
  rule('C2', 'single-shot long, rifled', allOf(singleShot, long, rifled)),
  rule(
    'C3',
    'semi-automatic long in neither A nor B',
    allOf(semiLong, not(anyOf(a6, a7b, a8, b4, b6, b7, b9))),
  ),
  rule(
    'C4',
    'single-shot short, rimfire, at least 28 cm',
    allOf(
      singleShot,
      short,
      rimfire,
      fact('overallLengthMm', (length) => length >= 280),
    ),
  ),
  rule(
    'C7',
    'single-shot long smooth-bore, on the market on or after 2018-09-14',
    allOf(
      singleShot,
      long,
      smooth,
      fact('firstMarketDate', (placed) => placed >= '2018-09-14'),
    ),
  ),
];
