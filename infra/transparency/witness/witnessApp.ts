import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance, LogController } from 'fastify';
import { addCheckpoint, type WitnessPorts } from './addCheckpoint.ts';
import { originHash } from './witnessKey.ts';
import { createWitnessMetrics } from './witnessMetrics.ts';

/** Far above 63 lines of proof and a note with many post-quantum signatures. */
const bodyBytesMax = 256 * 1024;
const requestTimeoutMs = 10_000;

export type WitnessAppOptions = {
  readonly logLevel: string;
  readonly requestsPerMinute: number;
};

const text = 'text/plain; charset=utf-8';

/** The witness over HTTP: submission and monitoring prefix are the same. Everything is open; the log's signature is the pass. */
export const buildWitnessApp = async (
  ports: Omit<WitnessPorts, 'alarm'>,
  options: WitnessAppOptions,
): Promise<FastifyInstance> => {
  const app = fastify({
    logger: options.logLevel === 'silent' ? false : { level: options.logLevel },
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyBytesMax,
    requestTimeout: requestTimeoutMs,
  });
  const origins = [...new Set(ports.logs.map(({ name }) => name))];
  const metrics = createWitnessMetrics(ports.state, origins);
  const alarm: WitnessPorts['alarm'] = (suspicion, { says, ...details }) =>
    app.log.error({ alarm: suspicion, ...details }, says);
  await app.register(rateLimit, {
    max: options.requestsPerMinute,
    timeWindow: '1 minute',
    allowList: (request) => request.url.startsWith('/health/'),
  });
  app.setErrorHandler((error: { readonly statusCode?: number; readonly message: string }, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) request.log.error({ err: error }, 'a request failed');
    return reply
      .code(status)
      .type(text)
      .send(`${status >= 500 ? 'The witness cannot answer now.' : error.message}\n`);
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).type(text).send('There is nothing here.\n'));
  // The specification names no content type for requests, so every one is taken as it comes.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.post('/add-checkpoint', async (request, reply) => {
    let body: string;
    try {
      body = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
        Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      );
    } catch {
      return reply.code(400).type(text).send('The request is malformed: it is not UTF-8.\n');
    }
    const answer = await addCheckpoint({ ...ports, alarm }, body);
    metrics.answered(answer.origin, answer.status);
    return reply.code(answer.status).header('content-type', answer.contentType).send(answer.body);
  });
  app.get<{ Params: { hash: string } }>('/:hash/checkpoint', async (request, reply) => {
    const origin = origins.find((each) => originHash(each) === request.params.hash);
    const held = origin === undefined ? undefined : ports.state.held(origin);
    return held === undefined
      ? reply.code(404).type(text).send('This witness has cosigned nothing of such a log.\n')
      : reply.type(text).header('cache-control', 'no-cache').send(held.note);
  });
  app.get('/health/live', async () => ({ live: true }));
  app.get('/metrics', async (_request, reply) => {
    const { contentType, text: all } = await metrics.read();
    return reply.header('content-type', contentType).send(all);
  });
  return app;
};
