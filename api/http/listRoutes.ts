import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { custodies } from '../../domain/firearm/state.ts';
import { rungs, serialDifferences } from '../../domain/identification/serialLadder.ts';
import { refuseSerial } from '../../domain/identification/typedSerial.ts';
import { idPattern } from '../../domain/shared/ids.ts';
import { streamKinds } from '../../domain/streamKinds.ts';
import { auditTrail } from '../../projections/auditTrail/projection.ts';
import { auditPage } from '../../projections/auditTrail/queries.ts';
import { chainOfCustody } from '../../projections/chainOfCustody/projection.ts';
import { holdingsOf } from '../../projections/chainOfCustody/queries.ts';
import { currentRegistry } from '../../projections/currentRegistry/projection.ts';
import { registryPage } from '../../projections/currentRegistry/queries.ts';
import { lists } from '../../projections/lists/projection.ts';
import { safeText } from '../schema/zodOfShape.ts';
import { purposeHeader } from './access.ts';
import { destroyedSince } from './accessibleRecord.ts';
import { readCursor, writeCursor } from './cursor.ts';
import type { HttpDeps } from './deps.ts';
import { ownHoldings } from './ownHoldings.ts';
import * as present from './present.ts';
import { problem } from './problem.ts';
import { awaitKnown, awaitPosition } from './readModel.ts';
import { refusePattern } from './refusePattern.ts';
import { bitemporalQuery, pageQuery, problems, registryRowSchema } from './schemas.ts';
import { searchRegister } from './searchRegister.ts';

const eventTypes = [...new Set(streamKinds.flatMap((kind) => kind.definitions.map(({ type }) => type)))] as [
  string,
  ...string[],
];
const firearmKey = new RegExp(idPattern.firearm);
const code = z.string().regex(/^[A-Z0-9_-]{1,40}$/);
const written = (value: Date | number): string | null =>
  value instanceof Date ? value.toISOString() : present.isoOrNull(value);

