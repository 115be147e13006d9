import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { startOfDate } from '../../domain/time/calendarDate.ts';
import { clockPage } from '../../projections/retentionCalendar/queries.ts';
import { purposeHeader } from './access.ts';
import type { HttpDeps } from './deps.ts';
import { dateQuery, knownAtOf, listQuery, nextAfter, placeIn, subjectForm } from './listing.ts';
import { policiesKnownAt } from './policies.ts';
import * as present from './present.ts';
import { awaitPosition } from './readModel.ts';
import { problems } from './schemas.ts';

const clockSchema = z
  .object({
    subjectKind: z.string(),
    subjectId: z.string(),
    cause: z.string(),
    startedBy: z.string(),
    clockFrom: z.string().meta({ description: 'day of destruction, from which the 30 years run' }),
    nominalEnd: z.string(),
    erasableFrom: z.string().meta({ description: 'first day on which personal data may be erased' }),
    erasableAt: z.string().meta({ description: 'the same as a moment: the beginning of that local day' }),
    stoppedBy: z
      .string()
      .nullable()
      .meta({ description: 'event that stops the clock: it turned up again, or came back' }),
    held: z
      .boolean()
      .meta({ description: 'a legal hold is in force: nothing is erased before it is lifted' }),
  })
  .meta({ id: 'RetentionClock' });

/** The retention calendar: what may be erased when (REQ-REC-08, REQ-REC-11). */
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
          summary: 'Clocks of retention in the order of the day from which erasure is lawful',
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
        await awaitPosition(deps, request, reply);
        const { until, stopped, cursor, limit } = request.query;
        const knownAt = knownAtOf(deps, request.query.knownAt);
        const after = placeIn(cursor, ['\\d{4}-\\d\\d-\\d\\d', subjectForm]);
        const rows = await clockPage(deps.sql, {
          knownAt,
          limit,
          policies: await policiesKnownAt(deps, knownAt),
          now: deps.record.clock.now(),
          stopped: stopped === 'true',
          ...(until === undefined ? {} : { until }),
          ...(after === undefined ? {} : { after: after as unknown as readonly [string, string] }),
        });
        return {
          knownAt,
          clocks: rows.map(({ zone, ...row }) => ({
            ...row,
            erasableAt: present.iso(startOfDate(row.erasableFrom, zone)),
          })),
          next: nextAfter(rows, limit, (row) => [row.erasableFrom, row.subjectId]),
        };
      },
    );
  };
