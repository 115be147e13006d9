import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accessPage } from '../../projections/accessLog/queries.ts';
import { moment } from '../schema/zodOfShape.ts';
import { purposeHeader } from './access.ts';
import { readCursor, writeCursor } from './cursor.ts';
import type { HttpDeps } from './deps.ts';
import * as present from './present.ts';
import { pageQuery, problems } from './schemas.ts';

const entry = z.object({
  at: z.string(),
  actorId: z.string(),
  role: z.string(),
  organisationId: z.string(),
  purpose: z.string(),
  regime: z.string(),
  operation: z.string(),
  subject: z.string().nullable(),
  requestId: z.string(),
});

/** The access log, for auditors and the data-protection officer: who looked at what, when and why (REQ-DPR-02). */
export const accessLogRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    app.get(
      '/v1/audit/access',
      {
        config: { reads: 'access log', purposes: ['AUDIT', 'DATA_PROTECTION'] },
        schema: {
          tags: ['Audit'],
          operationId: 'getAccessLog',
          summary: 'Who read what, for which purpose',
          headers: purposeHeader,
          querystring: z.strictObject({
            subject: z
              .string()
              .regex(/^[A-Z]-[0-9A-Z]{26}$/, 'must be an id such as W-…')
              .optional(),
            actorId: z
              .string()
              .regex(/^[\x21-\x7e]{1,100}$/)
              .optional(),
            from: moment(false).optional(),
            to: moment(false).optional(),
            ...pageQuery,
          }),
          response: {
            200: z.object({ entries: z.array(entry), next: z.string().nullable() }),
            ...problems(400, 403),
          },
        },
      },
      async (request) => {
        const { subject, actorId, from, to, limit, cursor } = request.query;
        const now = deps.record.clock.now();
        const rows = await accessPage(deps.sql, {
          ...(subject === undefined ? {} : { subject }),
          ...(actorId === undefined ? {} : { actorId }),
          ...(from === undefined ? {} : { from: present.iso(present.beginOf(from, deps.zone, now)) }),
          ...(to === undefined ? {} : { to: present.iso(present.queriedInstant(to, deps.zone, now)) }),
          after: BigInt(readCursor(cursor, /^\d{1,18}$/) ?? '0'),
          limit,
        });
        const last = rows.at(-1);
        return {
          entries: rows.map(({ number: _number, at, ...row }) => ({ ...row, at: at.toISOString() })),
          next: last === undefined || rows.length < limit ? null : writeCursor(String(last.number)),
        };
      },
    );
  };
