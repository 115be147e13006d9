import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { idPattern } from '../../domain/shared/ids.ts';
import { checkpointIn } from '../../domain/verification/broughtCheckpoint.ts';
import { logFaultKinds } from '../../domain/verification/fault.ts';
import { callerOf, purposeHeader } from './access.ts';
import type { HttpDeps } from './deps.ts';
import * as present from './present.ts';
import { presentVerification } from './presentVerification.ts';
import { problem } from './problem.ts';
import { problems } from './schemas.ts';
import type { VerificationJob } from './verificationPort.ts';

const logSchema = z.object({
  status: z.enum(['INTACT', 'FAULTY']),
  events: z.int(),
  leaves: z.int(),
  waiting: z.int().meta({ description: 'recorded a moment ago and not entered yet' }),
  checkpoints: z.int().meta({ description: 'checkpoints whose root was compared' }),
  signatures: z.int().meta({ description: 'checkpoints with the valid signature of a known key of the log' }),
  root: z.string(),
  faults: z.array(
    z.object({
      kind: z.enum(logFaultKinds),
      position: z.string().nullable(),
      leafIndex: z.int().nullable(),
      streamId: z.string().nullable(),
      revision: z.string().nullable(),
      detail: z.string(),
    }),
  ),
  further: z.int().meta({ description: 'faults beyond those listed' }),
});
const readModelSchema = z.object({
  name: z.string(),
  position: z.string().meta({ description: 'at which it was compared' }),
  rows: z.int(),
  status: z.enum(['EQUAL', 'FAULTY', 'NOT_COMPARED']),
  reason: z.string().nullable(),
  fault: z
    .object({
      kind: z.string(),
      differingParts: z
        .int()
        .nullable()
        .meta({ description: 'groups of rows that differ, of 4,096 a table' }),
      table: z.string().nullable(),
      key: z
        .record(z.string(), z.unknown())
        .nullable()
        .meta({ description: 'of the first row that differs' }),
      columns: z.array(z.string()),
    })
    .nullable(),
});
const jobSchema = z
  .object({
    id: z.string(),
    status: z.enum(['RUNNING', 'ENDED', 'BROKEN_OFF']),
    startedBy: z.string(),
    startedAt: z.string(),
    endedAt: z.string().nullable(),
    progress: z.object({ step: z.string(), position: z.string(), head: z.string() }).nullable(),
    outcome: z
      .enum(['CLEAN', 'FAULTY', 'INCOMPLETE'])
      .nullable()
      .meta({ description: 'INCOMPLETE: nothing found, and something could not be checked' }),
    log: logSchema.nullable(),
    readModels: z.array(readModelSchema),
  })
  .meta({ id: 'Verification' });

const shown = ({ result, progress, ...job }: VerificationJob) =>
  ({
    id: job.id,
    status: job.status,
    startedBy: job.startedBy,
    startedAt: present.iso(job.startedAt),
    endedAt: job.endedAt === undefined ? null : present.iso(job.endedAt),
    progress:
      progress === undefined
        ? null
        : { step: progress.step, position: String(progress.position), head: String(progress.head) },
    ...(result === undefined ? { outcome: null, log: null, readModels: [] } : presentVerification(result)),
  }) as z.infer<typeof jobSchema>;

const reads = { reads: 'verification', purposes: ['AUDIT'] } as const;

/** Prove that nothing was altered since the last audit: the log recomputed, every list folded anew (users-and-jobs 6, AUD). */
export const verificationRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    const jobs = () => {
      if (deps.verification === undefined)
        throw problem(
          503,
          'NOT_AVAILABLE_HERE',
          'not available here',
          'This process does not verify. Use another one, or the command line: ledger verify.',
        );
      return deps.verification;
    };
    app.post(
      '/v1/audit/verifications',
      {
        config: reads,
        schema: {
          tags: ['Audit'],
          operationId: 'startVerification',
          summary: 'Recompute the log and fold every read model anew, beside those that serve',
          description:
            'Answers at once; the outcome is at the address in Location. One verification runs at a time. It needs room for a second ' +
            'copy of the read models in the database.',
          headers: purposeHeader,
          body: z.strictObject({
            log: z.boolean().default(true),
            readModels: z
              .array(z.enum(deps.readModelNames as [string, ...string[]]))
              .optional()
              .meta({ description: 'default: all' }),
            checkpoint: z.string().max(20_000).optional().meta({
              description: 'a signed checkpoint from the last audit: the log must be its continuation',
            }),
          }),
          response: { 202: jobSchema, ...problems(400, 403, 409, 413, 415, 422) },
        },
      },
      async (request, reply) => {
        const { log, readModels, checkpoint } = request.body;
        const brought = checkpoint === undefined ? undefined : checkpointIn(checkpoint);
        if (checkpoint !== undefined && brought === undefined)
          throw problem(422, 'CHECKPOINT_UNREADABLE', 'no checkpoint', 'This text is no signed checkpoint.', {
            errors: [{ pointer: '/checkpoint', message: 'must be a signed note with a checkpoint' }],
          });
        const job = jobs().start({
          startedBy: callerOf(request).actorId,
          log,
          ...(readModels === undefined ? {} : { readModels }),
          ...(brought === undefined ? {} : { checkpoint: brought }),
        });
        if (job === undefined)
          throw problem(
            409,
            'VERIFICATION_UNDER_WAY',
            'a verification is under way',
            'One verification runs at a time. GET /v1/audit/verifications says how far it is.',
          );
        reply.code(202).header('location', `/v1/audit/verifications/${job.id}`);
        return shown(job);
      },
    );
    app.get(
      '/v1/audit/verifications/:verificationId',
      {
        config: reads,
        schema: {
          tags: ['Audit'],
          operationId: 'getVerification',
          summary: 'How far a verification is, and what it found',
          params: z.object({
            verificationId: z.string().regex(new RegExp(idPattern.event), 'must be the id of a verification'),
          }),
          headers: purposeHeader,
          response: { 200: jobSchema, ...problems(400, 403, 404) },
        },
      },
      async (request) => {
        const job = jobs().get(request.params.verificationId);
        if (job === undefined)
          throw problem(
            404,
            'R00',
            'unknown verification',
            'This process knows no such verification; outcomes are kept until it ends.',
          );
        return shown(job);
      },
    );
    app.get(
      '/v1/audit/verifications',
      {
        config: reads,
        schema: {
          tags: ['Audit'],
          operationId: 'listVerifications',
          summary: 'The last verifications of this process, the latest first',
          headers: purposeHeader,
          response: { 200: z.object({ verifications: z.array(jobSchema) }), ...problems(400, 403) },
        },
      },
      async () => ({ verifications: jobs().list().map(shown) }),
    );
  };
