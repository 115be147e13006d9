import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { lists } from '../../projections/lists/projection.ts';
import { type RecoveryGroup, recoveryGroups, recoveryPage } from '../../projections/recoveries/queries.ts';
import { purposeHeader } from './access.ts';
import type { HttpDeps } from './deps.ts';
import { listQuery, nextAfter, placeIn, subjectForm, uuidForm } from './listing.ts';
import { awaitKnown } from './readModel.ts';
import { problems } from './schemas.ts';

const counts = z.record(z.string(), z.int());
const yearSchema = z
  .object({
    year: z.int(),
    recovered: z.int().meta({ description: 'firearms seized, found or surrendered in the year' }),
    established: z
      .int()
      .meta({ description: 'of these, with illicit origin or point of diversion traced or established' }),
    share: z.number().nullable().meta({ description: 'established / recovered: SDG 16.4.2' }),
    byAction: counts,
    byBasis: counts.meta({ description: 'REGISTER, TRACE, or NOT_ESTABLISHED' }),
    byType: counts,
    byMarks: counts,
  })
  .meta({ id: 'Indicator16-4-2' });

const year = z.coerce.number().int().min(1900).max(2200);
const years = {
  from: year.meta({ description: 'first year' }),
  to: year.meta({ description: 'last year' }),
};

const tally = (
  groups: ReadonlyArray<RecoveryGroup>,
  nameOf: (group: RecoveryGroup) => string,
): Record<string, number> => {
  const counted: Record<string, number> = {};
  for (const group of groups) counted[nameOf(group)] = (counted[nameOf(group)] ?? 0) + group.count;
  return counted;
};
const total = (groups: ReadonlyArray<RecoveryGroup>): number =>
  groups.reduce((sum, { count }) => sum + count, 0);

/** SDG 16.4.2 and the counts of PoA and ITI reports, as known on the day of any report (REQ-TRC-10). */
export const recoveryStatisticsRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    const common = { tags: ['Statistics'], headers: purposeHeader };
    app.get(
      '/v1/statistics/sdg-16-4-2',
      {
        config: { reads: 'statistics 16.4.2' },
        schema: {
          ...common,
          operationId: 'getIndicator1642',
          summary:
            'Share of seized, found or surrendered firearms whose illicit origin was traced or established',
          description:
            'A firearm counts once until it leaves the authority. Established: its lawful history is in this register, or another ' +
            'State answered our request about it in full. Give knownAt of a past report to get its numbers again.',
          querystring: z.strictObject({ ...years, knownAt: listQuery.knownAt }),
          response: {
            200: z.object({ knownAt: z.string(), years: z.array(yearSchema) }),
            ...problems(400, 403),
          },
        },
      },
      async (request, reply) => {
        const known = await awaitKnown(deps, request, reply, [lists]);
        const { from, to } = request.query;
        const knownAt = known.knownAt(request.query.knownAt);
        const groups = await recoveryGroups(deps.sql, { knownAt, from, to });
        return {
          knownAt,
          years: [...Map.groupBy(groups, (group) => group.year)].map(([each, ofYear]) => {
            const recovered = total(ofYear);
            const established = total(ofYear.filter(({ basis }) => basis !== null));
            return {
              year: each,
              recovered,
              established,
              share: recovered === 0 ? null : Math.round((established / recovered) * 10_000) / 10_000,
              byAction: tally(ofYear, ({ action }) => action),
              byBasis: tally(ofYear, ({ basis }) => basis ?? 'NOT_ESTABLISHED'),
              byType: tally(ofYear, ({ type }) => type ?? 'UNKNOWN'),
              byMarks: tally(ofYear, ({ markState }) => markState),
            };
          }),
        };
      },
    );

    app.get(
      '/v1/statistics/sdg-16-4-2/recoveries',
      {
        config: { reads: 'statistics 16.4.2 recoveries' },
        schema: {
          ...common,
          operationId: 'getIndicator1642Recoveries',
          summary: 'The recoveries behind the numbers of SDG 16.4.2',
          querystring: z.strictObject({ ...years, ...listQuery }),
          response: {
            200: z.object({
              knownAt: z.string(),
              recoveries: z.array(
                z.object({
                  firearmId: z.string(),
                  eventId: z.string(),
                  year: z.int(),
                  action: z.string(),
                  type: z.string().nullable(),
                  markState: z.string(),
                  basis: z.string().nullable(),
                }),
              ),
              next: z.string().nullable(),
            }),
            ...problems(400, 403),
          },
        },
      },
      async (request, reply) => {
        const known = await awaitKnown(deps, request, reply, [lists]);
        const { from, to, cursor, limit } = request.query;
        const knownAt = known.knownAt(request.query.knownAt);
        const after = placeIn(cursor, ['\\d{1,4}', subjectForm, uuidForm]);
        const rows = await recoveryPage(deps.sql, {
          knownAt,
          from,
          to,
          limit,
          ...(after === undefined ? {} : { after }),
        });
        return {
          knownAt,
          recoveries: rows.map((row) => ({ ...row })),
          next: nextAfter(rows, limit, (row) => [String(row.year), row.firearmId, row.eventId]),
        };
      },
    );
  };
