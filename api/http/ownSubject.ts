import type { FastifyRequest } from 'fastify';
import { callerOf } from './access.ts';
import { ProblemError, problem } from './problem.ts';

/** The same refusal for what is somebody else's and for what does not exist. */
const notYours = () =>
  problem(
    403,
    'NOT_YOUR_RECORDS',
    'not your records',
    'For the purpose OWN_RECORDS you may read only what is yours.',
  );

/** The party that reads for itself; undefined for every other purpose. */
export const readsForItself = (request: FastifyRequest): string | undefined =>
  request.headers['ledger-purpose'] === 'OWN_RECORDS' ? callerOf(request).organisationId : undefined;

/** Loads for any reader; for one who reads for himself only where it is his. */
export const ownOr = async <T>(
  own: string | undefined,
  load: () => Promise<T>,
  ownersOf: (loaded: T) => ReadonlyArray<string | undefined>,
): Promise<T> => {
  const loaded = await load().catch((error: unknown) => {
    throw own !== undefined && error instanceof ProblemError && error.problem.status === 404
      ? notYours()
      : error;
  });
  if (own !== undefined && !ownersOf(loaded).includes(own)) throw notYours();
  return loaded;
};
