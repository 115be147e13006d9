import { z } from 'zod';
import { recordChanges } from '../../../projections/auditTrail/corrections.ts';
import { auditList, codeQuery, nameQuery } from '../auditList.ts';
import { periodOf, periodQuery } from '../period.ts';

const changing = ['RecordCorrected', 'RecordAnnulled', 'RecordReinstated'] as const;
const hourMs = 3_600_000;

/** Corrections and annulments by person, reason and category, with the time since the original (users-and-jobs 6, AUD). */
export const corrections = auditList({
  name: 'corrections',
  operationId: 'getCorrections',
  summary: 'Corrections, annulments and reinstatements with the record they change',
  member: 'changes',
  query: {
    type: z.enum(changing).optional(),
    actorId: nameQuery.optional(),
    organisationId: nameQuery.optional(),
    reason: codeQuery.optional(),
    category: z
      .enum(['A', 'B', 'C', 'LEGACY_D'])
      .optional()
      .meta({ description: 'category of the firearm as it stands' }),
    sameActor: z.enum(['true', 'false']).optional(),
    hoursSince: z
      .string()
      .regex(/^\d{1,7}$/)
      .optional()
      .meta({ description: 'at least so many hours after the original' }),
    ...periodQuery,
  },
  row: z
    .object({
      position: z.string(),
      eventId: z.string(),
      type: z.string(),
      reason: z.string().nullable(),
      kind: z.string().nullable(),
      subjectId: z.string().nullable(),
      category: z.string().nullable(),
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
    .meta({ id: 'RecordChange' }),
  place: ['\\d{1,18}'],
  placeOf: ({ position }) => [position],
  page: async (deps, query, { after, limit }) => {
    const { type, actorId, organisationId, reason, category, sameActor, hoursSince } = query;
    const rows = await recordChanges(deps.sql, {
      types: changing,
      after: BigInt(after?.[0] ?? '0'),
      limit,
      ...periodOf(deps, query),
      ...(type === undefined ? {} : { type }),
      ...(actorId === undefined ? {} : { actorId }),
      ...(organisationId === undefined ? {} : { organisationId }),
      ...(reason === undefined ? {} : { reason }),
      ...(category === undefined ? {} : { category }),
      ...(sameActor === undefined ? {} : { sameActor: sameActor === 'true' }),
      ...(hoursSince === undefined ? {} : { hoursSince: Number(hoursSince) }),
    });
    return rows.map((row) => ({
      ...row,
      position: String(row.position),
      recordedAt: row.recordedAt.toISOString(),
      targetRecordedAt: row.targetRecordedAt?.toISOString() ?? null,
      hoursSinceOriginal:
        row.targetRecordedAt === null
          ? null
          : Math.round(((row.recordedAt.getTime() - row.targetRecordedAt.getTime()) / hourMs) * 100) / 100,
      sameActor: row.targetActorId === row.actorId,
    }));
  },
});
