import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { streamKinds } from '../../domain/streamKinds.ts';
import type { PolicyPeriod } from '../../domain/system/policyInForce.ts';
import { startOfDate } from '../../domain/time/calendarDate.ts';
import { auditTrail } from '../../projections/auditTrail/projection.ts';
import { reportDelays } from '../../projections/auditTrail/reportDelays.ts';
import { purposeHeader } from './access.ts';
import type { HttpDeps } from './deps.ts';
import { dateQuery } from './listing.ts';
import { policiesKnownAt } from './policies.ts';
import * as present from './present.ts';
import { awaitKnown } from './readModel.ts';
import { problems } from './schemas.ts';

/** What is reported of the world; records about records have no delay. */
export const reported = [
  ...new Set(
    streamKinds.flatMap(({ definitions }) =>
      definitions.filter(({ aboutRecord }) => aboutRecord !== true).map(({ type }) => type),
    ),
  ),
];

export const deadlinesOf = ({ policy: { reportDeadline }, from, until }: PolicyPeriod) => [
  { role: 'DLR', period: reportDeadline.dealer, from, until },
  { role: 'MFR', period: reportDeadline.dealer, from, until },
  { role: 'BRK', period: reportDeadline.dealer, from, until },
  { role: 'HLD', period: reportDeadline.private, from, until },
];

const rounded = (hours: number | undefined): number => Math.round((hours ?? 0) * 100) / 100;

/** How late reports come (REQ-DLR-04): percentiles per organisation, not averages. */
export const reportDelayRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    app.get(
      '/v1/statistics/report-delays',
      {
        config: { reads: 'report delays' },
        schema: {
          tags: ['Statistics'],
          operationId: 'getReportDelays',
          summary: 'How long after the event it was reported, per organisation and role',
          description:
            'Counted from the latest moment at which the event can have happened; late by the policy that held then. Digitised records do not count.',
          headers: purposeHeader,
          querystring: z.strictObject({
            from: dateQuery.optional().meta({ description: 'recorded on this day or later' }),
            to: dateQuery.optional().meta({ description: 'recorded before this day' }),
            limit: z.coerce.number().int().min(1).max(1000).default(100),
          }),
          response: {
            200: z.object({
              organisations: z.array(
                z.object({
                  organisationId: z.string(),
                  role: z.string(),
                  reports: z.int(),
                  late: z.int().nullable().meta({ description: 'null: no deadline binds this role' }),
                  hours: z.object({ p50: z.number(), p90: z.number(), p99: z.number(), longest: z.number() }),
                }),
              ),
            }),
            ...problems(400, 403),
          },
        },
      },
      async (request, reply) => {
        const known = await awaitKnown(deps, request, reply, [auditTrail]);
        const { from, to, limit } = request.query;
        const startOf = (date: string): string => present.iso(startOfDate(date, deps.zone));
        const policies = await policiesKnownAt(deps, known.knownAt());
        const rows = await reportDelays(deps.sql, {
          from: from === undefined ? '-infinity' : startOf(from),
          to: to === undefined ? 'infinity' : startOf(to),
          deadlines: policies.flatMap(deadlinesOf),
          types: reported,
          limit,
        });
        return {
          organisations: rows.map(({ organisationId, role, reports, late, hours, longestHours }) => ({
            organisationId,
            role,
            reports,
            late,
            hours: {
              p50: rounded(hours[0]),
              p90: rounded(hours[1]),
              p99: rounded(hours[2]),
              longest: rounded(longestHours),
            },
          })),
        };
      },
    );
  };
