import { z } from 'zod';
import { changeCounts } from '../../../projections/auditTrail/correctionCounts.ts';
import { auditList } from '../auditList.ts';
import { periodOf, periodQuery } from '../period.ts';

/** Who corrects how much and how late: where a heavy corrector shows (users-and-jobs 6 and 7). */
export const correctionCounts = auditList({
  name: 'correction-counts',
  operationId: 'getCorrectionCounts',
  summary:
    'Corrections and annulments by person, type and reason, with percentiles of the time since the original',
  member: 'persons',
  query: periodQuery,
  row: z
    .object({
      organisationId: z.string(),
      actorId: z.string(),
      type: z.string(),
      reason: z.string(),
      changes: z.int(),
      ownRecords: z.int().meta({ description: 'changes of what the same person had recorded' }),
      hoursP50: z.number(),
      hoursP90: z.number(),
      hoursLongest: z.number(),
    })
    .meta({ id: 'CorrectionCount' }),
  place: ['[^|]{1,200}', '[^|]{1,200}', '[A-Za-z]{1,60}', '[A-Z_]{0,60}'],
  placeOf: ({ organisationId, actorId, type, reason }) => [organisationId, actorId, type, reason],
  page: async (deps, query, { after, limit }) =>
    (
      await changeCounts(deps.sql, {
        ...periodOf(deps, query),
        ...(after === undefined ? {} : { after }),
        limit,
      })
    ).map(({ hours, ...row }) => ({
      ...row,
      hoursP50: Math.round((hours?.[0] ?? 0) * 100) / 100,
      hoursP90: Math.round((hours?.[1] ?? 0) * 100) / 100,
      hoursLongest: Math.round((hours?.[2] ?? 0) * 100) / 100,
    })),
});
