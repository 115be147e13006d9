import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';

const files = [
  {
    path: '/log/verifier.mjs',
    name: 'ledger-verify.mjs',
    type: 'text/javascript; charset=utf-8',
    operationId: 'getVerifierScript',
    summary: 'The offline verifier for Node, one file without dependencies',
  },
  {
    path: '/log/verifier.html',
    name: 'ledger-verify.html',
    type: 'text/html; charset=utf-8',
    operationId: 'getVerifierPage',
    summary: 'The offline verifier as a page that works from disk',
  },
] as const;

/**
 * The offline verifier, to be downloaded by whoever doubts; better from somebody else than this server. It is sent as a
 * file to keep and not as a page, so that nothing runs in the name of the ledger.
 */
export const verifierRoutes = async (instance: FastifyInstance): Promise<void> => {
  const app = instance.withTypeProvider<ZodTypeProvider>();
  for (const { path, name, type, operationId, summary } of files)
    app.get(
      path,
      {
        config: { open: true },
        schema: {
          tags: ['Transparency log'],
          operationId,
          summary,
          response: {
            200: {
              description: 'the file',
              content: { [type.split(';')[0] ?? type]: { schema: z.string() } },
            },
          },
        },
      },
      async (_request, reply): Promise<never> =>
        reply
          .header('content-type', type)
          .header('content-disposition', `attachment; filename="${name}"`)
          .header('cache-control', 'public, max-age=3600')
          .serializer((body) => body as string)
          .send(
            await readFile(fileURLToPath(new URL(`../verifier/${name}`, import.meta.url)), 'utf8'),
          ) as never,
    );
};
