import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { claimsOf, subjectsOf } from '../../domain/firearm/assertions.ts';
import { categoryHistory } from '../../domain/firearm/categoryHistory.ts';
import { firearmKind } from '../../domain/firearm/kind.ts';
import { purposeHeader } from './access.ts';
import type { AsOf } from './asKnown.ts';
import type { HttpDeps } from './deps.ts';
import * as present from './present.ts';
import { bitemporalQuery, boundarySchema, problems, subjectParams } from './schemas.ts';
import { mergedProblem, subjectHistory } from './subjectHistory.ts';

const basis = z.object({ eventId: z.string(), type: z.string(), streamVersion: z.int() });
const stated = { firearmId: z.string(), validAt: z.string(), knownAt: z.string(), streamVersion: z.int() };
const assertion = z.enum(['FACT', 'ALLEGATION', 'ASSESSMENT']);
const params = subjectParams(firearmKind) as z.ZodObject<{ id: z.ZodString }>;

const categoriesSchema = z
  .object({
    ...stated,
    categories: z.array(
      z.object({
        from: boundarySchema.meta({
          description: 'the day of the decision or certificate, not of its entry',
        }),
        category: z.string().nullable(),
        subcategory: z.string().nullable(),
        recordedAt: z.string(),
        basis,
      }),
    ),
    destroyedOn: z
      .string()
      .nullable()
      .meta({ description: 'the last day on which it may have been destroyed' }),
  })
  .meta({ id: 'CategoryHistory' });

const assertionsSchema = z
  .object({
    ...stated,
    claims: z.array(
      z.object({
        kind: z.string(),
        assertion,
        from: boundarySchema,
        basis,
        closed: z.object({ outcome: z.enum(['ESTABLISHED', 'WITHDRAWN']), basis }).nullable(),
      }),
    ),
    subjects: z.array(
      z.object({
        party: z.string(),
        category: z
          .enum(['HOLDER', 'SUSPECT', 'CONVICTED', 'VICTIM', 'OTHER'])
          .meta({ description: 'category of data subject (LED 6)' }),
        assertion,
        from: boundarySchema,
        basis,
      }),
    ),
  })
  .meta({ id: 'FirearmAssertions' });

/** Dated facts of one firearm beside its registry view: its categories, and what of it is alleged of whom. */
export const firearmFactRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    const asked = async (id: string, query: AsOf, url: string, reply: FastifyReply) => {
      const history = await subjectHistory(deps, firearmKind, id, query, reply);
      if (history.mergedInto !== undefined) {
        reply.header('location', url.replace(id, history.mergedInto));
        throw mergedProblem(history.mergedInto);
      }
      const steps = history.timeline.steps.filter(({ bounds }) => bounds.earliest <= history.validAt);
      return { stated: { firearmId: id, ...history.stated }, until: { ...history.timeline, steps } };
    };
    const schema = { tags: ['Firearms'], params, headers: purposeHeader, querystring: bitemporalQuery };
    const failing = problems(307, 400, 403, 404);

    app.get(
      '/v1/firearms/:id/categories',
      {
        config: { reads: 'categories' },
        schema: {
          ...schema,
          operationId: 'getCategories',
          summary: 'Categories of a firearm with the days from which they hold (Dir. 4(5)(d))',
          response: { 200: categoriesSchema, ...failing },
        },
      },
      async (request, reply) => {
        const { stated, until } = await asked(request.params.id, request.query, request.url, reply);
        return {
          ...stated,
          categories: categoryHistory(until).map(({ from, recordedAt, ...dated }) => ({
            ...dated,
            from: present.boundary(from),
            recordedAt: present.iso(recordedAt),
          })),
          destroyedOn: until.steps.at(-1)?.state.destroyedOn ?? null,
        };
      },
    );

    app.get(
      '/v1/firearms/:id/assertions',
      {
        config: {
          reads: 'assertions',
          purposes: ['INVESTIGATION', 'TRACING', 'AUDIT', 'DATA_PROTECTION'],
        },
        schema: {
          ...schema,
          operationId: 'getAssertions',
          summary:
            'What is alleged and what is established of a firearm, and as what persons are named with it',
          response: { 200: assertionsSchema, ...failing },
        },
      },
      async (request, reply) => {
        const { stated, until } = await asked(request.params.id, request.query, request.url, reply);
        return {
          ...stated,
          claims: claimsOf(until).map(({ from, closed, ...claim }) => ({
            ...claim,
            from: present.boundary(from),
            closed: closed ?? null,
          })),
          subjects: subjectsOf(until).map(({ from, ...subject }) => ({
            ...subject,
            from: present.boundary(from),
          })),
        };
      },
    );
  };
