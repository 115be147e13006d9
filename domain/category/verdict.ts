import type { CategoryFacts, FactName } from './facts.ts';

/**
 * Answer of a condition on facts of which some may be missing: `YES` and `NO` hold whatever the missing facts are,
 * `OPEN` does not. `used` are the facts that carry the answer, `missing` those that would decide.
 */
export type Verdict = {
  readonly truth: 'YES' | 'NO' | 'OPEN';
  readonly used: ReadonlyArray<FactName>;
  readonly missing: ReadonlyArray<FactName>;
};
export type Condition = (facts: CategoryFacts) => Verdict;

const both = <T>(one: ReadonlyArray<T>, other: ReadonlyArray<T>): ReadonlyArray<T> => [
  ...new Set([...one, ...other]),
];

/** A condition that one fact decides. */
export const fact =
  <N extends FactName>(name: N, holds: (value: NonNullable<CategoryFacts[N]>) => boolean): Condition =>
  (facts) => {
    const value = facts[name];
    return value === undefined
      ? { truth: 'OPEN', used: [], missing: [name] }
      : { truth: holds(value) ? 'YES' : 'NO', used: [name], missing: [] };
  };

/**
 * A condition on a circumstance that the register records when it occurs (a conversion, a certificate) or that strikes
 * the eye: not recorded means that it is not so.
 */
export const recorded =
  (name: FactName): Condition =>
  (facts) => ({ truth: facts[name] === true ? 'YES' : 'NO', used: [name], missing: [] });

export const not =
  (condition: Condition): Condition =>
  (facts) => {
    const verdict = condition(facts);
    return {
      ...verdict,
      truth: verdict.truth === 'YES' ? 'NO' : verdict.truth === 'NO' ? 'YES' : 'OPEN',
    };
  };

/** All conditions hold. One that fails decides alone; missing facts of the others do not matter then. */
export const allOf =
  (...conditions: ReadonlyArray<Condition>): Condition =>
  (facts) => {
    const verdicts = conditions.map((condition) => condition(facts));
    const failed = verdicts.find((verdict) => verdict.truth === 'NO');
    if (failed !== undefined) return { ...failed, missing: [] };
    return {
      truth: verdicts.some((verdict) => verdict.truth === 'OPEN') ? 'OPEN' : 'YES',
      used: verdicts.reduce<ReadonlyArray<FactName>>((all, verdict) => both(all, verdict.used), []),
      missing: verdicts.reduce<ReadonlyArray<FactName>>((all, verdict) => both(all, verdict.missing), []),
    };
  };

/** At least one condition holds. */
export const anyOf = (...conditions: ReadonlyArray<Condition>): Condition =>
  not(allOf(...conditions.map(not)));
