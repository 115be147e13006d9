import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type HoldRecord, holdHistory } from '../../domain/system/holdHistory.ts';
import { auditTrail } from '../../projections/auditTrail/projection.ts';
import { ownHolds } from '../../projections/erasure/holds.ts';
import { purposeHeader } from './access.ts';
import type { HttpDeps } from './deps.ts';
import { systemNow, todayOf } from './erasurePlan.ts';
import * as present from './present.ts';
import { awaitPosition } from './readModel.ts';
import { problems } from './schemas.ts';

const ids = z.array(z.string());
const holdSchema = z
  .object({
    holdEventId: z.string(),
    inForce: z.boolean(),
    firearmIds: ids,
    componentIds: ids,
    partyIds: ids,
    caseRefs: ids,
    order: z.string().meta({ description: 'number of the order or decision' }),
    issuer: z.string(),
    orderDate: z.string().nullable(),
    placedBy: z.string(),
    placedByRole: z.string(),
    placedAt: z.string(),
    reviewOn: z
      .string()
      .nullable()
      .meta({ description: 'day on which somebody looks at it again; it ends only by being lifted' }),
    reviewOverdue: z.boolean(),
    liftedBy: z.string().nullable(),
    liftedAt: z.string().nullable(),
    liftedOn: z.string().nullable().meta({ description: 'number of the decision that ended it' }),
  })
  .meta({ id: 'LegalHold' });

const shown =
  (today: string) =>
  ({ holdEventId, placed, scope, ref, reviewOn, lifted }: HoldRecord): z.infer<typeof holdSchema> => ({
    holdEventId,
    inForce: lifted === undefined,
    firearmIds: [...(scope.firearmIds ?? [])],
    componentIds: [...(scope.componentIds ?? [])],
    partyIds: [...(scope.partyIds ?? [])],
    caseRefs: [...(scope.caseRefs ?? [])],
    order: ref.number,
    issuer: ref.issuer,
    orderDate: ref.date ?? null,
    placedBy: placed.metadata.recordedBy.actorId,
    placedByRole: placed.metadata.recordedBy.role,
    placedAt: present.iso(placed.recordedAt),
    reviewOn: reviewOn ?? null,
    reviewOverdue: lifted === undefined && reviewOn !== undefined && reviewOn < today,
    liftedBy: lifted?.metadata.recordedBy.actorId ?? null,
    liftedAt: lifted === undefined ? null : present.iso(lifted.recordedAt),
    liftedOn: lifted?.ref.number ?? null,
  });

/** Legal holds: what must not be erased, by whose order, since when and until when (Dir. 4(5) subpara 4; REQ-REC-11). */
export const holdRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    app.get(
      '/v1/retention/holds',
      {
        config: { reads: 'legal holds', purposes: ['DATA_PROTECTION', 'AUDIT', 'INVESTIGATION'] },
        schema: {
          tags: ['Data protection'],
          operationId: 'listLegalHolds',
          summary: 'Legal holds with who placed and who lifted them, the latest first',
          headers: purposeHeader,
          querystring: z.strictObject({ inForce: z.enum(['true', 'false']).optional() }),
          response: {
            200: z.object({
              holds: z.array(holdSchema),
              withOneSubject: z
                .array(
                  z.object({
                    holdEventId: z.string(),
                    kind: z.string(),
                    subjectId: z.string(),
                    placedBy: z.string(),
                    role: z.string(),
                    placedAt: z.string(),
                  }),
                )
                .meta({ description: 'placed with one firearm or component; its own events say more' }),
            }),
            ...problems(400, 403),
          },
        },
      },
      async (request, reply) => {
        await awaitPosition(deps, request, reply, [auditTrail]);
        const { inForce } = request.query;
        const { events } = await systemNow(deps);
        const own = await ownHolds(deps.sql);
        return {
          holds: holdHistory(events)
            .map(shown(todayOf(deps)))
            .filter((hold) => inForce === undefined || hold.inForce === (inForce === 'true')),
          withOneSubject: own.map((hold) => ({ ...hold, placedAt: hold.placedAt.toISOString() })),
        };
      },
    );
  };
