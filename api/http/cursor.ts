import { problem } from './problem.ts';

/** An opaque keyset cursor: where the next page begins. */
export const writeCursor = (key: string): string => Buffer.from(JSON.stringify([key])).toString('base64url');

export const readCursor = (cursor: string | undefined, isKey: RegExp): string | undefined => {
  if (cursor === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const [key] = Array.isArray(parsed) ? parsed : [];
    if (typeof key === 'string' && isKey.test(key)) return key;
  } catch {
    // Falls through to the refusal: a cursor is only ever taken from an answer.
  }
  throw problem(400, 'INVALID_CURSOR', 'invalid cursor', 'Use the `next` of the page before, unchanged.', {
    errors: [{ pointer: '/cursor', message: 'not a cursor of this list' }],
  });
};
