import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { lists } from '../../projections/lists/projection.ts';
import { alertPage } from '../../projections/openAlerts/queries.ts';
import { purposeHeader } from './access.ts';
import type { HttpDeps } from './deps.ts';
import { listQuery, nextAfter, placeIn, subjectForm, uuidForm, written } from './listing.ts';
import { awaitKnown } from './readModel.ts';
import { problems } from './schemas.ts';

const alertSchema = z
  .object({
    firearmId: z.string(),
    kind: z.string(),
    state: z.enum(['MISSING', 'RECOVERED', 'CLOSED']).meta({
      description: 'RECOVERED: it came back and the alert is still open, here and abroad',
    }),
    openedBy: z.string(),
    since: z.string().nullable(),
    windowFrom: z.string().nullable().meta({ description: 'from when on nobody can have had it lawfully' }),
    custody: z.string(),
    holder: z.string().nullable(),
    recoveredBy: z.string().nullable(),
    recoveredAt: z.string().nullable(),
    closedBy: z.string().nullable(),
    closedAt: z.string().nullable(),
  })
  .meta({ id: 'AlertEntry' });

/** Alerts of loss and theft (REQ-LST-02). */
export const alertListRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    app.get(
      '/v1/alerts',
      {
        config: { reads: 'alerts' },
        schema: {
          tags: ['Lists'],
          operationId: 'listAlerts',
          summary: 'Open alerts of loss and theft, with what became of the firearm',
          headers: purposeHeader,
          querystring: z.strictObject({
            kind: z.enum(['LOST', 'STOLEN', 'WANTED_EXHIBIT']).optional(),
            state: z
              .enum(['MISSING', 'RECOVERED', 'CLOSED'])
              .optional()
              .meta({ description: 'default: all that are open' }),
            ...listQuery,
          }),
          response: {
            200: z.object({ knownAt: z.string(), alerts: z.array(alertSchema), next: z.string().nullable() }),
            ...problems(400, 403),
          },
        },
      },
      async (request, reply) => {
        const known = await awaitKnown(deps, request, reply, [lists]);
        const { kind, state, cursor, limit } = request.query;
        const knownAt = known.knownAt(request.query.knownAt);
        const after = placeIn(cursor, [subjectForm, uuidForm]);
        const rows = await alertPage(deps.sql, {
          knownAt,
          limit,
          ...(kind === undefined ? {} : { kind }),
          ...(state === undefined ? {} : { state }),
          ...(after === undefined ? {} : { after: after as unknown as readonly [string, string] }),
        });
        return {
          knownAt,
          alerts: rows.map((row) => ({
            ...row,
            since: written(row.since),
            windowFrom: written(row.windowFrom),
            recoveredAt: written(row.recoveredAt),
            closedAt: written(row.closedAt),
          })),
          next: nextAfter(rows, limit, (row) => [row.firearmId, row.openedBy]),
        };
      },
    );
  };
