import * as E from 'fp-ts/lib/Either.js';

/** What the task answers; a failure of it fails the test. */
export const right = async <L, A>(task: () => Promise<E.Either<L, A>>): Promise<A> => {
  const result = await task();
  if (E.isLeft(result)) throw new Error(`unexpected: ${JSON.stringify(result.left)}`);
  return result.right;
};
