import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { certificateKey } from '../../projections/deactivationCertificates/list.ts';
import { certificatesWith } from '../../projections/deactivationCertificates/queries.ts';
import { lists } from '../../projections/lists/projection.ts';
import { safeText } from '../schema/zodOfShape.ts';
import { purposeHeader } from './access.ts';
import type { HttpDeps } from './deps.ts';
import { awaitKnown } from './readModel.ts';
import { bitemporalQuery, problems } from './schemas.ts';

const certificateSchema = z
  .object({
    firearmId: z.string(),
    certificateNo: z.string(),
    date: z.string(),
    entity: z.string().nullable(),
    organisationId: z.string(),
    certifiedBy: z.string(),
    valid: z.boolean(),
    revokedBy: z.string().nullable(),
  })
  .meta({ id: 'DeactivationCertificate' });

/** The record of deactivation certificates (2015/2403 art. 3(6); REQ-DEA-04). */
export const certificateRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    app.post(
      '/v1/certificates/lookup',
      {
        config: { reads: 'certificate lookup' },
        schema: {
          tags: ['Search'],
          operationId: 'lookUpCertificate',
          summary: 'Deactivation certificates by number',
          description: 'A number is unique for its issuing entity only: more than one may answer to it.',
          headers: purposeHeader,
          body: z.strictObject({
            certificateNo: safeText(64).meta({ examples: ['DC-2026-014'] }),
            entity: safeText(64).optional(),
            knownAt: bitemporalQuery.shape.knownAt,
          }),
          response: {
            200: z.object({ knownAt: z.string(), certificates: z.array(certificateSchema) }),
            ...problems(400, 403, 413, 415),
          },
        },
      },
      async (request, reply) => {
        const known = await awaitKnown(deps, request, reply, [lists]);
        const { certificateNo, entity } = request.body;
        const knownAt = known.knownAt(request.body.knownAt);
        const key = certificateKey(certificateNo);
        const rows = key === '' ? [] : await certificatesWith(deps.sql, key, knownAt);
        return {
          knownAt,
          certificates: rows
            .filter((row) => entity === undefined || row.entity === entity)
            .map((row) => ({ ...row, valid: row.revokedBy === null })),
        };
      },
    );

    app.post(
      '/v1/certificates/verify',
      {
        // Yes or no to a number that the asker has in hand; whose firearm it is, it does not tell.
        config: { reads: 'certificate verification', forOwners: true },
        schema: {
          tags: ['Search'],
          operationId: 'verifyCertificate',
          summary:
            'Whether a deactivation certificate with this number is in force: yes or no, for everybody',
          headers: purposeHeader,
          body: z.strictObject({
            certificateNo: safeText(64).meta({ examples: ['DC-2026-014'] }),
            entity: safeText(64).meta({ description: 'verifying entity as printed', examples: ['VE1'] }),
          }),
          response: {
            200: z.object({ knownAt: z.string(), genuine: z.boolean() }),
            ...problems(400, 403, 413, 415),
          },
        },
      },
      async (request, reply) => {
        const known = await awaitKnown(deps, request, reply, [lists]);
        const { certificateNo, entity } = request.body;
        const knownAt = known.knownAt();
        const key = certificateKey(certificateNo);
        const rows = key === '' ? [] : await certificatesWith(deps.sql, key, knownAt);
        return {
          knownAt,
          genuine: rows.some((row) => row.entity === entity && row.revokedBy === null),
        };
      },
    );
  };
