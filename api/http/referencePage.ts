import fastify, { type FastifyInstance } from 'fastify';

/** The page and its script, from a server without a socket: the script alone is 4 MB of text and some 25 MB in memory. */
const createReference = async (): Promise<FastifyInstance> => {
  const { default: scalar } = await import('@scalar/fastify-api-reference');
  const reference = fastify({ logger: false });
  await reference.register(scalar, {
    routePrefix: '/docs',
    // Nothing of the page talks to anybody but this server.
    configuration: {
      url: '/openapi.json',
      withDefaultFonts: false,
      telemetry: false,
      agent: { disabled: true },
      mcp: { disabled: true },
      showDeveloperTools: 'never',
      hideClientButton: true,
    },
  });
  return reference;
};

/** The readable reference of the API, without data of the register; loaded when somebody first looks at it. */
export const referencePage = async (app: FastifyInstance): Promise<void> => {
  let reference: Promise<FastifyInstance> | undefined;
  app.addHook('onClose', async () => (await reference)?.close());
  for (const url of ['/docs', '/docs/*'])
    app.get(url, { config: { open: true }, schema: { hide: true } }, async (request, reply) => {
      reference ??= createReference();
      const page = await (await reference).inject({ method: 'GET', url: request.url });
      for (const name of ['content-type', 'location', 'etag', 'cache-control'])
        if (page.headers[name] !== undefined) reply.header(name, page.headers[name]);
      return reply.code(page.statusCode).send(page.rawPayload);
    });
};
