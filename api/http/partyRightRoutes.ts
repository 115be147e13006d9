import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { idPattern } from '../../domain/shared/ids.ts';
import { authorisationsOf } from '../../projections/erasure/queries.ts';
import { lists } from '../../projections/lists/projection.ts';
import { purposeHeader } from './access.ts';
import type { HttpDeps } from './deps.ts';
import { awaitKnown } from './readModel.ts';
import { rightSchema, rightsOf } from './rightsOf.ts';
import { bitemporalQuery, problems } from './schemas.ts';

/** Licences, permits, passes and applications of a party; a dealer or holder reads his own (users-and-jobs 6, HLD). */
export const partyRightRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    app.get(
      '/v1/parties/:id/authorisations',
      {
        config: { reads: 'authorisations of a party', forOwners: 'SUBJECT' },
        schema: {
          tags: ['Parties'],
          operationId: 'getPartyAuthorisations',
          summary: 'Licences, permits, passes and applications of a party at validAt, as known at knownAt',
          params: z.object({ id: z.string().regex(new RegExp(idPattern.party), 'must be a party id') }),
          headers: purposeHeader,
          querystring: bitemporalQuery,
          response: {
            200: z.object({
              partyId: z.string(),
              validAt: z.string(),
              knownAt: z.string(),
              authorisations: z.array(rightSchema),
            }),
            ...problems(400, 403),
          },
        },
      },
      async (request, reply) => {
        const known = await awaitKnown(deps, request, reply, [lists]);
        const { id } = request.params;
        const times = known.moments(request.query);
        const ids = (await authorisationsOf(deps.sql, [id]))
          .filter(({ own }) => own)
          .map(({ authorisationId }) => authorisationId);
        const rights = await rightsOf(deps, ids, {
          validAt: Date.parse(times.validAt),
          knownAt: Date.parse(times.knownAt),
        });
        return {
          partyId: id,
          ...times,
          authorisations: rights.map((right) => ({
            ...right,
            categories: [...right.categories],
            subcategories: [...right.subcategories],
          })),
        };
      },
    );
  };
