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
  const { origin, size, checkpoint, parts } = status;
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
    warnings: parts.flatMap(({ part, reason }) =>
      reason === null ? [] : [`${warningOf[part]}; "ledger doctor" and the log of the server say why`],
    ),
  };
};
