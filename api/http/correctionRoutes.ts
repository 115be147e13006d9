import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { recordChanges } from '../../projections/auditTrail/corrections.ts';
import { purposeHeader } from './access.ts';
import type { HttpDeps } from './deps.ts';
import { nextAfter, placeIn } from './listing.ts';
import { awaitPosition } from './readModel.ts';
import { pageQuery, problems } from './schemas.ts';

const changing = ['RecordCorrected', 'RecordAnnulled', 'RecordReinstated'] as const;
const hourMs = 3_600_000;

const changeSchema = z
  .object({
    position: z.string(),
    eventId: z.string(),
    type: z.string(),
    reason: z.string().nullable(),
    kind: z.string().nullable(),
    subjectId: z.string().nullable(),
    recordedAt: z.string(),
    actorId: z.string(),
    role: z.string(),
    organisationId: z.string(),
    targetEventId: z.string(),
    targetType: z.string().nullable(),
    targetRecordedAt: z.string().nullable(),
    targetActorId: z.string().nullable(),
    targetOrganisationId: z.string().nullable(),
    hoursSinceOriginal: z.number().nullable(),
    sameActor: z
      .boolean()
      .meta({ description: 'whoever recorded it changed it himself: no second pair of eyes' }),
  })
  .meta({ id: 'RecordChange' });

const name = z.string().regex(/^[\x21-\x7e]{1,100}$/);

/** Corrections and annulments by person and reason, with the time since the original (users-and-jobs 6, AUD). */
export const correctionRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    app.get(
      '/v1/audit/corrections',
      {
        config: { reads: 'audit corrections' },
        schema: {
          tags: ['Audit'],
          operationId: 'getCorrections',
          summary: 'Corrections, annulments and reinstatements with the record they change',
          headers: purposeHeader,
          querystring: z.strictObject({
            type: z.enum(changing).optional(),
            actorId: name.optional(),
            organisationId: name.optional(),
            reason: z
              .string()
              .regex(/^[A-Z_]{1,40}$/)
              .optional(),
            sameActor: z.enum(['true', 'false']).optional(),
            ...pageQuery,
          }),
          response: {
            200: z.object({ changes: z.array(changeSchema), next: z.string().nullable() }),
            ...problems(400, 403),
          },
        },
      },
      async (request, reply) => {
        await awaitPosition(deps, request, reply);
        const { type, actorId, organisationId, reason, sameActor, cursor, limit } = request.query;
        const rows = await recordChanges(deps.sql, {
          types: changing,
          after: BigInt(placeIn(cursor, ['\\d{1,18}'])?.[0] ?? '0'),
          limit,
          ...(type === undefined ? {} : { type }),
          ...(actorId === undefined ? {} : { actorId }),
          ...(organisationId === undefined ? {} : { organisationId }),
          ...(reason === undefined ? {} : { reason }),
          ...(sameActor === undefined ? {} : { sameActor: sameActor === 'true' }),
        });
        return {
          changes: rows.map((row) => ({
            ...row,
            position: String(row.position),
            recordedAt: row.recordedAt.toISOString(),
            targetRecordedAt: row.targetRecordedAt?.toISOString() ?? null,
            hoursSinceOriginal:
              row.targetRecordedAt === null
                ? null
                : Math.round(((row.recordedAt.getTime() - row.targetRecordedAt.getTime()) / hourMs) * 100) /
                  100,
            sameActor: row.targetActorId === row.actorId,
          })),
          next: nextAfter(rows, limit, (row) => [String(row.position)]),
        };
      },
    );
  };
