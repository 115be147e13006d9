import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as E from 'fp-ts/lib/Either.js';
import { z } from 'zod';
import type { HttpDeps } from './deps.ts';
import { logStatusSchema, shownLogStatus } from './logStatus.ts';

const readiness = z.object({
  ready: z.boolean(),
  faults: z.array(z.string()),
  warnings: z.array(z.string()).meta({
    description: 'what an operator must look at although the service goes on answering',
  }),
  database: z.object({ serverVersion: z.string(), settings: z.record(z.string(), z.string()) }),
  head: z.string(),
  transparencyLog: logStatusSchema.nullable(),
  readModels: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      position: z.string(),
      lag: z.string().meta({
        description:
          'how far its position is behind the end of the log: events where the log is in PostgreSQL, places of the log file on EventStoreDB',
      }),
      builtTo: z.string().optional(),
      failure: z.string().optional(),
    }),
  ),
});

/** Liveness, readiness and metrics: open, without any data of the register. */
export const operationRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    app.get(
      '/health/live',
      {
        config: { open: true },
        schema: {
          tags: ['Operation'],
          operationId: 'live',
          summary: 'The process answers',
          response: { 200: z.object({ live: z.literal(true) }) },
        },
      },
      async () => ({ live: true as const }),
    );
    app.get(
      '/health/ready',
      {
        config: { open: true },
        schema: {
          tags: ['Operation'],
          operationId: 'ready',
          summary: 'The ledger can record and answer',
          response: { 200: readiness, 503: readiness },
        },
      },
      async (_request, reply) => {
        const faults: string[] = [];
        const database = await deps.databaseFaults().catch(() => ({
          serverVersion: 'unknown',
          settings: {},
          faults: ['the database does not answer'],
        }));
        faults.push(...database.faults);
        const head = await deps.eventStore.head()();
        if (E.isLeft(head)) faults.push('the log does not answer');
        const last = E.isRight(head) ? head.right : 0n;
        const readModels = deps.readModels().map((model) => {
          const lag = last - model.position;
          if (model.status === 'FAILED')
            faults.push(`the read model ${model.name} stopped at position ${model.position}`);
          if (model.status === 'STARTING') faults.push(`the read model ${model.name} is not there yet`);
          if (model.status === 'BUILDING')
            faults.push(
              `the read model ${model.name} is being built: ${model.builtTo ?? 0n} of ${last} events`,
            );
          if (model.status === 'SUPERSEDED')
            faults.push(`a newer version of this program has taken over the read model ${model.name}`);
          return {
            name: model.name,
            status: model.status,
            position: String(model.position),
            lag: String(lag < 0n ? 0n : lag),
            ...(model.builtTo === undefined ? {} : { builtTo: String(model.builtTo) }),
            ...(model.failure === undefined ? {} : { failure: 'see the log of the server' }),
          };
        });
        const warning = deps.storeWarning();
        const ready = faults.length === 0;
        reply.code(ready ? 200 : 503);
        return {
          ready,
          faults,
          warnings: warning === undefined ? [] : [warning],
          database: { serverVersion: database.serverVersion, settings: { ...database.settings } },
          head: String(last),
          transparencyLog: await shownLogStatus(deps),
          readModels,
        };
      },
    );
    app.get('/metrics', { config: { open: true }, schema: { hide: true } }, async (_request, reply) => {
      const { contentType, text } = await deps.metrics();
      return reply.header('content-type', contentType).send(text);
    });
  };
