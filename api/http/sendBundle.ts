import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import * as E from 'fp-ts/lib/Either.js';
import { z } from 'zod';
import { type BundleFailure, type BundleRequest, makeBundle } from '../../domain/usecases/makeBundle.ts';
import type { HttpDeps } from './deps.ts';
import { type ProblemError, problem } from './problem.ts';

/** What was recorded a moment ago is signed within a second or two: so long an answer waits for it. */
const patienceMs = 5000;
const pauseMs = 100;

const problemOf = (failure: BundleFailure, reply: FastifyReply): ProblemError => {
  switch (failure.kind) {
    case 'NOT_SIGNED_YET':
      reply.header('retry-after', '2');
      return problem(
        404,
        'NOT_YET_SIGNED',
        'not yet signed',
        'The signed log does not reach these events yet. Repeat the request; /health/ready says whether the log is signed at all.',
      );
    case 'STORE_UNAVAILABLE':
      return problem(503, 'STORE_UNAVAILABLE', 'the ledger cannot be reached', 'Repeat the request later.');
    case 'ALTERED':
      return problem(
        500,
        'RECORD_ALTERED',
        'the stored record is not what the log holds',
        `Event ${failure.revision} of ${failure.stream} was altered after it was recorded, or the log was. Nothing is proved of it. Tell whoever audits this register; "ledger verify" shows every such place.`,
      );
    case 'NO_SUCH_EVENT':
      return problem(
        404,
        'R00',
        'unknown event',
        `${failure.eventId} is not among the events that were known here at that time.`,
      );
    case 'SINCE_BEYOND':
      return problem(
        400,
        'INVALID_REQUEST',
        'invalid request',
        'The log is shorter than your checkpoint. Verify a file without `since` against it: it will name what is missing.',
        { errors: [{ pointer: '/since', message: `must be at most ${failure.size}` }] },
      );
  }
};

/** The text of a bundle; waits a little for events that the signed log does not reach yet. */
export const bundleOf = async (
  deps: HttpDeps,
  request: () => Promise<BundleRequest>,
  reply: FastifyReply,
): Promise<string> => {
  for (let waited = 0; ; waited += pauseMs) {
    const made = await makeBundle({ ...deps, ...deps.bundling }, await request());
    if (E.isRight(made)) return made.right;
    const { left } = made;
    if (left.kind !== 'NOT_SIGNED_YET' || !left.isSigned || waited >= patienceMs)
      throw problemOf(left, reply);
    await sleep(pauseMs);
  }
};

export const bundleSchema = z
  .looseObject({
    format: z.string(),
    version: z.int(),
    subject: z.looseObject({ kind: z.string() }),
    checkpoint: z.string(),
    events: z.array(z.looseObject({ index: z.int(), envelope: z.string() })),
  })
  .meta({
    id: 'ProofBundle',
    description: 'A file to be kept as it comes, byte for byte (docs/proof-bundle.md)',
  });

/** The bundle as a file: its very bytes. */
export const sendBundle = (reply: FastifyReply, name: string, text: string): never =>
  reply
    .header('content-type', 'application/json; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}.ledger-proof.json"`)
    .serializer((body) => String(body))
    .send(text) as never;
