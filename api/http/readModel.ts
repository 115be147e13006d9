import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpDeps } from './deps.ts';
import { problem } from './problem.ts';

/** Longest a query waits for its read model to reach the position it names. */
const waitMs = 5_000;

/** A list that is not there yet, or whose tables another version made, must not be answered from. */
const mustServe = (deps: HttpDeps, reply: FastifyReply): void => {
  const unfit = deps.readModels().find(({ status }) => status === 'BUILDING' || status === 'SUPERSEDED');
  if (unfit === undefined) return;
  reply.header('retry-after', '30');
  throw problem(
    503,
    'READ_MODEL_BEHIND',
    'read model behind',
    unfit.status === 'BUILDING'
      ? `The read model ${unfit.name} is being built. /health/ready says how far it is; repeat the request then.`
      : `A newer version of the ledger has taken over ${unfit.name}. Repeat the request there.`,
  );
};

/** Read-your-writes: waits for `Ledger-Min-Position`, and states the position that the answer is made from. */
export const awaitPosition = async (
  deps: HttpDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> => {
  mustServe(deps, reply);
  const wanted = request.headers['ledger-min-position'];
  if (wanted !== undefined) {
    if (typeof wanted !== 'string' || !/^\d{1,19}$/.test(wanted))
      throw problem(
        400,
        'INVALID_REQUEST',
        'invalid request',
        'Ledger-Min-Position is a position such as 42.',
        {
          errors: [{ pointer: '/ledger-min-position', message: 'must be a position' }],
        },
      );
    if (!(await deps.reached(BigInt(wanted), waitMs)))
      throw problem(
        503,
        'READ_MODEL_BEHIND',
        'read model behind',
        `The read models have not reached position ${wanted} yet. Repeat the request.`,
      );
  }
  const positions = deps.readModels().map((model) => model.position);
  const lowest = positions.reduce((a, b) => (b < a ? b : a), positions[0] ?? 0n);
  reply.header('ledger-position', String(lowest));
};
