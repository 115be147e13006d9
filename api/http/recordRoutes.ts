import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as E from 'fp-ts/lib/Either.js';
import type { StreamKind, StreamState } from '../../domain/stream/streamKind.ts';
import { streamKinds } from '../../domain/streamKinds.ts';
import { recordEvents } from '../../domain/usecases/recordEvents.ts';
import type { RecordRequest } from '../../domain/usecases/recording.ts';
import { callerOf } from './access.ts';
import type { HttpDeps } from './deps.ts';
import { entryOf } from './entries.ts';
import { handoverFault } from './handover.ts';
import * as present from './present.ts';
import { failureProblem } from './problem.ts';
import {
  dryRun,
  type Entry,
  entrySchemaOf,
  problems,
  receiptSchemaOf,
  recordHeaders,
  subjectParams,
  titled,
} from './schemas.ts';

/** Recording, alike for every kind of stream: the first event of a new subject, and the following ones. */
export const recordRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    const record = recordEvents(deps.record);

    const handle = async (
      kind: StreamKind<StreamState>,
      request: FastifyRequest,
      reply: FastifyReply,
      id: string | undefined,
    ) => {
      const caller = callerOf(request);
      const headers = request.headers as { readonly 'idempotency-key': string; readonly 'if-match'?: string };
      const entry = request.body as Entry;
      const dry = (request.query as { readonly dryRun?: string }).dryRun === 'true';
      const seen = headers['if-match'];
      const asked: RecordRequest = {
        subject: { kind: kind.name, ...(id === undefined ? {} : { id }) },
        idempotencyKey: headers['idempotency-key'],
        recordedBy: caller,
        entries: [entryOf(entry, deps.zone)],
        ...(seen === undefined ? {} : { expectedVersion: Number(seen.slice(1, -1)) }),
      };
      const handover = await handoverFault(deps, asked);
      if (handover !== undefined) throw handover;
      const outcome = await record(asked, { dryRun: dry })();
      if (E.isLeft(outcome)) throw failureProblem(outcome.left, caller.role);
      const { right: recorded } = outcome;
      if (recorded.idempotent) reply.header('idempotency-hit', 'true');
      if (recorded.position !== undefined) reply.header('ledger-position', String(recorded.position));
      reply.header('etag', `"${recorded.streamVersion}"`);
      reply.header('location', `/v1/${kind.plural}/${recorded.subject.id}`);
      reply.code(dry ? 200 : 201);
      return present.receipt(recorded, caller.role) as never;
    };

    for (const kind of streamKinds) {
      const receipt = receiptSchemaOf(kind);
      const schema = {
        tags: ['Recording'],
        headers: recordHeaders,
        querystring: dryRun,
        body: entrySchemaOf(kind),
        response: { 200: receipt, 201: receipt, ...problems(400, 403, 404, 409, 412, 413, 415, 422) },
      };
      app.post(
        `/v1/${kind.plural}/events`,
        {
          schema: {
            ...schema,
            operationId: `recordFirst${titled(kind.name)}Event`,
            summary: kind.alwaysExists
              ? 'Record an event of the ledger itself'
              : `Record the first event of a new ${kind.name}`,
          },
        },
        (request, reply) => handle(kind, request, reply, kind.alwaysExists ? '' : undefined),
      );
      if (kind.alwaysExists) continue;
      app.post(
        `/v1/${kind.plural}/:id/events`,
        {
          schema: {
            ...schema,
            operationId: `record${titled(kind.name)}Event`,
            summary: `Record an event of one ${kind.name}`,
            params: subjectParams(kind),
          },
        },
        (request, reply) =>
          handle(kind, request, reply, (request.params as unknown as { readonly id: string }).id),
      );
    }
  };
