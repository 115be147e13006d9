import { z } from 'zod';
import type { HttpDeps } from './deps.ts';

export const logStatusSchema = z
  .object({
    origin: z.string(),
    size: z.int(),
    signedSize: z.int().nullable(),
    signedAt: z.string().nullable(),
    checkpointAgeSeconds: z.number().nullable(),
    sequencer: z.string().meta({ description: 'RUNNING, FAILED, or NOT_STARTED' }),
    signer: z.string().meta({ description: 'SIGNING, REFUSED, or NOT_STARTED: no process has a key' }),
    publishedSize: z.int().nullable(),
    unpublishedSeconds: z.number().meta({
      description:
        'age of the oldest signed head that is not published; above 0 where the quorum of the witnesses is not reached',
    }),
    witnesses: z.array(
      z.object({
        name: z.string(),
        status: z
          .string()
          .meta({ description: 'COSIGNED, NO_ANSWER, REFUSED, or, as alarms, INCONSISTENT and AHEAD' }),
        size: z.int().meta({ description: 'of the last checkpoint that it cosigned' }),
        since: z.string(),
      }),
    ),
    warnings: z.array(z.string()),
  })
  .meta({
    description:
      'the transparency log; a log that stands still does not make the service unready, because a register that answers nobody helps nobody',
  });

const warningOf = { SEQUENCER: 'the transparency log stopped', SIGNER: 'the signer refuses' } as const;

/** How the transparency log is, for readiness; null where the database does not say. */
export const shownLogStatus = async (deps: HttpDeps): Promise<z.infer<typeof logStatusSchema> | null> => {
  const status = await deps.transparencyLog.status().catch(() => undefined);
  if (status === undefined) return null;
  const { origin, size, checkpoint, parts, publication, witnesses } = status;
  const of = (name: 'SEQUENCER' | 'SIGNER'): string =>
    parts.find(({ part }) => part === name)?.status ?? 'NOT_STARTED';
  const age = checkpoint === undefined ? null : deps.record.clock.now() - checkpoint.signedAt;
  return {
    origin,
    size,
    signedSize: checkpoint?.size ?? null,
    signedAt: checkpoint === undefined ? null : new Date(checkpoint.signedAt).toISOString(),
    checkpointAgeSeconds: age === null ? null : Math.max(0, age) / 1000,
    sequencer: of('SEQUENCER'),
    signer: of('SIGNER'),
    publishedSize: checkpoint === undefined ? null : publication.published,
    unpublishedSeconds:
      publication.waitingSince === undefined
        ? 0
        : Math.max(0, deps.record.clock.now() - publication.waitingSince) / 1000,
    witnesses: witnesses.map(({ name, status: answer, size: cosigned, since }) => ({
      name,
      status: answer,
      size: cosigned,
      since: since.toISOString(),
    })),
    warnings: [
      ...parts.flatMap(({ part, reason }) =>
        reason === null ? [] : [`${warningOf[part]}; "ledger doctor" and the log of the server say why`],
      ),
      ...witnesses.flatMap(({ name, reason }) =>
        reason === null ? [] : [`the witness ${name} does not cosign: ${reason}`],
      ),
    ],
  };
};
