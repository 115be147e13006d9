import * as E from 'fp-ts/lib/Either.js';
import type { Instant } from '../../domain/time/zone.ts';
import type { HttpDeps } from './deps.ts';
import * as present from './present.ts';
import { problem } from './problem.ts';

export type AsOf = { readonly validAt?: string | undefined; readonly knownAt?: string | undefined };

/**
 * The moments that an answer is about, as ISO texts. Known is at most what the answer takes account of: asked again with
 * the `knownAt` that it states, it is the same for ever (event-catalogue 8.9).
 */
export type AsKnown = {
  readonly knownAt: (asked?: string) => string;
  readonly validAt: (asked?: string) => string;
  readonly moments: (asked: AsOf) => { readonly validAt: string; readonly knownAt: string };
};

/** The moment that is asked for, or the last one that is known where that is earlier or none is asked for. */
export const knownMoment = (asked: string | undefined, zone: string, until: Instant): Instant =>
  asked === undefined ? until : Math.min(present.queriedInstant(asked, zone, until), until);

export const asKnown = (
  { record, zone }: Pick<HttpDeps, 'record' | 'zone'>,
  until: Instant,
  /** What is asked for where nothing else is: the moments of the page before. */
  before: AsOf = {},
): AsKnown => {
  const knownAt = (asked = before.knownAt): string => present.iso(knownMoment(asked, zone, until));
  // A server whose clock is ahead of this one's may have recorded later than now.
  const validAt = (asked = before.validAt): string =>
    present.iso(present.queriedInstant(asked, zone, Math.max(record.clock.now(), until)));
  return {
    knownAt,
    validAt,
    moments: (asked) => ({ validAt: validAt(asked.validAt), knownAt: knownAt(asked.knownAt) }),
  };
};

const settled = (result: E.Either<unknown, Instant>): Instant => {
  if (E.isLeft(result))
    throw problem(503, 'STORE_UNAVAILABLE', 'the ledger cannot be reached', 'Repeat the request later.');
  return result.right;
};

/** Up to when who reads the log from now on knows everything. */
export const knownOfLog = async ({ knownUntil }: Pick<HttpDeps, 'knownUntil'>): Promise<Instant> =>
  settled(await knownUntil.log()());

/** Up to when who has taken in all events up to a position knows everything. */
export const knownAtPosition = async (
  { knownUntil }: Pick<HttpDeps, 'knownUntil'>,
  position: bigint,
  told?: Instant,
): Promise<Instant> => settled(await knownUntil.position(position, told)());
