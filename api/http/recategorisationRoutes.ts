import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type LawChange, lawChangeFault } from '../../domain/firearm/changeByLaw.ts';
import {
  lawChangeSchema,
  type RecategorisationLine,
  type RecategorisationOptions,
  RecategorisationStopped,
  recategorise,
} from '../recategorisation/recategorise.ts';
import { createRecategorisationSummary } from '../recategorisation/summary.ts';
import { callerOf, purposeHeader } from './access.ts';
import type { HttpDeps } from './deps.ts';
import { problem } from './problem.ts';
import { awaitPosition } from './readModel.ts';
import { problems } from './schemas.ts';

const lineSchema = z
  .object({
    firearmId: z.string(),
    outcome: z.enum(['RECORDED', 'WOULD_BE_RECORDED', 'ALREADY_RECORDED', 'LEFT', 'UNDECIDED', 'REFUSED']),
    because: z.string().optional(),
    missing: z.array(z.string()).optional(),
    from: z.unknown().optional(),
    to: z.object({ category: z.string(), subcategory: z.string() }).optional(),
    eventId: z.string().optional(),
    disputes: z.array(z.string()).optional(),
    holder: z.string().optional(),
    holderLosesRight: z.boolean().optional(),
  })
  .meta({ id: 'RecategorisationLine' });
const summarySchema = z
  .object({
    firearms: z.int(),
    outcomes: z.record(z.string(), z.int()),
    reasons: z.record(z.string(), z.int()),
    examples: z.array(lineSchema),
    holdersWithoutRight: z.object({ count: z.int(), listed: z.array(z.string()) }),
  })
  .meta({ id: 'RecategorisationSummary' });

const checkedAct = (request: FastifyRequest, act: LawChange): RecategorisationOptions['recordedBy'] => {
  const caller = callerOf(request);
  if (caller.role !== 'CLK')
    throw problem(403, 'ROLE_MAY_NOT_RECORD', 'role may not record', 'Only the registry does this.');
  const fault = lawChangeFault(act);
  if (fault !== undefined)
    throw problem(400, 'INVALID_REQUEST', 'invalid request', fault.detail, {
      errors: [{ pointer: `/act${fault.pointer}`, message: fault.detail }],
    });
  return caller;
};

/** Changes of category by law, for all firearms that an act concerns (HC-22). */
export const recategorisationRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    const config = { reads: 'recategorisation', purposes: ['LICENSING' as const] };
    app.post(
      '/v1/recategorisations/preview',
      {
        config,
        schema: {
          tags: ['Recording'],
          operationId: 'previewRecategorisation',
          summary: 'What an act that changes categories would do',
          description:
            'Decides for every firearm that the act concerns and records nothing: how many, what keeps some from it, examples, and ' +
            'the parties that would hold a firearm without a right to its new category.',
          headers: purposeHeader,
          body: z.strictObject({ act: lawChangeSchema }),
          response: { 200: summarySchema, ...problems(400, 403, 413, 415) },
        },
      },
      async (request, reply): Promise<never> => {
        const act = request.body.act as LawChange;
        const recordedBy = checkedAct(request, act);
        await awaitPosition(deps, request, reply);
        const summary = createRecategorisationSummary();
        try {
          for await (const lines of recategorise(deps, act, { dryRun: true, recordedBy })) summary.add(lines);
        } catch (error) {
          throw error instanceof RecategorisationStopped
            ? problem(503, 'STORE_UNAVAILABLE', 'the ledger cannot be reached', 'Repeat the request later.')
            : error;
        }
        return summary.summary() as never;
      },
    );
    app.post(
      '/v1/recategorisations',
      {
        config,
        schema: {
          tags: ['Recording'],
          operationId: 'recategorise',
          summary: 'Record a change of category by law for all firearms that it concerns',
          description:
            'Answers with a line a firearm while it works and the summary as the last line; a last line with `stopped` says that it ' +
            'ended early. Sent again with the same act it goes on, and records nothing twice. Ask for the preview first.',
          headers: purposeHeader,
          body: z.strictObject({
            act: lawChangeSchema,
            confirm: z.literal(true).meta({ description: 'that the preview was seen and is wanted' }),
          }),
          response: {
            200: {
              description: 'NDJSON: a RecategorisationLine a line, then {summary}',
              content: { 'application/x-ndjson': { schema: z.string() } },
            },
            ...problems(400, 403, 413, 415),
          },
        },
      },
      async (request, reply): Promise<never> => {
        const act = request.body.act as LawChange;
        const recordedBy = checkedAct(request, act);
        await awaitPosition(deps, request, reply);
        const summary = createRecategorisationSummary();
        const written = (value: unknown): string => `${JSON.stringify(value)}\n`;
        const answer = async function* (): AsyncGenerator<string> {
          try {
            for await (const lines of recategorise(deps, act, { dryRun: false, recordedBy })) {
              summary.add(lines);
              yield lines.map((line: RecategorisationLine) => written(line)).join('');
            }
            yield written({ summary: summary.summary() });
          } catch (error) {
            // The status is sent already; what was recorded stays.
            request.log.error({ error }, 'a recategorisation stopped');
            yield written({ stopped: 'Send the same act again to go on.', summary: summary.summary() });
          }
        };
        reply.header('content-type', 'application/x-ndjson; charset=utf-8');
        return reply.send(Readable.from(answer()) as never) as never;
      },
    );
  };
