import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Role } from '../../domain/event/envelope.ts';
import { idPattern } from '../../domain/shared/ids.ts';
import { callerOf, purposeHeader } from './access.ts';
import type { HttpDeps } from './deps.ts';
import { planHash, planOf, systemNow, todayOf } from './erasurePlan.ts';
import { approveRun, type Protocol, proposeRun, protocolOf, runOf } from './erasureRun.ts';
import { dateQuery } from './listing.ts';
import { problem } from './problem.ts';
import { idempotencyKey, problems } from './schemas.ts';

const ids = z.array(z.string());
const planSchema = z
  .object({
    ruleId: z.string(),
    until: z.string(),
    planSha256: z.string().meta({ description: 'what the second person approves' }),
    parties: z.array(z.object({ partyId: z.string(), ruleId: z.string(), firearmIds: ids, subjectIds: ids })),
    traces: z
      .array(z.object({ traceId: z.string(), ruleId: z.string(), firearmIds: ids }))
      .meta({ description: 'trace requests that lose what they say of persons' }),
    kept: z
      .array(z.object({ partyId: z.string(), for: z.array(z.object({ reason: z.string(), subjects: ids })) }))
      .meta({ description: 'named by records that may be erased, and kept for what else must be kept' }),
    keptTraces: z.array(
      z.object({ traceId: z.string(), for: z.array(z.object({ reason: z.string(), subjects: ids })) }),
    ),
  })
  .meta({ id: 'ErasurePlan' });
const runSchema = z
  .object({
    runId: z.string(),
    status: z.enum(['PROPOSED', 'APPROVED', 'COMPLETED']).meta({
      description: 'APPROVED: broken off; approve again to go on',
    }),
    ruleId: z.string(),
    until: z.string(),
    parties: z.int(),
    firearms: z.int(),
    traces: z.int(),
    planSha256: z.string(),
    proposedBy: z.string(),
    approvedBy: z.string().nullable(),
    completedBy: z.string().nullable().meta({ description: 'the event that closed the protocol' }),
    erased: z.array(z.object({ partyId: z.string(), ruleId: z.string(), keyIds: ids, firearmIds: ids })),
    erasedTraces: z.array(
      z.object({ traceId: z.string(), ruleId: z.string(), keyIds: ids, firearmIds: ids }),
    ),
  })
  .meta({ id: 'ErasureRun' });

const shownRun = ({ run, erased, erasedTraces }: Protocol): z.infer<typeof runSchema> => ({
  ...run,
  status:
    run.completedBy !== undefined ? 'COMPLETED' : run.approvedBy !== undefined ? 'APPROVED' : 'PROPOSED',
  approvedBy: run.approvedBy ?? null,
  completedBy: run.completedBy ?? null,
  erased: erased.map(({ partyId, ruleId, keyIds, firearmIds }) => ({
    partyId,
    ruleId,
    keyIds: [...keyIds],
    firearmIds: [...firearmIds],
  })),
  erasedTraces: erasedTraces.map(({ traceId, ruleId, keyIds, firearmIds }) => ({
    traceId,
    ruleId,
    keyIds: [...keyIds],
    firearmIds: [...firearmIds],
  })),
});

const callerAs = (request: FastifyRequest, roles: ReadonlyArray<Role>) => {
  const caller = callerOf(request);
  if (!roles.includes(caller.role))
    throw problem(
      403,
      'ROLE_MAY_NOT_RECORD',
      'this role may not do this',
      `This is done by ${roles.join(', ')}; you act as ${caller.role}.`,
    );
  return caller;
};

const params = z.object({ runId: z.string().regex(new RegExp(idPattern.event), 'must be an event id') });
const reading = { purposes: ['DATA_PROTECTION', 'AUDIT', 'LICENSING'] } as const;

