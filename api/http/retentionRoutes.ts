import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { auditTrail } from '../../projections/auditTrail/projection.ts';
import { lists } from '../../projections/lists/projection.ts';
import { purposeHeader } from './access.ts';
import type { HttpDeps } from './deps.ts';
import { dateQuery, listQuery, nextAfter, placeIn, subjectForm } from './listing.ts';
import { awaitKnown } from './readModel.ts';
import { clockSchema, retentionCalendar } from './retentionCalendar.ts';
import { problems } from './schemas.ts';

/** The retention calendar: what may be erased when (REQ-REC-08, REQ-REC-11, REQ-TRC-02). */
export const retentionRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    app.get(
      '/v1/retention/due',
      {
        config: { reads: 'retention due' },
        schema: {
          tags: ['Lists'],
          operationId: 'getRetentionDue',
          summary:
            'Firearms, components and trace requests in the order of the day from which erasure is lawful, with rule and effect',
          headers: purposeHeader,
          querystring: z.strictObject({
            until: dateQuery.optional().meta({ description: 'erasable on this day or before' }),
            stopped: z
              .enum(['true', 'false'])
              .default('false')
              .meta({ description: 'true: those that are stopped and erase nothing' }),
            ...listQuery,
          }),
          response: {
            200: z.object({ knownAt: z.string(), clocks: z.array(clockSchema), next: z.string().nullable() }),
            ...problems(400, 403),
          },
        },
      },
      async (request, reply) => {
        const known = await awaitKnown(deps, request, reply, [lists, auditTrail]);
        const { until, stopped, cursor, limit } = request.query;
        const knownAt = known.knownAt(request.query.knownAt);
        const after = placeIn(cursor, ['\\d{4}-\\d\\d-\\d\\d', subjectForm]);
        const clocks = await retentionCalendar(deps, {
          knownAt,
          limit,
          stopped: stopped === 'true',
          ...(until === undefined ? {} : { until }),
          ...(after === undefined ? {} : { after: after as unknown as readonly [string, string] }),
        });
        return {
          knownAt,
          clocks: [...clocks],
          next: nextAfter(clocks, limit, (clock) => [clock.erasableFrom, clock.subjectId]),
        };
      },
    );
  };
