import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { classifyFacts } from '../../domain/category/classify.ts';
import { type CategoryFacts, categoryFacts } from '../../domain/category/facts.ts';
import { zodOf } from '../schema/zodOfShape.ts';
import type { HttpDeps } from './deps.ts';
import { problems } from './schemas.ts';

const applying = { subcategory: z.string(), category: z.string() };
const reasons = z.array(
  z.object({ fact: z.string(), value: z.union([z.string(), z.number(), z.boolean()]), rule: z.string() }),
);
const answer = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('PROPOSED'),
      ...applying,
      applying: z.array(z.object(applying)),
      reasons,
    }),
    z.object({
      kind: z.literal('FACT_MISSING'),
      missing: z.array(z.string()),
      candidates: z.array(z.string()),
      category: z.string().nullable(),
    }),
    z.object({ kind: z.literal('NONE_APPLIES'), reasons }),
  ])
  .meta({
    id: 'CategoryProposal',
    description: 'A proposal with its reasons, or the facts that would decide. Never a decision.',
  });

/** Category by Annex I for stated facts (REQ-CAT-01). It reads nothing of the register. */
export const classificationRoutes =
  (_deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    app.post(
      '/v1/classification',
      {
        schema: {
          tags: ['Category'],
          operationId: 'classify',
          summary: 'Category and subcategory that follow from facts, with reasons',
          body: z.strictObject({ facts: zodOf(categoryFacts) }),
          response: { 200: answer, ...problems(400, 413, 415) },
        },
      },
      async (request): Promise<z.infer<typeof answer>> => {
        const derived = classifyFacts(request.body.facts as CategoryFacts);
        switch (derived.kind) {
          case 'PROPOSED':
            return {
              ...derived,
              applying: derived.applying.map((each) => ({ ...each })),
              reasons: derived.reasons.map((reason) => ({ ...reason })),
            };
          case 'FACT_MISSING':
            return {
              kind: derived.kind,
              missing: [...derived.missing],
              candidates: [...derived.candidates],
              category: derived.category ?? null,
            };
          case 'NONE_APPLIES':
            return { kind: derived.kind, reasons: derived.reasons.map((reason) => ({ ...reason })) };
        }
      },
    );
  };
