import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Difference } from '../../domain/firearm/transferMatching.ts';
import { idPattern } from '../../domain/shared/ids.ts';
import { overdueFrom } from '../../domain/tasks/due.ts';
import { movementPage } from '../../projections/crossBorder/queries.ts';
import { lists } from '../../projections/lists/projection.ts';
import { transferPage } from '../../projections/transferMatching/queries.ts';
import { purposeHeader } from './access.ts';
import type { HttpDeps } from './deps.ts';
import { dateQuery, listQuery, nextAfter, placeIn, subjectForm, uuidForm, written } from './listing.ts';
import { policiesKnownAt } from './policies.ts';
import { awaitKnown } from './readModel.ts';
import { problems } from './schemas.ts';

const transferSchema = z
  .object({
    firearmId: z.string(),
    eventId: z.string(),
    effectiveFrom: z.string().nullable(),
    recordedAt: z.string(),
    supplier: z.string().nullable(),
    acquirer: z.string().nullable(),
    transferKind: z.string(),
    reportingSide: z.string(),
    organisationId: z.string(),
    confirmation: z.string(),
    effective: z.boolean().meta({ description: 'false: recorded without effect, awaiting a decision' }),
    disputes: z.array(z.string()),
    dueOn: z.string().meta({ description: 'until when the other side reports' }),
    overdue: z.boolean(),
    otherEventId: z
      .string()
      .nullable()
      .meta({ description: 'the answer or the own report of the other side' }),
    otherType: z.string().nullable(),
    differences: z
      .array(z.object({ field: z.string(), reported: z.string(), other: z.string() }))
      .meta({ description: 'fields in which the two sides differ, side by side' }),
  })
  .meta({ id: 'MatchedTransfer' });
const movementSchema = z
  .object({
    firearmId: z.string(),
    direction: z.enum(['IN', 'OUT']),
    kind: z.string().nullable(),
    country: z.string().nullable(),
    licenceNo: z.string().nullable(),
    begunBy: z.string(),
    begunAt: z.string().nullable(),
    endedBy: z.string().nullable(),
    endedType: z.string().nullable(),
    endedAt: z.string().nullable(),
  })
  .meta({ id: 'Movement' });

/** Both reports of every transfer matched, and movements across the border. */
export const transferRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    app.get(
      '/v1/transfers',
      {
        config: { reads: 'transfers' },
        schema: {
          tags: ['Lists'],
          operationId: 'getTransfers',
          summary: 'Reported transfers, matched with what the other side says',
          headers: purposeHeader,
          querystring: z.strictObject({
            confirmation: z.enum(['PENDING', 'CONFIRMED', 'DISPUTED']).optional(),
            party: z.string().regex(new RegExp(idPattern.party)).optional(),
            differing: z.enum(['true', 'false']).optional(),
            dueBefore: dateQuery
              .optional()
              .meta({ description: 'the other report was due on a day before this one' }),
            ...listQuery,
          }),
          response: {
            200: z.object({
              knownAt: z.string(),
              transfers: z.array(transferSchema),
              next: z.string().nullable(),
            }),
            ...problems(400, 403),
          },
        },
      },
      async (request, reply) => {
        const known = await awaitKnown(deps, request, reply, [lists]);
        const { confirmation, party, differing, dueBefore, cursor, limit } = request.query;
        const knownAt = known.knownAt(request.query.knownAt);
        const after = placeIn(cursor, [subjectForm, uuidForm]);
        const rows = await transferPage(deps.sql, {
          knownAt,
          limit,
          policies: await policiesKnownAt(deps, knownAt),
          now: deps.record.clock.now(),
          zone: deps.zone,
          ...(confirmation === undefined ? {} : { confirmation }),
          ...(party === undefined ? {} : { party }),
          ...(differing === undefined ? {} : { differing: differing === 'true' }),
          ...(dueBefore === undefined ? {} : { dueBefore }),
          ...(after === undefined ? {} : { after: after as unknown as readonly [string, string] }),
        });
        const asOf = Date.parse(knownAt);
        return {
          knownAt,
          transfers: rows.map((row) => ({
            ...row,
            effectiveFrom: written(row.effectiveFrom),
            recordedAt: row.recordedAt.toISOString(),
            disputes: [...row.disputes],
            overdue:
              row.confirmation === 'PENDING' &&
              row.otherEventId === null &&
              overdueFrom(row.dueOn, deps.zone) <= asOf,
            differences: JSON.parse(row.differences) as Difference[],
          })),
          next: nextAfter(rows, limit, (row) => [row.firearmId, row.eventId]),
        };
      },
    );
    app.get(
      '/v1/movements',
      {
        config: { reads: 'movements' },
        schema: {
          tags: ['Lists'],
          operationId: 'getMovements',
          summary: 'Movements of firearms into the territory and out of it',
          headers: purposeHeader,
          querystring: z.strictObject({
            direction: z.enum(['IN', 'OUT']).optional(),
            open: z.enum(['true', 'false']).optional().meta({ description: 'true: still on the way' }),
            ...listQuery,
          }),
          response: {
            200: z.object({
              knownAt: z.string(),
              movements: z.array(movementSchema),
              next: z.string().nullable(),
            }),
            ...problems(400, 403),
          },
        },
      },
      async (request, reply) => {
        const known = await awaitKnown(deps, request, reply, [lists]);
        const { direction, open, cursor, limit } = request.query;
        const knownAt = known.knownAt(request.query.knownAt);
        const after = placeIn(cursor, [subjectForm, uuidForm]);
        const rows = await movementPage(deps.sql, {
          knownAt,
          limit,
          ...(direction === undefined ? {} : { direction }),
          ...(open === undefined ? {} : { open: open === 'true' }),
          ...(after === undefined ? {} : { after: after as unknown as readonly [string, string] }),
        });
        return {
          knownAt,
          movements: rows.map((row) => ({
            ...row,
            begunAt: written(row.begunAt),
            endedAt: written(row.endedAt),
          })),
          next: nextAfter(rows, limit, (row) => [row.firearmId, row.begunBy]),
        };
      },
    );
  };
