import { randomUUID } from 'node:crypto';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import fastify, { type FastifyInstance, LogController } from 'fastify';
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import helmet from 'helmet';
import { registerAccess } from './access.ts';
import { accessLogRoutes } from './accessLogRoutes.ts';
import { batchRoutes } from './batchRoutes.ts';
import { registerJsonBodies } from './bodies.ts';
import { classificationRoutes } from './classificationRoutes.ts';
import { componentRoutes } from './componentRoutes.ts';
import { keepMoments } from './cursor.ts';
import { dealerRoutes } from './dealerRoutes.ts';
import { dealerStockRoutes } from './dealerStockRoutes.ts';
import type { HttpDeps } from './deps.ts';
import { erasureRoutes } from './erasureRoutes.ts';
import { registerErrorHandler } from './errorHandler.ts';
import { extractRoutes } from './extractRoutes.ts';
import { federatedSearchRoutes } from './federatedSearchRoutes.ts';
import { firearmFactRoutes } from './firearmFactRoutes.ts';
import { firearmRoutes } from './firearmRoutes.ts';
import { historyRoutes } from './historyRoutes.ts';
import { holdRoutes } from './holdRoutes.ts';
import { identityConflictRoutes } from './identityConflictRoutes.ts';
import { licenceRoutes } from './licenceRoutes.ts';
import { listRoutes } from './listRoutes.ts';
import { logProofRoutes } from './logProofRoutes.ts';
import { logRoutes } from './logRoutes.ts';
import { logTimestampRoutes } from './logTimestampRoutes.ts';
import { operationRoutes } from './operationRoutes.ts';
import { partyRightRoutes } from './partyRightRoutes.ts';
import { partyRoutes } from './partyRoutes.ts';
import { passRoutes } from './passRoutes.ts';
import { proofRoutes } from './proofRoutes.ts';
import { recategorisationRoutes } from './recategorisationRoutes.ts';
import { recipientRoutes } from './recipientRoutes.ts';
import { recordRoutes } from './recordRoutes.ts';
import { referencePage } from './referencePage.ts';
import { subjectRequestRoutes } from './subjectRequestRoutes.ts';
import { transferCheckRoutes } from './transferCheckRoutes.ts';
import { verificationRoutes } from './verificationRoutes.ts';
import { verifierRoutes } from './verifierRoutes.ts';
import { worklistRoutes } from './worklistRoutes.ts';

/** Largest body of a single report: the largest lawful one is far below. */
const bodyBytesMax = 1024 * 1024;
const requestTimeoutMs = 30_000;

type Document = {
  paths?: Record<string, Record<string, Record<string, unknown>>>;
  components?: Record<string, unknown>;
};

/** The rest of a path has no name in the router, and needs one in the document. */
const nameRest = (document: Document): void => {
  const rest = '/log/tile/{level}/{*}';
  const operations = document.paths?.[rest];
  if (document.paths === undefined || operations === undefined) return;
  delete document.paths[rest];
  document.paths[rest.replace('*', 'index')] = operations;
  for (const operation of Object.values(operations))
    for (const parameter of (operation['parameters'] ?? []) as { name: string }[])
      if (parameter.name === '*') parameter.name = 'index';
};

/** What the generator cannot know: the token, the lines of a batch, and the name of the rest of a path. */
const completed = (document: Document): Document => {
  nameRest(document);
  const batch = document.paths?.['/v1/batches']?.['post'];
  if (batch !== undefined) {
    batch['requestBody'] = {
      required: true,
      content: {
        'application/x-ndjson': {
          schema: { type: 'string' },
          example:
            '{"newFirearm":"row-1","type":"FirearmRegistered","effectiveAt":"2026-03-01","payload":{}}\n',
        },
      },
    };
    const responses = batch['responses'] as Record<string, { content?: Record<string, unknown> }>;
    if (responses['200'] !== undefined)
      responses['200'].content = { 'application/x-ndjson': { schema: { type: 'string' } } };
  }
  for (const [path, operations] of Object.entries(document.paths ?? {}))
    for (const operation of Object.values(operations))
      if (path.startsWith('/v1/')) operation['security'] = [{ bearer: [] }];
  return document;
};

