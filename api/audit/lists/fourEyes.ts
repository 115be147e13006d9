import { z } from 'zod';
import { fourEyesMeaning, fourEyesNames } from '../../../domain/audit/fourEyes.ts';
import { fourEyesPage } from '../../../projections/auditTrail/fourEyes.ts';
import { auditList, nameQuery } from '../auditList.ts';
import { periodOf, periodQuery } from '../period.ts';

/** What two persons should have done and one did (users-and-jobs 6, AUD: four-eyes breaches visible). */
export const fourEyes = auditList({
  name: 'four-eyes',
  operationId: 'getFourEyesBreaches',
  summary:
    'What wants a second person and was done by one: release, forfeiture, destruction, own records changed',
  description:
    'One person’s erasure and one person’s certificate of deactivation are refused. The other acts are recorded whoever does them; here they show.',
  member: 'breaches',
  query: {
    rule: z.enum(fourEyesNames as [string, ...string[]]).optional(),
    actorId: nameQuery.optional(),
    organisationId: nameQuery.optional(),
    ...periodQuery,
  },
  row: z
    .object({
      position: z.string(),
      rule: z.string(),
      meaning: z.string(),
      kind: z.string().nullable(),
      subjectId: z.string().nullable(),
      actorId: z.string(),
      role: z.string(),
      organisationId: z.string(),
      firstEventId: z.string(),
      firstType: z.string(),
      firstRecordedAt: z.string(),
      eventId: z.string(),
      type: z.string(),
      recordedAt: z.string(),
    })
    .meta({ id: 'FourEyesBreach' }),
  place: ['\\d{1,18}'],
  placeOf: ({ position }) => [position],
  page: async (deps, query, { after, limit }) => {
    const rows = await fourEyesPage(deps.sql, {
      ...(query['rule'] === undefined ? {} : { rule: query['rule'] }),
      ...(query['actorId'] === undefined ? {} : { actorId: query['actorId'] }),
      ...(query['organisationId'] === undefined ? {} : { organisationId: query['organisationId'] }),
      ...periodOf(deps, query),
      after: BigInt(after?.[0] ?? '0'),
      limit,
    });
    return rows.map((row) => ({
      position: String(row.position),
      rule: row.rule,
      meaning: fourEyesMeaning(row.rule),
      kind: row.kind,
      subjectId: row.subjectId,
      actorId: row.actorId,
      role: row.role,
      organisationId: row.organisationId,
      firstEventId: row.firstEventId,
      firstType: row.firstType,
      firstRecordedAt: row.firstRecordedAt.toISOString(),
      eventId: row.eventId,
      type: row.type,
      recordedAt: row.recordedAt.toISOString(),
    }));
  },
});
