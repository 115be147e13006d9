import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { taskViewOf } from '../../domain/access/taskAccess.ts';
import { taskKinds } from '../../domain/tasks/catalogue.ts';
import { startOfDate } from '../../domain/time/calendarDate.ts';
import { lists } from '../../projections/lists/projection.ts';
import { taskDelays } from '../../projections/tasks/delays.ts';
import { callerOf, purposeHeader } from './access.ts';
import type { HttpDeps } from './deps.ts';
import { dateQuery, listQuery } from './listing.ts';
import { policiesKnownAt } from './policies.ts';
import * as present from './present.ts';
import { awaitKnown } from './readModel.ts';
import { problems } from './schemas.ts';

const rounded = (days: number | null | undefined): number | null =>
  days === null || days === undefined ? null : Math.round(days * 100) / 100;

/** Whether what the law asks was done in time: trace requests, notices, confirmations (ITI 18-19; users-and-jobs 6, AUD). */
export const taskDelayRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    app.get(
      '/v1/statistics/task-delays',
      {
        config: { reads: 'task delays' },
        schema: {
          tags: ['Statistics'],
          operationId: 'getTaskDelays',
          summary: 'Tasks done in time, done late, and open, by kind',
          description:
            'Each task is judged by its own deadline: the day that its request names or that was promised for it, otherwise the term of ' +
            'the policy. A question back stops the clock of a trace request.',
          headers: purposeHeader,
          querystring: z.strictObject({
            kind: z.enum(taskKinds as [string, ...string[]]).optional(),
            from: dateQuery.optional().meta({ description: 'opened on this day or later' }),
            to: dateQuery.optional().meta({ description: 'opened before this day' }),
            knownAt: listQuery.knownAt,
          }),
          response: {
            200: z.object({
              knownAt: z.string(),
              kinds: z.array(
                z.object({
                  kind: z.string(),
                  opened: z.int(),
                  doneInTime: z.int(),
                  doneLate: z.int(),
                  open: z.int(),
                  overdue: z.int(),
                  days: z.object({
                    p50: z.number().nullable(),
                    p90: z.number().nullable(),
                    longest: z.number().nullable(),
                  }),
                }),
              ),
            }),
            ...problems(400, 403),
          },
        },
      },
      async (request, reply) => {
        const known = await awaitKnown(deps, request, reply, [lists]);
        const { kind, from, to } = request.query;
        const knownAt = known.knownAt(request.query.knownAt);
        const policies = await policiesKnownAt(deps, knownAt);
        const startOf = (date: string): string => present.iso(startOfDate(date, deps.zone));
        const rows = await taskDelays(deps.sql, {
          knownAt,
          from: from === undefined ? '-infinity' : startOf(from),
          to: to === undefined ? 'infinity' : startOf(to),
          kinds: taskViewOf(callerOf(request), policies).kinds.filter(
            (each) => kind === undefined || each.kind === kind,
          ),
          policies,
          now: deps.record.clock.now(),
        });
        return {
          knownAt,
          kinds: rows.map(({ days, longestDays, ...row }) => ({
            ...row,
            days: {
              p50: rounded(days?.[0]),
              p90: rounded(days?.[1]),
              longest: rounded(longestDays),
            },
          })),
        };
      },
    );
  };
