import { z } from 'zod';
import { lateReportPage } from '../../../projections/auditTrail/lateReports.ts';
import { policiesKnownAt } from '../../http/policies.ts';
import { deadlinesOf, reported } from '../../http/reportDelayRoutes.ts';
import { auditList, nameQuery } from '../auditList.ts';
import { periodOf, periodQuery } from '../period.ts';

/** The reports behind the numbers of `/v1/statistics/report-delays` (REQ-DLR-04). */
export const lateReports = auditList({
  name: 'late-reports',
  operationId: 'getLateReports',
  summary: 'Reports that came after the deadline of their day, with the hours beyond it',
  member: 'reports',
  query: { organisationId: nameQuery.optional(), ...periodQuery },
  row: z
    .object({
      position: z.string(),
      eventId: z.string(),
      type: z.string(),
      kind: z.string().nullable(),
      subjectId: z.string().nullable(),
      organisationId: z.string(),
      role: z.string(),
      happenedBy: z.string().meta({ description: 'latest moment at which it can have happened' }),
      recordedAt: z.string(),
      hoursLate: z.number(),
    })
    .meta({ id: 'LateReport' }),
  place: ['\\d{1,18}'],
  placeOf: ({ position }) => [position],
  page: async (deps, query, { after, limit }) => {
    const policies = await policiesKnownAt(deps, deps.known.knownAt());
    const rows = await lateReportPage(deps.sql, {
      ...(query['organisationId'] === undefined ? {} : { organisationId: query['organisationId'] }),
      ...periodOf(deps, query),
      deadlines: policies.flatMap(deadlinesOf),
      types: reported,
      after: BigInt(after?.[0] ?? '0'),
      limit,
    });
    return rows.map((row) => ({
      ...row,
      position: String(row.position),
      happenedBy: row.happenedBy.toISOString(),
      recordedAt: row.recordedAt.toISOString(),
      hoursLate: Math.round(row.hoursLate * 100) / 100,
    }));
  },
});
