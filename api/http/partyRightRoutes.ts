import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { idPattern } from '../../domain/shared/ids.ts';
import { authorisationsOf } from '../../projections/erasure/queries.ts';
import { purposeHeader } from './access.ts';
import type { HttpDeps } from './deps.ts';
import * as present from './present.ts';
import { awaitPosition } from './readModel.ts';
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
        await awaitPosition(deps, request, reply);
        const { id } = request.params;
        const now = deps.record.clock.now();
        const validAt = present.queriedInstant(request.query.validAt, deps.zone, now);
        const knownAt = present.queriedInstant(request.query.knownAt, deps.zone, now);
        const ids = (await authorisationsOf(deps.sql, [id]))
          .filter(({ own }) => own)
          .map(({ authorisationId }) => authorisationId);
        const rights = await rightsOf(deps, ids, { validAt, knownAt });
        return {
          partyId: id,
          validAt: present.iso(validAt),
          knownAt: present.iso(knownAt),
          authorisations: rights.map((right) => ({
            ...right,
            categories: [...right.categories],
            subcategories: [...right.subcategories],
          })),
        };
      },
    );
  };