/** Lists and search, answered from read models; `Ledger-Min-Position` makes them wait for what was just recorded. */
export const listRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    const failing = problems(400, 403);
    const next = <T>(rows: ReadonlyArray<T>, limit: number, keyOf: (row: T) => string): string | null => {
      const last = rows.at(-1);
      return last === undefined || rows.length < limit ? null : writeCursor(keyOf(last));
    };

    app.get(
      '/v1/registry',
      {
        config: { reads: 'registry' },
        schema: {
          tags: ['Lists'],
          operationId: 'getRegistry',
          summary: 'The register at validAt, as known at knownAt',
          headers: purposeHeader,
          querystring: z.strictObject({
            ...bitemporalQuery.shape,
            custody: z.enum(custodies).optional(),
            alert: z.enum(['LOST', 'STOLEN', 'WANTED_EXHIBIT']).optional(),
            finding: code
              .optional()
              .meta({ description: 'data-quality finding, for example SERIAL_UNKNOWN' }),
            manufacturerCode: code.optional(),
            ...pageQuery,
          }),
          response: {
            200: z.object({
              validAt: z.string(),
              knownAt: z.string(),
              firearms: z.array(registryRowSchema),
              next: z.string().nullable(),
            }),
            ...failing,
          },
        },
      },
      async (request, reply) => {
        const known = await awaitKnown(deps, request, reply, [currentRegistry, lists]);
        const { cursor, limit, custody, alert, finding, manufacturerCode } = request.query;
        const after = readCursor(cursor, firearmKey);
        const since = destroyedSince(deps, request.headers['ledger-purpose']);
        const times = known.moments(request.query);
        const rows = await registryPage(deps.sql, {
          ...times,
          limit,
          ...(custody === undefined ? {} : { custody }),
          ...(alert === undefined ? {} : { alert }),
          ...(finding === undefined ? {} : { finding }),
          ...(manufacturerCode === undefined ? {} : { manufacturerCode }),
          ...(after === undefined ? {} : { after }),
          ...(since === undefined ? {} : { destroyedSince: since }),
        });
        return {
          ...times,
          firearms: rows.map((row) => ({ ...row, alerts: [...row.alerts], findings: [...row.findings] })),
          next: next(rows, limit, (row) => row.firearmId),
        };
      },
    );

    app.get(
      '/v1/parties/:id/holdings',
      {
        config: { reads: 'holdings', forOwners: 'SUBJECT' },
        schema: {
          tags: ['Lists'],
          operationId: 'getHoldings',
          summary: 'Firearms a party answered for at validAt, as known at knownAt',
          params: z.object({ id: z.string().regex(new RegExp(idPattern.party), 'must be a party id') }),
          headers: purposeHeader,
          querystring: z.strictObject({ ...bitemporalQuery.shape, ...pageQuery }),
          response: {
            200: z.object({
              party: z.string(),
              validAt: z.string(),
              knownAt: z.string(),
              holdings: z.array(
                z.object({
                  firearmId: z.string(),
                  custody: z.string(),
                  role: z.string().nullable(),
                  since: z.string().nullable(),
                  precision: z.string(),
                  basisEventId: z.string(),
                  confirmation: z.string().nullable(),
                  recordedFor: z
                    .string()
                    .optional()
                    .meta({ description: 'id of the party that was merged into this one' }),
                }),
              ),
              next: z.string().nullable(),
            }),
            ...failing,
          },
        },
      },
      async (request, reply) => {
        const known = await awaitKnown(deps, request, reply, [chainOfCustody, lists]);
        const { cursor, limit } = request.query;
        const times = known.moments(request.query);
        const rows = await holdingsOf(deps.sql, {
          party: request.params.id,
          ...times,
          after: readCursor(cursor, firearmKey) ?? '',
          destroyedSince: destroyedSince(deps, request.headers['ledger-purpose']),
          limit,
        });
        const shown =
          request.headers['ledger-purpose'] === 'OWN_RECORDS' ? await ownHoldings(deps, rows, times) : rows;
        return {
          party: request.params.id,
          ...times,
          holdings: shown.map(({ since, holderRole, holder, ...row }) => ({
            ...row,
            role: holderRole,
            ...(holder === request.params.id ? {} : { recordedFor: holder }),
            since: written(since),
          })),
          next: next(rows, limit, (row) => row.firearmId),
        };
      },
    );

    const candidate = registryRowSchema.extend({
      markSerial: z.string(),
      markLocation: z.string(),
      difference: z
        .enum(serialDifferences)
        .nullable()
        .meta({ description: 'how the mark differs from the number asked for; null where it does not' }),
      agrees: z.array(z.string()),
      contradicts: z.array(z.string()),
    });
    app.post(
      '/v1/search/firearms',
      {
        config: { reads: 'search' },
        schema: {
          tags: ['Search'],
          operationId: 'searchFirearms',
          summary: 'Find firearms by a serial number as read',
          description:
            'Climbs the ladder EXACT, EXACT_OTHER_MARK, CONFUSABLE, VARIANT (worn characters, letters between digits, leading zeros, prefix or suffix left out), FUZZY (one or two characters, neighbours swapped), WEAK (digits contained; needs make and calibre) and stops at the first rung with hits; `rung` begins further down. In a number that was read in part, ? stands for one character and * for any number of them: such a number is searched for together with two of make, model and calibre.',
          headers: purposeHeader,
          body: z.strictObject({
            serial: safeText(40).meta({ examples: ['AB 12345'] }),
            make: safeText(120).optional(),
            model: safeText(120).optional(),
            calibre: safeText(40).optional(),
            rung: z.enum(rungs).optional().meta({ description: 'rung to begin at' }),
            limit: z.int().min(1).max(100).default(20),
          }),
          response: {
            200: z.object({
              rung: z.enum(rungs).nullable(),
              nextRung: z.enum(rungs).nullable(),
              candidates: z.array(candidate),
              knownUntil: z.string().meta({
                description:
                  'all that was recorded up to this moment is taken account of; what came later may be',
              }),
            }),
            ...problems(400, 403, 413, 415, 422),
          },
        },
      },
      async (request, reply) => {
        const known = await awaitKnown(deps, request, reply, [currentRegistry, lists]);
        const { serial, limit, rung: from = 'EXACT', ...attributes } = request.body;
        const refused = refuseSerial(serial);
        if (refused !== undefined && refused.reason !== 'FORBIDDEN_CHARACTER')
          throw problem(422, 'R31', 'no serial number', refused.hint, {
            errors: [{ pointer: '/serial', message: refused.hint }],
          });
        const found = await searchRegister(deps.sql, {
          serial,
          from,
          limit,
          destroyedSince: destroyedSince(deps, request.headers['ledger-purpose']),
          ...attributes,
        });
        if (found.rung === null) refusePattern(serial, attributes);
        return { ...found, knownUntil: known.knownAt() };
      },
    );

    app.get(
      '/v1/audit/events',
      {
        config: { reads: 'audit' },
        schema: {
          tags: ['Audit'],
          operationId: 'getAuditEvents',
          summary: 'The audit trail in the order of recording',
          headers: purposeHeader,
          querystring: z.strictObject({
            type: z.enum(eventTypes).optional(),
            organisationId: z
              .string()
              .regex(/^[\x21-\x7e]{1,100}$/)
              .optional(),
            subjectId: z
              .string()
              .regex(/^[A-Z]-[0-9A-Z]{26}$/)
              .optional(),
            changesOnly: z
              .enum(['true', 'false'])
              .optional()
              .meta({ description: 'only corrections, annulments and answers to transfers' }),
            ...pageQuery,
          }),
          response: {
            200: z.object({
              events: z.array(
                z.object({
                  position: z.string(),
                  eventId: z.string(),
                  kind: z.string().nullable(),
                  subjectId: z.string().nullable(),
                  streamVersion: z.int(),
                  type: z.string(),
                  effectiveFrom: z.string().nullable(),
                  recordedAt: z.string(),
                  actorId: z.string(),
                  role: z.string(),
                  organisationId: z.string(),
                  sourceKind: z.string(),
                  assertionKind: z.string(),
                  disputes: z.array(z.string()),
                  targetEventId: z.string().nullable(),
                  reason: z.string().nullable(),
                }),
              ),
              next: z.string().nullable(),
            }),
            ...failing,
          },
        },
      },
      async (request, reply) => {
        await awaitPosition(deps, request, reply, [auditTrail]);
        const { cursor, limit, type, organisationId, subjectId, changesOnly } = request.query;
        const rows = await auditPage(deps.sql, {
          ...(type === undefined ? {} : { type }),
          ...(organisationId === undefined ? {} : { organisationId }),
          ...(subjectId === undefined ? {} : { subjectId }),
          changesOnly: changesOnly === 'true',
          after: BigInt(readCursor(cursor, /^\d{1,18}$/) ?? '0'),
          limit,
        });
        return {
          events: rows.map((row) => ({
            ...row,
            position: String(row.position),
            effectiveFrom: written(row.effectiveFrom),
            recordedAt: row.recordedAt.toISOString(),
            disputes: [...row.disputes],
          })),
          next: next(rows, limit, (row) => String(row.position)),
        };
      },
    );
  };
