import { z } from 'zod';
import { accessCounts } from '../../../projections/accessLog/statistics.ts';
import { auditList } from '../auditList.ts';
import { periodOf, periodQuery } from '../period.ts';

/** How often was read what for, without naming persons (users-and-jobs 6, DPO: access statistics and purposes). */
export const accessStatistics = auditList({
  name: 'access-statistics',
  operationId: 'getAccessStatistics',
  summary: 'Reads by organisation, role, purpose, regime and operation',
  member: 'counts',
  query: periodQuery,
  row: z
    .object({
      organisationId: z.string(),
      role: z.string(),
      purpose: z.string(),
      regime: z.string(),
      operation: z.string(),
      reads: z.int(),
      readers: z.int(),
      subjects: z.int(),
    })
    .meta({ id: 'AccessCount' }),
  place: ['[^|]{1,200}', '[^|]{1,10}', '[^|]{1,40}', '[^|]{1,10}', '[^|]{1,100}'],
  placeOf: ({ organisationId, role, purpose, regime, operation }) => [
    organisationId,
    role,
    purpose,
    regime,
    operation,
  ],
  page: async (deps, query, { after, limit }) =>
    (
      await accessCounts(deps.sql, {
        ...periodOf(deps, query),
        ...(after === undefined ? {} : { after }),
        limit,
      })
    ).map((row) => ({ ...row })),
});
