import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { anomalyPage } from '../../projections/anomalies/queries.ts';
import { findingCounts } from '../../projections/currentRegistry/findings.ts';
import { currentRegistry } from '../../projections/currentRegistry/projection.ts';
import { registryPage } from '../../projections/currentRegistry/queries.ts';
import { lists } from '../../projections/lists/projection.ts';
import { purposeHeader } from './access.ts';
import type { HttpDeps } from './deps.ts';
import { listQuery, nextAfter, placeIn, subjectForm, uuidForm, written } from './listing.ts';
import { awaitKnown } from './readModel.ts';
import { bitemporalQuery, problems } from './schemas.ts';

const anomalyKinds = [
  'UNEXPECTED_PLACE',
  'IDENTITY_CONFLICT',
  'ARRIVED_UNDER_ALERT',
  'LIMIT_EXCEEDED',
  'INCONSISTENT',
  'DISPUTED',
] as const;

const anomalySchema = z
  .object({
    subjectKind: z.string(),
    subjectId: z.string(),
    kind: z.string(),
    eventId: z.string(),
    eventType: z.string(),
    code: z
      .string()
      .nullable()
      .meta({ description: 'status in which the event was met, or why it has no effect' }),
    since: z.string().nullable(),
  })
  .meta({ id: 'Anomaly' });

/** What is incomplete, and what does not fit. */
export const qualityRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    app.get(
      '/v1/data-quality',
      {
        config: { reads: 'data quality' },
        schema: {
          tags: ['Lists'],
          operationId: 'getDataQuality',
          summary: 'Findings of data quality: counts by code, and the firearms with a finding',
          headers: purposeHeader,
          querystring: z.strictObject({
            ...bitemporalQuery.shape,
            ...listQuery,
            finding: z
              .string()
              .regex(/^[A-Z0-9_]{1,60}$/)
              .optional()
              .meta({ description: 'lists the firearms with this finding', examples: ['CALIBRE_UNKNOWN'] }),
          }),
          response: {
            200: z.object({
              validAt: z.string(),
              knownAt: z.string(),
              counts: z.array(z.object({ finding: z.string(), firearms: z.int() })),
              firearms: z.array(
                z.object({
                  firearmId: z.string(),
                  custody: z.string(),
                  holder: z.string().nullable(),
                  findings: z.array(z.string()),
                }),
              ),
              next: z.string().nullable(),
            }),
            ...problems(400, 403),
          },
        },
      },
      async (request, reply) => {
        const known = await awaitKnown(deps, request, reply, [currentRegistry, lists]);
        const { finding, cursor, limit } = request.query;
        const validAt = known.validAt(request.query.validAt);
        const knownAt = known.knownAt(request.query.knownAt);
        const after = placeIn(cursor, [subjectForm])?.[0];
        const rows =
          finding === undefined
            ? []
            : await registryPage(deps.sql, {
                validAt,
                knownAt,
                finding,
                limit,
                ...(after === undefined ? {} : { after }),
              });
        return {
          validAt,
          knownAt,
          counts: [...(await findingCounts(deps.sql, validAt, knownAt))],
          firearms: rows.map(({ firearmId, custody, holder, findings }) => ({
            firearmId,
            custody,
            holder,
            findings: [...findings],
          })),
          next: nextAfter(rows, limit, (row) => [row.firearmId]),
        };
      },
    );
    app.get(
      '/v1/anomalies',
      {
        config: { reads: 'anomalies' },
        schema: {
          tags: ['Lists'],
          operationId: 'getAnomalies',
          summary: 'Events that do not fit: unexpected places, conflicts of identity, records without effect',
          headers: purposeHeader,
          querystring: z.strictObject({ kind: z.enum(anomalyKinds).optional(), ...listQuery }),
          response: {
            200: z.object({
              knownAt: z.string(),
              anomalies: z.array(anomalySchema),
              next: z.string().nullable(),
            }),
            ...problems(400, 403),
          },
        },
      },
      async (request, reply) => {
        const known = await awaitKnown(deps, request, reply, [lists]);
        const { kind, cursor, limit } = request.query;
        const knownAt = known.knownAt(request.query.knownAt);
        const after = placeIn(cursor, [subjectForm, uuidForm, '[A-Z_]{1,40}']);
        const rows = await anomalyPage(deps.sql, {
          knownAt,
          limit,
          ...(kind === undefined ? {} : { kind }),
          ...(after === undefined ? {} : { after: after as unknown as readonly [string, string, string] }),
        });
        return {
          knownAt,
          anomalies: rows.map((row) => ({ ...row, since: written(row.since) })),
          next: nextAfter(rows, limit, (row) => [row.subjectId, row.eventId, row.kind]),
        };
      },
    );
  };
