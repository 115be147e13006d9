import type { Row } from './projection.ts';

/**
 * What a state gives, made once for each state: the timelines of one history share the states that an event left as
 * they were, and each of them is asked for its rows.
 */
export const perState = <S extends object>(make: (state: S) => Row): ((state: S) => Row) => {
  const made = new WeakMap<S, Row>();
  return (state) => {
    const known = made.get(state);
    if (known !== undefined) return known;
    const row = make(state);
    made.set(state, row);
    return row;
  };
};