/** The run that erases: preview, proposal, approval by a second person, protocol (REQ-REC-11, REQ-DPR-06). */
export const erasureRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    const untilOf = (until: string | undefined): string => {
      const today = todayOf(deps);
      if (until !== undefined && until > today)
        throw problem(422, 'R70', 'the day has not come', 'Nothing is erased before its day.', {
          errors: [{ pointer: '/until', message: 'must not be in the future' }],
        });
      return until ?? today;
    };
    const until = dateQuery.optional().meta({ description: 'erasable on this day or before; default today' });

    app.get(
      '/v1/retention/preview',
      {
        config: { reads: 'erasure preview', ...reading },
        schema: {
          tags: ['Data protection'],
          operationId: 'previewErasure',
          summary: 'Whose data a run would erase today, and whose is kept for what',
          headers: purposeHeader,
          querystring: z.strictObject({ until }),
          response: { 200: planSchema, ...problems(400, 403, 422) },
        },
      },
      async (request) => {
        const plan = await planOf(deps, untilOf(request.query.until));
        return { ...plan, planSha256: planHash(deps, plan) } as never;
      },
    );

    app.post(
      '/v1/retention/runs',
      {
        schema: {
          tags: ['Data protection'],
          operationId: 'proposeErasure',
          summary: 'Propose to erase what the preview shows',
          headers: z.object({ 'idempotency-key': idempotencyKey }),
          body: z.strictObject({ until }),
          response: { 201: runSchema, ...problems(400, 403, 409, 413, 415, 422) },
        },
      },
      async (request, reply): Promise<never> => {
        const caller = callerAs(request, ['DPO', 'CLK']);
        const { runId } = await proposeRun(
          deps,
          caller,
          untilOf(request.body.until),
          request.headers['idempotency-key'],
        );
        const ledger = await systemNow(deps);
        reply.code(201).header('location', `/v1/retention/runs/${runId}`);
        return shownRun(await protocolOf(deps, ledger, runOf(ledger, runId))) as never;
      },
    );

    app.post(
      '/v1/retention/runs/:runId/approval',
      {
        schema: {
          tags: ['Data protection'],
          operationId: 'approveErasure',
          summary: 'Approve a proposed run as the second person: the keys are destroyed',
          description:
            'The plan is made again; where it is not the proposed one any more, nothing is erased. Every record concerned is asked ' +
            'once more for its period and its holds. There is no way back.',
          params,
          response: { 200: runSchema, ...problems(400, 403, 404, 409, 413, 415) },
        },
      },
      async (request) => {
        const caller = callerAs(request, ['DPO']);
        return shownRun(await approveRun(deps, caller, request.params.runId));
      },
    );

    app.get(
      '/v1/retention/runs/:runId',
      {
        config: { reads: 'erasure protocol', ...reading },
        schema: {
          tags: ['Data protection'],
          operationId: 'getErasureRun',
          summary: 'A run of erasure with its protocol: whose data, which keys, which records',
          params,
          headers: purposeHeader,
          response: { 200: runSchema, ...problems(400, 403, 404) },
        },
      },
      async (request) => {
        const ledger = await systemNow(deps);
        return shownRun(await protocolOf(deps, ledger, runOf(ledger, request.params.runId)));
      },
    );

    app.get(
      '/v1/retention/runs',
      {
        config: { reads: 'erasure runs', ...reading },
        schema: {
          tags: ['Data protection'],
          operationId: 'listErasureRuns',
          summary: 'Runs of erasure, the latest first',
          headers: purposeHeader,
          response: {
            200: z.object({ runs: z.array(runSchema.omit({ erased: true, erasedTraces: true })) }),
            ...problems(400, 403),
          },
        },
      },
      async () => {
        const { state } = await systemNow(deps);
        return {
          runs: state.erasureRuns.toReversed().map((run) => {
            const {
              erased: _parties,
              erasedTraces: _traces,
              ...shown
            } = shownRun({ run, erased: [], erasedTraces: [] });
            return shown;
          }),
        };
      },
    );
  };
