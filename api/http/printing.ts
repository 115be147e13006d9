import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { nothingRuns } from '../print/html.ts';

/** Whether the caller wants the page to print rather than the data. */
export const wantsPage = (request: FastifyRequest): boolean => {
  const accept = request.headers.accept ?? '';
  return accept.includes('text/html') && !accept.includes('application/json');
};

export const sendPage = (reply: FastifyReply, html: string): never =>
  reply
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', nothingRuns)
    .serializer((text) => String(text))
    .send(html) as never;

/** An answer that is data or a page to print, by `Accept`. */
export const dataOrPage = (description: string, schema: z.ZodType) => ({
  description,
  content: { 'application/json': { schema }, 'text/html': { schema: z.string() } },
});
