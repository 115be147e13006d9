import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { idPattern } from '../../domain/shared/ids.ts';
import { chainOfCustody } from '../../projections/chainOfCustody/projection.ts';
import { accessReview } from '../audit/accessReview.ts';
import { auditCsv } from '../audit/auditCsv.ts';
import type { AuditList } from '../audit/auditList.ts';
import { auditLists } from '../audit/catalogue.ts';
import { auditOverview } from '../audit/overview.ts';
import { periodQuery } from '../audit/period.ts';
import { purposeHeader } from './access.ts';
import type { HttpDeps } from './deps.ts';
import { nextAfter, placeIn } from './listing.ts';
import { awaitKnown, awaitPosition } from './readModel.ts';
import { pageQuery, problems } from './schemas.ts';

const registerList = (instance: FastifyInstance, deps: HttpDeps, list: AuditList): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>();
  app.get(
    `/v1/audit/${list.name}`,
    {
      config: { reads: `audit ${list.name}` },
      schema: {
        tags: ['Audit'],
        operationId: list.operationId,
        summary: list.summary,
        description:
          `${list.description ?? ''} JSON by pages; \`Accept: text/csv\` gives the whole list.`.trim(),
        headers: purposeHeader,
        querystring: z.strictObject({ ...list.query, ...pageQuery }),
        response: {
          200: {
            description: 'the list',
            content: {
              'application/json': {
                schema: z.object({ [list.member]: z.array(list.row), next: z.string().nullable() }),
              },
              'text/csv': { schema: z.string() },
            },
          },
          ...problems(400, 403),
        },
      },
    },
    async (request, reply): Promise<never> => {
      const auditDeps = { ...deps, known: await awaitKnown(deps, request, reply) };
      const { cursor, limit, ...query } = request.query as {
        readonly cursor?: string;
        readonly limit: number;
      } & Record<string, string | undefined>;
      reply.header('vary', 'Accept');
      const accept = request.headers.accept ?? '';
      if (accept.includes('text/csv') && !accept.includes('application/json'))
        return reply
          .header('content-type', 'text/csv; charset=utf-8; header=present')
          .header('content-disposition', `attachment; filename="${list.name}.csv"`)
          .send(Readable.from(auditCsv(list, auditDeps, query)) as never) as never;
      const after = placeIn(cursor, list.place);
      const rows = await list.page(auditDeps, query, { ...(after === undefined ? {} : { after }), limit });
      return { [list.member]: rows, next: nextAfter(rows, limit, list.placeOf) } as never;
    },
  );
};

const overviewLine = z
  .object({
    section: z.string(),
    name: z.string(),
    meaning: z.string(),
    count: z.int().nullable(),
    overdue: z.int().nullable(),
    href: z.string().meta({ description: 'where the events behind the number are' }),
  })
  .meta({ id: 'AuditOverviewLine' });

const reader = z
  .object({
    rank: z.int(),
    weight: z.number().meta({ description: '0: nothing unusual' }),
    actorId: z.string(),
    role: z.string(),
    organisationId: z.string(),
    reads: z.int(),
    subjects: z.int(),
    purposes: z.array(z.string()),
    busiestDay: z.string().nullable(),
    busiestSubjects: z.int(),
    usualSubjects: z.number().meta({ description: 'median of a day in this role' }),
    outOfHours: z.int().meta({ description: 'between 22 and 6 or on a Sunday, local time' }),
    repeatedSubject: z.string().nullable(),
    repeatedDays: z.int(),
    ownLookUps: z.int(),
    signals: z.array(
      z.object({ kind: z.string(), value: z.number(), usual: z.number(), weight: z.number() }),
    ),
  })
  .meta({ id: 'ReviewedReader' });
const reviewed = { 200: z.object({ readers: z.array(reader) }), ...problems(400, 403, 413, 415) };
const reviewAccess = { reads: 'access review', purposes: ['AUDIT', 'DATA_PROTECTION'] } as const;
const limit = z.coerce.number().int().min(1).max(1000).default(100);

/** Lists of the auditor, their overview, and the review of who read what (users-and-jobs 6, AUD and DPO). */
export const auditListRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    for (const list of auditLists) registerList(instance, deps, list);
    const app = instance.withTypeProvider<ZodTypeProvider>();
    app.get(
      '/v1/audit/overview',
      {
        config: { reads: 'audit overview', purposes: ['AUDIT'] },
        schema: {
          tags: ['Audit'],
          operationId: 'getAuditOverview',
          summary: 'Every list of the auditor with its count, and where the events behind it are',
          headers: purposeHeader,
          querystring: z.strictObject(periodQuery),
          response: { 200: z.object({ lines: z.array(overviewLine) }), ...problems(400, 403) },
        },
      },
      async (request, reply) => {
        const known = await awaitKnown(deps, request, reply);
        const { from, to } = request.query;
        return { lines: [...(await auditOverview({ ...deps, known }, { from, to }))] };
      },
    );
    app.get(
      '/v1/audit/access-review',
      {
        config: reviewAccess,
        schema: {
          tags: ['Audit'],
          operationId: 'getAccessReview',
          summary: 'Who read what, those with unusual volumes, hours or repetitions first',
          headers: purposeHeader,
          querystring: z.strictObject({ ...periodQuery, limit }),
          response: reviewed,
        },
      },
      async (request, reply) => {
        await awaitPosition(deps, request, reply, [chainOfCustody]);
        const { from, to, limit: most } = request.query;
        return { readers: await accessReview(deps, { from, to, own: [], limit: most }) };
      },
    );
    app.post(
      '/v1/audit/access-review',
      {
        config: reviewAccess,
        schema: {
          tags: ['Audit'],
          operationId: 'reviewOwnLookUps',
          summary: 'The same with look-ups of one’s own records, for officials whose party the auditor names',
          description:
            'The ledger does not know who an official is as a party. What is named here is used for this answer and kept nowhere; firearms that ' +
            'the party holds or held count as his.',
          headers: purposeHeader,
          body: z.strictObject({
            ...periodQuery,
            limit,
            own: z
              .array(
                z.strictObject({
                  actorId: z.string().regex(/^[\x21-\x7e]{1,100}$/),
                  partyId: z.string().regex(new RegExp(idPattern.party), 'must be a party id'),
                }),
              )
              .min(1)
              .max(1000),
          }),
          response: reviewed,
        },
      },
      async (request, reply) => {
        await awaitPosition(deps, request, reply, [chainOfCustody]);
        const { from, to, own, limit: most } = request.body;
        return { readers: await accessReview(deps, { from, to, own, limit: most }) };
      },
    );
  };
