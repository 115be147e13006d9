import type { Surroundings } from '../stream/surroundings.ts';
import type { Instant } from '../time/zone.ts';

/** Merges that are followed from an alias; a chain longer than this was never made by hand. */
const mergesMax = 8;

/** The id under which a party is known now: the survivor of its merges, or its own. */
export const currentIdOf = (around: Surroundings, id: string, now: Instant): string => {
  let current = id;
  for (let step = 0; step < mergesMax; step += 1) {
    const next = around.statesIn('party', current, { earliest: now, latest: now })?.[1].mergedInto;
    if (next === undefined) return current;
    current = next;
  }
  return current;
};

/**
 * Whether two ids stand for one party as known now (catalogue 5.3: a merge keeps both ids as aliases). Who somebody is
 * does not depend on the day that is asked about.
 */
export const samePartyIn =
  (around: Surroundings, now: Instant) =>
  (one: string, other: string): boolean =>
    one === other || currentIdOf(around, one, now) === currentIdOf(around, other, now);
