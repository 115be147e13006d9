import { subcategories } from '../firearm/identity.ts';
import type { Refusal } from '../shared/refusal.ts';
import { refusal } from '../shared/refusal.ts';
import { list, oneOf, optional } from '../shared/shape.ts';
import type { RightKind, Scope } from './state.ts';

export const categories = ['A', 'B', 'C'] as const;

/** Categories and subcategories that an authorisation is for (Annex I). */
export const scopeFields = {
  categories: list(oneOf(categories, 'category'), 1, 3, 'categories it covers'),
  subcategories: optional(
    list(
      oneOf(subcategories, 'subcategory'),
      1,
      subcategories.length,
      'of a category only these; a category of which none is listed is covered whole',
    ),
  ),
};

export type GivenScope = {
  readonly categories: ReadonlyArray<string>;
  readonly subcategories?: ReadonlyArray<string>;
};
export const scopeOf = (given: GivenScope): Scope => ({
  categories: given.categories,
  subcategories: given.subcategories ?? [],
});

/** Rights that may reach category A (Dir. 9(2) to (6)); everybody else is prohibited (REQ-CAT-02). */
const reachA: ReadonlySet<RightKind> = new Set([
  'PROTECTION',
  'TARGET_SHOOTER',
  'COLLECTOR',
  'MUSEUM',
  'DEALER',
  'BROKER',
  'MANUFACTURER',
  'DEALER_TRANSFER',
]);
/** Rights under Dir. 9 and 10, whose refusals the States exchange (2021/1423). */
const personal: ReadonlySet<RightKind> = new Set([
  'PERMIT',
  'PROTECTION',
  'HUNTER',
  'TARGET_SHOOTER',
  'COLLECTOR',
  'MUSEUM',
]);

const reaches = ({ categories: covered }: GivenScope, ...wanted: ReadonlyArray<string>): boolean =>
  covered.some((category) => wanted.includes(category));

/** Whether the right is one under Dir. 9 or 10: of a person, for category A or B. */
export const underArticles9And10 = (kind: RightKind, scope: GivenScope): boolean =>
  personal.has(kind) && reaches(scope, 'A', 'B');

/** What a right of this kind cannot be for. */
export const checkScope = (kind: RightKind, scope: GivenScope): Refusal | undefined => {
  const pointer = { pointer: '/payload/categories' };
  if (reaches(scope, 'A') && !reachA.has(kind))
    return refusal(
      'R41',
      `Category A is prohibited; a right of the kind ${kind} cannot cover it. Name the exception of Dir. 9 as its kind.`,
      pointer,
    );
  if (kind === 'DECLARATION' && reaches(scope, 'A', 'B'))
    return refusal('R41', 'A declaration is enough for category C only. Grant a permit.', pointer);
  const stray = (scope.subcategories ?? []).find((each) => !scope.categories.includes(each.charAt(0)));
  return stray === undefined
    ? undefined
    : refusal('R41', `Subcategory ${stray} is of a category that is not covered.`, {
        pointer: '/payload/subcategories',
      });
};
