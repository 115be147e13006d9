import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as E from 'fp-ts/lib/Either.js';
import { z } from 'zod';
import { type Purpose, regimeOf } from '../../domain/access/policy.ts';
import { toBase64 } from '../../domain/integrity/bytes.ts';
import type { SignedCheckpoint } from '../../domain/ports/transparencyLog.ts';
import { anyKindOf, keyOfStream } from '../../domain/streamKinds.ts';
import { callerOf, purposeHeader } from './access.ts';
import type { HttpDeps } from './deps.ts';
import { problem } from './problem.ts';
import { problems } from './schemas.ts';
import { subjectHistory } from './subjectHistory.ts';

const hash = z.string().meta({ description: 'base64 of 32 bytes' });
const head = z.object({ size: z.int(), root: hash });
const size = (description: string) =>
  z.coerce
    .number()
    .int()
    .min(0)
    .max(Number.MAX_SAFE_INTEGER)
    .meta({ description, examples: [1] });

/** An event that was recorded a moment ago is in the log with the next signature. */
const notYet = (reply: FastifyReply, what: string) => {
  reply.header('retry-after', '2');
  return problem(
    404,
    'NOT_YET_SIGNED',
    'not yet signed',
    `The signed log does not reach ${what} yet. Repeat the request; /health/ready says whether the log is signed at all.`,
  );
};

/** Proofs over the transparency log, for whoever verifies without reading tiles (design section 9). */
export const logProofRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    const { transparencyLog: log } = deps;
    const signedLog = async (reply: FastifyReply, what: string): Promise<SignedCheckpoint> => {
      const checkpoint = await log.checkpoint();
      if (checkpoint === undefined) throw notYet(reply, what);
      return checkpoint;
    };
    app.get(
      '/v1/log/consistency',
      {
        config: { reads: 'log consistency' },
        schema: {
          tags: ['Transparency log'],
          operationId: 'getLogConsistency',
          summary: 'Proof that the log of one size begins with the log of an earlier size (RFC 6962)',
          headers: purposeHeader,
          querystring: z.strictObject({
            from: size('the size that you have seen'),
            to: size('a later size, at most the signed one, which is the default').optional(),
          }),
          response: {
            200: z.object({
              from: head,
              to: head,
              hashes: z.array(hash),
              checkpoint: z.string().meta({ description: 'the last signed head, as at /log/checkpoint' }),
            }),
            ...problems(400, 403, 404),
          },
        },
      },
      async (request, reply) => {
        const { from } = request.query;
        const checkpoint = await signedLog(reply, `${from} events`);
        const to = request.query.to ?? checkpoint.size;
        if (Math.max(from, to) > checkpoint.size) throw notYet(reply, `${Math.max(from, to)} events`);
        if (from > to)
          throw problem(
            400,
            'INVALID_REQUEST',
            'invalid request',
            '`from` is the earlier size, `to` the later one.',
            {
              errors: [{ pointer: '/from', message: `must be at most ${to}` }],
            },
          );
        const [first, second, hashes] = await Promise.all([
          log.proofs.rootAt(from),
          log.proofs.rootAt(to),
          log.proofs.consistency(from, to),
        ]);
        return {
          from: { size: from, root: toBase64(first) },
          to: { size: to, root: toBase64(second) },
          hashes: hashes.map(toBase64),
          checkpoint: checkpoint.note,
        };
      },
    );
    app.get(
      '/v1/log/inclusion',
      {
        config: { reads: 'log inclusion' },
        schema: {
          tags: ['Transparency log'],
          operationId: 'getLogInclusion',
          summary: 'Proof that an event is in the signed log (RFC 6962)',
          description:
            'The entry is a commitment to the event; the proof of a firearm opens it (GET /v1/firearms/{id}/proof).',
          headers: purposeHeader,
          querystring: z.strictObject({ eventId: z.uuid() }),
          response: {
            200: z.object({
              eventId: z.string(),
              leafIndex: z.int(),
              entry: hash,
              leafHash: hash,
              size: z.int(),
              root: hash,
              hashes: z.array(hash),
              checkpoint: z.string(),
            }),
            ...problems(400, 403, 404),
          },
        },
      },
      async (request, reply) => {
        const { eventId } = request.query;
        const found = await deps.eventStore.findEvent(eventId)();
        if (E.isLeft(found))
          throw problem(
            503,
            'STORE_UNAVAILABLE',
            'the ledger cannot be reached',
            'Repeat the request later.',
          );
        const event = found.right;
        const subject = event === undefined ? undefined : keyOfStream(event.streamId);
        if (event === undefined || subject === undefined)
          throw problem(404, 'R00', 'unknown event', 'No event with this id is recorded.');
        // The access log has the request already; whom it is about is known only now.
        const purpose = request.headers['ledger-purpose'] as Purpose;
        await deps.recordAccess({
          ...callerOf(request),
          purpose,
          regime: regimeOf[purpose],
          operation: 'log inclusion',
          requestId: request.id,
          ...(subject.id === '' ? {} : { subject: subject.id }),
        });
        // Whoever may not read the record any more learns nothing about it here.
        await subjectHistory(deps, anyKindOf(subject.kind), subject.id, {}, reply);
        reply.removeHeader('etag');
        const checkpoint = await signedLog(reply, 'this event');
        const leaf = await log.proofs.leafAt(event.streamId, event.revision);
        if (leaf === undefined || leaf.index >= checkpoint.size) throw notYet(reply, 'this event');
        const [hashes = []] = await log.proofs.inclusions([leaf.index], checkpoint.size);
        return {
          eventId,
          leafIndex: leaf.index,
          entry: toBase64(leaf.entry),
          leafHash: toBase64(leaf.hash),
          size: checkpoint.size,
          root: toBase64(checkpoint.root),
          hashes: hashes.map(toBase64),
          checkpoint: checkpoint.note,
        };
      },
    );
  };
