import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { HttpDeps } from './deps.ts';
import { type Problem, ProblemError, problem } from './problem.ts';

const documentation = (code: string): string => `urn:firearm-ledger:problem:${code}`;

const send = (request: FastifyRequest, reply: FastifyReply, { status, ...body }: Problem): FastifyReply =>
  reply
    .code(status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    // Serialised here: a problem must reach the caller also when the answer's schema is for the good case.
    .serializer((payload) => JSON.stringify(payload))
    .send({ type: documentation(body.code), status, ...body, instance: `urn:request:${request.id}` });

/** Codes of fastify and what they mean for the caller. */
const known: Readonly<Record<string, () => ProblemError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () =>
    problem(
      413,
      'BODY_TOO_LARGE',
      'body too large',
      'The body is larger than this route takes. Send less at once, or use POST /v1/batches.',
    ),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    problem(
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      'unsupported media type',
      'Send application/json, or application/x-ndjson to /v1/batches.',
    ),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => problem(400, 'MALFORMED_JSON', 'malformed JSON', 'The body is empty.'),
  FST_ERR_CTP_INVALID_JSON_BODY: () =>
    problem(400, 'MALFORMED_JSON', 'malformed JSON', 'The body is not JSON.'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () =>
    problem(400, 'MALFORMED_JSON', 'malformed body', 'The body does not have the announced length.'),
};

const places: Readonly<Record<string, string>> = {
  body: 'the body',
  headers: 'the headers',
  params: 'the address',
  querystring: 'the query',
};

const toProblem = (error: FastifyError): ProblemError => {
  if (error instanceof ProblemError) return error;
  if (hasZodFastifySchemaValidationErrors(error))
    return problem(
      400,
      'INVALID_REQUEST',
      'invalid request',
      `Not valid: ${places[error.validationContext ?? ''] ?? 'the request'}.`,
      {
        errors: error.validation.slice(0, 50).map((each) => ({
          pointer: each.instancePath === '' ? '/' : each.instancePath,
          message: each.message ?? 'invalid',
        })),
      },
    );
  const fastify = known[error.code];
  if (fastify !== undefined) return fastify();
  if (error instanceof SyntaxError || error.statusCode === 400)
    return problem(400, 'MALFORMED_JSON', 'malformed JSON', 'The request cannot be read.');
  if (error.statusCode === 429)
    return problem(429, 'TOO_MANY_REQUESTS', 'too many requests', 'Wait as long as Retry-After says.');
  if (error.statusCode === 503)
    return problem(
      503,
      'OVERLOADED',
      'overloaded',
      'The server is overloaded. Repeat the request later with the same Idempotency-Key.',
    );
  return problem(
    500,
    'INTERNAL_ERROR',
    'internal error',
    'The request failed by a fault of the server. Its number is in `instance`.',
  );
};

const unavailable = (why: string): ProblemError =>
  problem(
    503,
    'STORE_UNAVAILABLE',
    'the ledger cannot be reached',
    `${why} Repeat the request later, a report with the same Idempotency-Key.`,
  );

/**
 * Every error leaves as a problem with a stable code; what is unexpected is logged, never shown. A database that is gone
 * or lacks room is no fault of any request: that is logged once, not the requests that met it.
 */
export const registerErrorHandler = (app: FastifyInstance, outage: HttpDeps['outage']): void => {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const byDatabase = !(error instanceof ProblemError);
    const short = byDatabase && outage.isShortage(error);
    const answer = short
      ? unavailable('The database lacks room or connections.').problem
      : byDatabase && outage.is(error)
        ? unavailable('The database does not answer.').problem
        : toProblem(error).problem;
    if (short) outage.shortage(error.message);
    else if (answer.code === 'STORE_UNAVAILABLE') outage.suspect(error.message);
    else if (answer.status >= 500) request.log.error({ err: error }, 'request failed');
    return send(request, reply, answer);
  });
  app.setNotFoundHandler((request, reply) =>
    send(request, reply, {
      status: 404,
      code: 'NO_SUCH_ROUTE',
      title: 'no such route',
      detail: 'See /docs for what there is.',
    }),
  );
};
