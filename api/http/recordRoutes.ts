import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as E from 'fp-ts/lib/Either.js';
import { type RecordRequest, recordFirearmEvents } from '../../domain/usecases/recordFirearmEvents.ts';
import { callerOf } from './access.ts';
import type { HttpDeps } from './deps.ts';
import { entryOf } from './entries.ts';
import * as present from './present.ts';
import { failureProblem } from './problem.ts';
import {
  dryRun,
  type Entry,
  entrySchema,
  firearmParams,
  problems,
  receiptSchema,
  recordHeaders,
} from './schemas.ts';

/** Recording: the first event of a new firearm, and the following ones. */
export const recordRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    const record = recordFirearmEvents(deps.record);

    const handle = async (
      request: FastifyRequest,
      reply: FastifyReply,
      firearmId: string | undefined,
    ): Promise<ReturnType<typeof present.receipt>> => {
      const caller = callerOf(request);
      const headers = request.headers as { readonly 'idempotency-key': string; readonly 'if-match'?: string };
      const entry = request.body as Entry;
      const dry = (request.query as { readonly dryRun?: string }).dryRun === 'true';
      const seen = headers['if-match'];
      const asked: RecordRequest = {
        ...(firearmId === undefined ? {} : { firearmId }),
        idempotencyKey: headers['idempotency-key'],
        recordedBy: caller,
        entries: [entryOf(entry, deps.zone)],
        ...(seen === undefined ? {} : { expectedVersion: Number(seen.slice(1, -1)) }),
      };
      const outcome = await record(asked, { dryRun: dry })();
      if (E.isLeft(outcome)) throw failureProblem(outcome.left, caller.role);
      const { right: recorded } = outcome;
      if (recorded.idempotent) reply.header('idempotency-hit', 'true');
      if (recorded.position !== undefined) reply.header('ledger-position', String(recorded.position));
      reply.header('etag', `"${recorded.streamVersion}"`);
      reply.header('location', `/v1/firearms/${recorded.firearmId}`);
      reply.code(dry ? 200 : 201);
      return present.receipt(recorded, caller.role);
    };

    const response = {
      200: receiptSchema,
      201: receiptSchema,
      ...problems(400, 403, 404, 409, 412, 413, 415, 422),
    };
    app.post(
      '/v1/firearms/events',
      {
        schema: {
          operationId: 'recordFirstEvent',
          summary: 'Record the first event of a new firearm',
          tags: ['Recording'],
          headers: recordHeaders,
          querystring: dryRun,
          body: entrySchema,
          response,
        },
      },
      (request, reply) => handle(request, reply, undefined),
    );
    app.post(
      '/v1/firearms/:id/events',
      {
        schema: {
          operationId: 'recordEvent',
          summary: 'Record an event of a firearm',
          tags: ['Recording'],
          headers: recordHeaders,
          querystring: dryRun,
          params: firearmParams,
          body: entrySchema,
          response,
        },
      },
      (request, reply) => handle(request, reply, request.params.id),
    );
  };
