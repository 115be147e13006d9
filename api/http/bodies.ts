import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { repeatedName } from '../../domain/shared/repeatedName.ts';
import { type ProblemError, problem } from './problem.ts';

const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i;

const malformed = (detail: string): ProblemError => problem(400, 'MALFORMED_JSON', 'malformed JSON', detail);

/**
 * The text of a body, which is UTF-8 (RFC 8259 section 8.1). What is none is refused: decoded all the same, each
 * character of another encoding would become U+FFFD and be recorded so. Throws the problem.
 */
export const textOf = ({ headers }: FastifyRequest, body: Buffer): string => {
  const stated = charset.exec(headers['content-type'] ?? '')?.[1]?.toLowerCase();
  if (stated !== undefined && stated !== 'utf-8' && stated !== 'utf8')
    throw problem(415, 'UNSUPPORTED_MEDIA_TYPE', 'unsupported media type', `Send UTF-8, not ${stated}.`);
  if (!isUtf8(body)) throw malformed('The body is not UTF-8 throughout, as JSON has to be.');
  return body.toString();
};

/** Bodies of JSON: as fastify reads them, but UTF-8 throughout and no name twice in an object. */
export const registerJsonBodies = (app: FastifyInstance): void => {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    try {
      const text = textOf(request, body);
      parse(request, text, (error, value) => {
        const name = error === null ? repeatedName(text) : undefined;
        done(
          name === undefined
            ? error
            : malformed(`The name "${name.slice(0, 60)}" stands twice in one object.`),
          value,
        );
      });
    } catch (error) {
      done(error as Error);
    }
  });
};
