import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { identityConflicts } from '../../projections/identityConflicts/projection.ts';
import { equalPairs, openConflicts } from '../../projections/identityConflicts/queries.ts';
import { safeText } from '../schema/zodOfShape.ts';
import { purposeHeader } from './access.ts';
import type { HttpDeps } from './deps.ts';
import { awaitPosition } from './readModel.ts';
import { problems } from './schemas.ts';

const pairSchema = z
  .object({
    firearmIds: z.array(z.string()),
    reasons: z.array(z.object({ attribute: z.string(), agreement: z.string() })),
  })
  .meta({
    id: 'EqualPair',
    description: 'Two firearms that agree in maker, model, calibre, serial and year.',
  });

/** Tasks of the registry: records that may be of one firearm (HC-07). Nothing is refused for it. */
export const identityConflictRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    // A page goes on after a firearm's mark, which must not stand in a URL: it is asked for by body.
    const paged = z.strictObject({
      limit: z.int().min(1).max(1000).default(100),
      after: safeText(400).optional().meta({ description: '`next` of the page before' }),
    });
    app.post(
      '/v1/search/identity-conflicts',
      {
        config: { reads: 'identity conflicts' },
        schema: {
          tags: ['Lists'],
          operationId: 'findIdentityConflicts',
          summary: 'Conflicts of identity that are open, and pairs of records that raise one',
          headers: purposeHeader,
          body: paged,
          response: {
            200: z.object({
              open: z.array(
                z.object({
                  firearmIds: z.array(z.string()),
                  basis: z.string().nullable(),
                  since: z.string(),
                }),
              ),
              pairs: z.array(pairSchema),
              next: z.string().nullable(),
            }),
            ...problems(400, 403, 413, 415),
          },
        },
      },
      async (request, reply) => {
        await awaitPosition(deps, request, reply, [identityConflicts]);
        const { limit, after } = request.body;
        const [open, { pairs, next }] = await Promise.all([
          // Conflicts that somebody opened are few; they stand on the first page.
          after === undefined ? openConflicts(deps.sql, '', 1000) : [],
          equalPairs(deps.sql, after ?? '', limit),
        ]);
        return {
          open: open.map(({ firearmIds, basis, since }) => ({
            firearmIds: [...firearmIds],
            basis,
            since: since.toISOString(),
          })),
          pairs: pairs.map(({ firearmIds, reasons }) => ({
            firearmIds: [...firearmIds],
            reasons: reasons.map((reason) => ({ ...reason })),
          })),
          next,
        };
      },
    );
  };
