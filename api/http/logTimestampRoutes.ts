import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { CheckpointStamp } from '../../domain/ports/transparencyLog.ts';
import type { HttpDeps } from './deps.ts';
import { problem } from './problem.ts';
import { problems } from './schemas.ts';

const text = 'text/plain; charset=utf-8';
const reply3161 = 'application/timestamp-reply';
const listed = 1000;
/** A stamp is never replaced. */
const forEver = 'public, max-age=31536000, immutable';

const params = z.object({
  size: z
    .string()
    .regex(/^(?:0|[1-9]\d{0,15})$/)
    .meta({ description: 'size of the checkpoint', examples: ['1234'] }),
});
const content = (type: string, description: string) => ({
  200: { description, content: { [type]: { schema: z.string() } } },
  ...problems(400, 404),
});

const send = (reply: FastifyReply, type: string, caching: string, body: string | Uint8Array): never =>
  reply
    .header('cache-control', caching)
    .header('content-type', type)
    .serializer((whole) => whole as string)
    .send(typeof body === 'string' ? body : Buffer.from(body)) as never;

/** Time stamps of checkpoints (RFC 3161), without access control like the log itself. */
export const logTimestampRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    const { transparencyLog: log } = deps;
    const open = { open: true };
    const stampOf = async (size: string): Promise<CheckpointStamp> => {
      const stamp = await log.stamp(Number(size));
      if (stamp === undefined)
        throw problem(
          404,
          'NO_TIMESTAMP',
          'no time stamp',
          'No checkpoint of this size was stamped. /log/timestamps lists those that were.',
        );
      return stamp;
    };
    app.get(
      '/log/timestamps',
      {
        config: open,
        schema: {
          tags: ['Transparency log'],
          operationId: 'listLogTimestamps',
          summary: `The last ${listed} checkpoints with a time stamp: size and stated time, one a line`,
          response: content('text/plain', 'the latest first'),
        },
      },
      async (_request, reply): Promise<never> => {
        const stamps = await log.stamps(listed);
        const lines = stamps.map(({ size, statedAt }) => `${size} ${new Date(statedAt).toISOString()}\n`);
        return send(reply, text, 'no-cache', lines.join(''));
      },
    );
    app.get(
      '/log/timestamp/:size',
      {
        config: open,
        schema: {
          tags: ['Transparency log'],
          operationId: 'getLogTimestamp',
          summary: 'The time stamp of a checkpoint (RFC 3161, TimeStampResp)',
          description: 'For `openssl ts -verify`, over the bytes of /log/timestamp/{size}/note.',
          params,
          response: content(reply3161, 'the answer of the time-stamping authority, DER'),
        },
      },
      async (request, reply): Promise<never> =>
        send(reply, reply3161, forEver, (await stampOf(request.params.size)).response),
    );
    app.get(
      '/log/timestamp/:size/note',
      {
        config: open,
        schema: {
          tags: ['Transparency log'],
          operationId: 'getStampedNote',
          summary: 'The signed note that was stamped, as it was then',
          params,
          response: content('text/plain', 'the note, with the cosignatures that it had then'),
        },
      },
      async (request, reply): Promise<never> =>
        send(reply, text, forEver, (await stampOf(request.params.size)).note),
    );
  };