const protect = helmet({
  contentSecurityPolicy: {
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'", "'unsafe-inline'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      upgradeInsecureRequests: null,
    },
  },
});

/** What helmet sets is the same for every answer: asked once, not a dozen functions for each. */
const protectiveHeaders = (): Record<string, string> => {
  const answer = new ServerResponse(new IncomingMessage(new Socket()));
  protect(answer.req, answer, () => undefined);
  return Object.fromEntries(
    Object.entries(answer.getHeaders()).map(([name, value]) => [name, String(value)]),
  );
};

const unasked = (): never => {
  throw new Error('a route without the compilers of zod');
};

/** The HTTP surface of the ledger. Everything it needs comes in; tests drive it with `inject`. */
export const buildApp = async (deps: HttpDeps): Promise<FastifyInstance> => {
  const app = fastify({
    logger:
      deps.logLevel === 'silent' ? false : { level: deps.logLevel, redact: ['req.headers.authorization'] },
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyBytesMax,
    requestTimeout: requestTimeoutMs,
    // Ids are ours: a caller's id in the log could be anything.
    genReqId: () => randomUUID(),
    // Every route is compiled by zod's compilers: fastify need not load its own, some 12 MB of them.
    schemaController: { compilersFactory: { buildValidator: () => unasked, buildSerializer: () => unasked } },
    // Longer than any request line: an over-long id is refused by its schema like every other wrong one.
    routerOptions: { maxParamLength: 20_000 },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  registerErrorHandler(app, deps.outage);
  registerJsonBodies(app);
  const protective = protectiveHeaders();
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(protective);
    done();
  });
  app.addHook('preSerialization', async (_request, _reply, answer) => keepMoments(answer));
  await app.register(rateLimit, {
    max: deps.requestsPerMinute,
    timeWindow: '1 minute',
    allowList: (request) => request.url.startsWith('/health/'),
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Firearm lifecycle ledger',
        version: '0.1.0',
        description:
          'Append-only ledger of the life of every firearm. Every answer states validAt and knownAt; every error is an RFC 9457 problem with a stable code.',
        license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
      },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    },
    transform: jsonSchemaTransform,
    transformObject: (object) =>
      completed(
        jsonSchemaTransformObject(object as Parameters<typeof jsonSchemaTransformObject>[0]) as Document,
      ) as never,
  });
  registerAccess(app, deps.verifyToken, deps.recordAccess);
  await app.register(operationRoutes(deps));
  await app.register(logRoutes(deps));
  await app.register(logTimestampRoutes(deps));
  await app.register(logProofRoutes(deps));
  await app.register(proofRoutes(deps));
  await app.register(verifierRoutes);
  await app.register(recordRoutes(deps));
  await app.register(batchRoutes(deps));
  await app.register(recategorisationRoutes(deps));
  await app.register(firearmRoutes(deps));
  await app.register(firearmFactRoutes(deps));
  await app.register(extractRoutes(deps));
  await app.register(componentRoutes(deps));
  await app.register(classificationRoutes(deps));
  await app.register(historyRoutes(deps));
  await app.register(partyRoutes(deps));
  await app.register(partyRightRoutes(deps));
  await app.register(passRoutes(deps));
  await app.register(licenceRoutes(deps));
  await app.register(listRoutes(deps));
  await app.register(federatedSearchRoutes(deps));
  await app.register(accessLogRoutes(deps));
  await app.register(verificationRoutes(deps));
  await app.register(worklistRoutes(deps));
  await app.register(erasureRoutes(deps));
  await app.register(holdRoutes(deps));
  await app.register(subjectRequestRoutes(deps));
  await app.register(recipientRoutes(deps));
  await app.register(dealerRoutes(deps));
  await app.register(dealerStockRoutes(deps));
  await app.register(transferCheckRoutes(deps));
  await app.register(identityConflictRoutes(deps));
  app.get('/openapi.json', { config: { open: true }, schema: { hide: true } }, async () => app.swagger());
  await app.register(referencePage);
  return app;
};
