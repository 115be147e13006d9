import { z } from 'zod';
import { withoutHolderPage } from '../../../projections/chainOfCustody/withoutHolder.ts';
import { subjectForm, written } from '../../http/listing.ts';
import { auditList } from '../auditList.ts';

/** Firearms that nobody answers for (REQ-REC-12; users-and-jobs 6, completeness). */
export const withoutHolder = auditList({
  name: 'without-holder',
  operationId: 'getFirearmsWithoutHolder',
  summary: 'Firearms in the territory for which no responsible party is known',
  member: 'firearms',
  query: {},
  row: z
    .object({
      firearmId: z.string(),
      custody: z.string(),
      holderAbsent: z
        .string()
        .nullable()
        .meta({ description: 'why it is not known, where that is recorded' }),
      since: z.string().nullable(),
      basisEventId: z.string(),
      basisType: z.string(),
    })
    .meta({ id: 'FirearmWithoutHolder' }),
  place: [subjectForm],
  placeOf: ({ firearmId }) => [firearmId],
  page: async (deps, _query, { after, limit }) =>
    (await withoutHolderPage(deps.sql, { after: after?.[0] ?? '', limit })).map((row) => ({
      ...row,
      since: written(row.since),
    })),
});
