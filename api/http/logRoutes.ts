import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as O from 'fp-ts/lib/Option.js';
import { z } from 'zod';
import { parseTilePath } from '../../domain/integrity/tiles.ts';
import type { PublishedKey } from '../../domain/ports/transparencyLog.ts';
import type { HttpDeps } from './deps.ts';
import { problem } from './problem.ts';
import { problems } from './schemas.ts';

const text = 'text/plain; charset=utf-8';
/** What a signed head reaches never changes. */
const forEver = 'public, max-age=31536000, immutable';

const sendRaw = (
  request: FastifyRequest,
  reply: FastifyReply,
  answer: {
    readonly type: string;
    readonly tag: string;
    readonly caching: string;
    readonly body: string | Uint8Array;
  },
): never => {
  const tag = `"${answer.tag}"`;
  reply.header('etag', tag).header('cache-control', answer.caching);
  const known = (request.headers['if-none-match'] ?? '')
    .split(',')
    .map((each) => each.trim().replace(/^W\//, ''));
  if (known.includes(tag)) return reply.code(304).send() as never;
  return reply
    .header('content-type', answer.type)
    .serializer((body) => body as string)
    .send(typeof answer.body === 'string' ? answer.body : Buffer.from(answer.body)) as never;
};

const keyLine = ({ verifierKey, fromSize, toSize, retired }: PublishedKey): string =>
  `${verifierKey} ${fromSize} ${retired ? toSize : '-'}\n`;

const answers = (type: string, description: string) => ({
  200: { description, content: { [type]: { schema: z.string() } } },
  304: z.null().meta({ description: 'what the caller has already' }),
  ...problems(404),
});

/**
 * The transparency log's own files, without access control (c2sp.org/tlog-tiles): nothing in them tells anything about a
 * firearm or a person, see `domain/integrity/leaf.ts`.
 */
export const logRoutes =
  (deps: Pick<HttpDeps, 'transparencyLog'>) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    const { transparencyLog: log } = deps;
    const open = { open: true };
    app.get(
      '/log/checkpoint',
      {
        config: open,
        schema: {
          tags: ['Transparency log'],
          operationId: 'getLogCheckpoint',
          summary: 'The last signed head: a signed note (c2sp.org/tlog-checkpoint)',
          response: answers('text/plain', 'the note, with cosignatures of witnesses where there are some'),
        },
      },
      async (request, reply): Promise<never> => {
        const checkpoint = await log.checkpoint();
        if (checkpoint === undefined)
          throw problem(
            404,
            'NOTHING_SIGNED',
            'nothing is signed',
            'This ledger has not signed its log yet. /health/ready says why.',
          );
        const { size, note } = checkpoint;
        return sendRaw(request, reply, {
          type: text,
          tag: `${size}.${note.length}`,
          caching: 'no-cache',
          body: note,
        });
      },
    );
    app.get(
      '/log/keys',
      {
        config: open,
        schema: {
          tags: ['Transparency log'],
          operationId: 'getLogKeys',
          summary: 'The keys of the log, one a line: verifier key, first and last size that it signed',
          response: answers('text/plain', 'a hyphen stands for the last size of a key that still signs'),
        },
      },
      async (request, reply): Promise<never> => {
        const keys = await log.keys();
        const body = `# Keys of the transparency log ${log.origin}: verifier key, first and last size that it signed.\n${keys.map(keyLine).join('')}`;
        return sendRaw(request, reply, {
          type: text,
          tag: keys.map(({ fromSize, toSize, retired }) => `${fromSize}-${retired ? toSize : ''}`).join('.'),
          caching: 'no-cache',
          body,
        });
      },
    );
    app.get(
      '/log/tile/:level/*',
      {
        config: open,
        schema: {
          tags: ['Transparency log'],
          operationId: 'getLogTile',
          summary: 'A tile of hashes, or a bundle of entries (c2sp.org/tlog-tiles)',
          description:
            'Levels are 0 to 63, or `entries`. The index is written in threes: 1234067 is x001/x234/067. `.p/W` behind it asks for the first W of a tile that is not full. An entry is a commitment of 32 bytes.',
          params: z.object({
            level: z.string().meta({ examples: ['0', 'entries'] }),
            '*': z.string().meta({ examples: ['000.p/12', 'x001/x234/067'] }),
          }),
          response: answers('application/octet-stream', 'the hashes, or the entries, each behind its length'),
        },
      },
      async (request, reply): Promise<never> => {
        // As it was sent: what decodes to the same path is another address.
        const path = (request.raw.url ?? '').split('?')[0]?.slice('/log/'.length) ?? '';
        const address = parseTilePath(path);
        if (O.isNone(address))
          throw problem(
            404,
            'NO_SUCH_TILE',
            'no such tile',
            'A tile is /log/tile/<level>/<index> as c2sp.org/tlog-tiles writes it, such as /log/tile/0/x001/067 or /log/tile/entries/000.p/12.',
          );
        const body = await log.tile(address.value);
        if (body === 'BEYOND')
          throw problem(
            404,
            'BEYOND_THE_LOG',
            'beyond the log',
            'The signed log does not reach this tile, or not so many hashes of it. /log/checkpoint says how long it is.',
          );
        if (body === 'MISSING') {
          reply.header('retry-after', '30');
          throw problem(
            503,
            'LOG_INCOMPLETE',
            'the log is being written anew',
            'This part of the log is being made from the events again. Repeat the request later.',
          );
        }
        return sendRaw(request, reply, {
          type: 'application/octet-stream',
          tag: path.slice('tile/'.length),
          caching: forEver,
          body,
        });
      },
    );
  };
