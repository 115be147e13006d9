import type { Identity } from '../firearm/identity.ts';
import { actions, firearmTypes, subcategories } from '../firearm/identity.ts';
import type { ValueOf } from '../shared/shape.ts';
import { date, flag, integer, isAbsent, oneOf, optional, record } from '../shared/shape.ts';

/**
 * The facts that Annex I asks for, flat, as they are stored with a category (REQ-CAT-01). A fact that is missing is not
 * known; `NONE` is known not to exist on this object.
 */
export const categoryFacts = record(
  {
    type: optional(oneOf([...firearmTypes, 'NONE'], 'kind of firearm')),
    action: optional(oneOf([...actions, 'NONE'], 'action')),
    bore: optional(oneOf(['SMOOTH', 'RIFLED', 'COMBINED', 'NONE'], 'bore')),
    ignition: optional(oneOf(['CENTREFIRE', 'RIMFIRE', 'PERCUSSION', 'OTHER', 'NONE'], 'ignition')),
    barrelLengthMm: optional(integer(1, 3000, 'barrel length in mm', 116)),
    overallLengthMm: optional(integer(1, 3000, 'overall length in mm', 200)),
    minLengthMm: optional(integer(1, 3000, 'shortest length in mm, stock folded', 200)),
    chambers: optional(integer(0, 500, 'number of chambers', 1)),
    deviceCapacity: optional(integer(0, 500, 'rounds in the loading device', 9)),
    loadingDeviceDetachable: optional(flag('whether the loading device comes off')),
    stockReducible: optional(flag('whether the stock folds, telescopes or comes off without tools')),
    convertibleAboveThree: optional(
      flag('whether conversion to more than 3 rounds with ordinary tools cannot be excluded'),
    ),
    resemblesAutomatic: optional(flag('whether it resembles an automatic weapon')),
    firstMarketDate: optional(date('first placing on the market')),
    explosiveLauncher: optional(flag('whether it is an explosive military missile or its launcher')),
    disguised: optional(flag('whether it is disguised as another object')),
    convertedFromAutomatic: optional(flag('whether it was an automatic firearm')),
    convertedToBlank: optional(flag('whether it was converted to blanks, irritants, salute or acoustic use')),
    sourceCategory: optional(oneOf(['A', 'B', 'C'], 'category before that conversion')),
    deactivationCertified: optional(flag('whether its deactivation is certified under 2015/2403')),
    intendedForSubcategory: optional(oneOf(subcategories, 'of the firearm that a component is meant for')),
  },
  'facts that decide the category',
);
export type CategoryFacts = ValueOf<typeof categoryFacts>;
export type FactName = keyof CategoryFacts;

/** Facts that the register records beside the identity block. */
export type FurtherFacts = Omit<CategoryFacts, keyof Identity>;

type Listed = 'type' | 'action' | 'bore' | 'ignition';

const listed = <N extends Listed>(identity: Identity, name: N): Pick<CategoryFacts, N> => {
  const value: unknown = identity[name];
  if (!isAbsent(value)) return { [name]: value } as Pick<CategoryFacts, N>;
  return (value.absent === 'NONE' ? { [name]: 'NONE' } : {}) as Pick<CategoryFacts, N>;
};

const measured = [
  'barrelLengthMm',
  'overallLengthMm',
  'minLengthMm',
  'chambers',
  'deviceCapacity',
  'loadingDeviceDetachable',
] as const;

/** The deciding facts of an identity block and of what else is recorded. Coded absences say no more than they mean. */
export const factsOf = (identity: Identity, further: FurtherFacts = {}): CategoryFacts => ({
  ...listed(identity, 'type'),
  ...listed(identity, 'action'),
  ...listed(identity, 'bore'),
  ...listed(identity, 'ignition'),
  ...Object.fromEntries(
    measured.flatMap((name) => (identity[name] === undefined ? [] : [[name, identity[name]]])),
  ),
  ...further,
});
