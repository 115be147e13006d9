import { problem } from './problem.ts';

/** What a cursor holds: where the next page begins, and the moments that the first page was about. */
type Parts = readonly [key: string, knownAt?: string, validAt?: string];
/** ISO text of the moments that an answer is about. */
type Moments = { readonly knownAt?: string; readonly validAt?: string };

const momentForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const isMoment = (each: unknown): boolean =>
  typeof each === 'string' && momentForm.test(each) && !Number.isNaN(Date.parse(each));

const written = (parts: Parts): string => Buffer.from(JSON.stringify(parts)).toString('base64url');

const refused = () =>
  problem(400, 'INVALID_CURSOR', 'invalid cursor', 'Use the `next` of the page before, unchanged.', {
    errors: [{ pointer: '/cursor', message: 'not a cursor of this list' }],
  });

const partsOf = (cursor: string): Parts => {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parsed)) {
      const [key, ...moments] = parsed as ReadonlyArray<unknown>;
      if (typeof key === 'string' && moments.every(isMoment)) return parsed as unknown as Parts;
    }
  } catch {
    // Falls through to the refusal: a cursor is only ever taken from an answer.
  }
  throw refused();
};

/** An opaque keyset cursor: where the next page begins. */
export const writeCursor = (key: string): string => written([key]);

export const readCursor = (cursor: string | undefined, isKey: RegExp): string | undefined => {
  if (cursor === undefined) return undefined;
  const [key] = partsOf(cursor);
  if (!isKey.test(key)) throw refused();
  return key;
};

/** The moments of the page before, none where it was about none or there is none. */
export const momentsOf = (cursor: string | undefined): Moments => {
  const [, knownAt, validAt] = cursor === undefined ? [] : partsOf(cursor);
  return {
    ...(knownAt === undefined ? {} : { knownAt }),
    ...(validAt === undefined ? {} : { validAt }),
  };
};

type Page = {
  readonly next?: unknown;
  readonly knownAt?: unknown;
  readonly validAt?: unknown;
  readonly to?: unknown;
};

/**
 * Gives the cursor of a page the moments that the page states, so that all pages are of one list: with moments of their
 * own a line could stand on two pages or on none.
 */
export const keepMoments = (answer: unknown): unknown => {
  if (typeof answer !== 'object' || answer === null) return answer;
  const { next, knownAt, validAt, to } = answer as Page;
  if (typeof next !== 'string' || typeof knownAt !== 'string') return answer;
  const valid = validAt ?? to;
  const [key] = partsOf(next);
  return { ...answer, next: written(typeof valid === 'string' ? [key, knownAt, valid] : [key, knownAt]) };
};
