import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { idPattern } from '../../domain/shared/ids.ts';
import { dealerRegister } from '../../projections/dealerRegister/projection.ts';
import {
  type BookKey,
  type BookRow,
  bookBalance,
  bookPage,
} from '../../projections/dealerRegister/queries.ts';
import { lists } from '../../projections/lists/projection.ts';
import { bookCsv } from '../book/bookCsv.ts';
import { bookHtml } from '../book/bookHtml.ts';
import { isPart, keyOfLine } from '../book/readBook.ts';
import { moment } from '../schema/zodOfShape.ts';
import { callerOf, purposeHeader } from './access.ts';
import { destroyedSince } from './accessibleRecord.ts';
import { type Counterparty, counterpartiesOf, printedCounterparty } from './counterparties.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { audienceOf, bookQueryOf, latenessIn } from './dealerBook.ts';
import type { HttpDeps } from './deps.ts';
import { detailSchema } from './partyProfile.ts';
import { awaitKnown } from './readModel.ts';
import { pageQuery, problems } from './schemas.ts';

export const dealerParams = z.object({
  id: z.string().regex(new RegExp(idPattern.party), 'must be a party id'),
});
/** Who may read a dealer's records: who licenses, investigates, traces or audits, and the dealer himself. */
export const dealerAccess = {
  purposes: ['LICENSING', 'INVESTIGATION', 'TRACING', 'AUDIT', 'OWN_RECORDS'],
  forOwners: 'SUBJECT',
} as const;

const text = z.string().nullable();
const line = z
  .object({
    date: z.string(),
    precision: z.string(),
    direction: z.enum(['IN', 'OUT']),
    movement: z.string(),
    firearmId: text,
    componentId: text.meta({ description: 'a loose part; what is in a firearm is counted with it' }),
    type: text,
    make: text,
    model: text,
    calibre: text,
    serialNumber: text.meta({ description: 'as recorded; a coded absence stands in brackets' }),
    counterparty: text.meta({ description: 'supplier of what came, acquirer of what went' }),
    counterpartyAbsent: text,
    counterpartyDetails: z.object({ name: detailSchema.optional(), address: detailSchema.optional() }).meta({
      description: 'name and address as they were on the day; SEALED for purposes that open no person',
    }),
    basis: z.object({ eventId: z.string(), type: z.string() }),
    recordedAt: z.string(),
    late: z
      .boolean()
      .meta({ description: 'reported after the deadline of the policy in force (REQ-DLR-04)' }),
    flags: z.array(z.string()),
    corrected: z.boolean().meta({ description: 'an earlier line for the same movement was struck' }),
    struckAt: text.meta({ description: 'when a correction or annulment struck the line; view=both only' }),
  })
  .meta({ id: 'BookLine' });
const book = z
  .object({
    dealerId: z.string(),
    from: text.meta({ description: 'null: from the beginning' }),
    to: z.string(),
    knownAt: z.string(),
    view: z.string(),
    opening: z.int(),
    received: z.int(),
    disposedOf: z.int(),
    closing: z.int(),
    components: z
      .object({ opening: z.int(), received: z.int(), disposedOf: z.int(), closing: z.int() })
      .meta({ description: 'loose parts, counted by themselves' }),
    lines: z.array(line),
    next: text,
  })
  .meta({ id: 'DealerBook' });

const cursorForm = /^(?:-infinity|[0-9TZ:.-]{20,30})\|[WT]-[0-9A-Z]{26}\|\d{1,9}\|[0-9TZ:.-]{20,30}$/;
const writeKey = ({ validFrom, firearmId, no, knownFrom }: BookKey): string =>
  writeCursor(`${validFrom}|${firearmId}|${no}|${knownFrom}`);
const readKey = (cursor: string | undefined): BookKey | undefined => {
  const [validFrom, firearmId, no, knownFrom] = readCursor(cursor, cursorForm)?.split('|') ?? [];
  return validFrom === undefined || firearmId === undefined || no === undefined || knownFrom === undefined
    ? undefined
    : { validFrom, firearmId, no: Number(no), knownFrom };
};

/** A line of the book as every reader sees it. */
export const shownLine =
  (isLate: (row: BookRow) => boolean, counterparty: (row: BookRow) => Counterparty) =>
  (row: BookRow): z.infer<typeof line> => ({
    date: row.effectiveAt,
    precision: row.precision,
    direction: row.direction,
    movement: row.movement,
    firearmId: isPart(row) || row.withheld ? null : row.firearmId,
    componentId: isPart(row) && !row.withheld ? row.firearmId : null,
    type: row.type,
    make: row.make,
    model: row.model,
    calibre: row.calibre,
    serialNumber: row.serialRaw,
    counterparty: row.counterparty,
    counterpartyAbsent: row.counterpartyAbsent,
    counterpartyDetails: counterparty(row),
    basis: { eventId: row.basisEventId, type: row.basisType },
    recordedAt: row.recordedAt.toISOString(),
    late: isLate(row),
    flags: [...row.disputes],
    corrected: row.corrected,
    struckAt: row.struckAt?.toISOString() ?? null,
  });

const wanted = (request: FastifyRequest): 'JSON' | 'CSV' | 'HTML' => {
  const accept = request.headers.accept ?? '';
  if (accept.includes('application/json')) return 'JSON';
  return accept.includes('text/csv') ? 'CSV' : accept.includes('text/html') ? 'HTML' : 'JSON';
};

/** A page that loads and runs nothing, whatever its cells hold. */
const nothingRuns = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/** The acquisition and disposal book of a dealer, of any days and as known at any moment (REQ-DLR-02). */
export const dealerRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    app.get(
      '/v1/dealers/:id/register',
      {
        config: { reads: 'dealer register', ...dealerAccess },
        schema: {
          tags: ['Dealers'],
          operationId: 'getDealerRegister',
          summary: 'Book of what a dealer received and disposed of',
          description:
            'JSON by pages; `Accept: text/csv` and `Accept: text/html` give the whole book, the latter to print. opening + received ' +
            '- disposedOf = closing, of firearms and of loose parts each. `knownAt` prints the book as it stood then; Ledger-Known-At of the answer repeats it, so that ' +
            'the same bytes can be asked for again. Names and addresses stand in JSON and on the page; CSV names parties by id, because ' +
            'its bytes must outlast the erasure of persons. The hash of a hand-over is SHA-256 of text/csv with view=both and without `from`. Of what was destroyed longer ago than the ' +
            'purpose allows, only that there is a line is left (counterpartyAbsent ACCESS_ENDED).',
          params: dealerParams,
          headers: purposeHeader,
          querystring: z.strictObject({
            from: moment(false).optional().meta({ description: 'first day; default: the beginning' }),
            to: moment(false).optional().meta({ description: 'last day; default: today' }),
            knownAt: moment(false)
              .optional()
              .meta({ description: 'as the register knew it then; default now' }),
            view: z
              .enum(['corrected', 'both'])
              .default('corrected')
              .meta({ description: 'both: with the lines that corrections and annulments struck' }),
            ...pageQuery,
          }),
          response: {
            200: {
              description: 'the book',
              content: {
                'application/json': { schema: book },
                'text/csv': { schema: z.string() },
                'text/html': { schema: z.string() },
              },
            },
            ...problems(400, 403),
          },
        },
      },
      async (request, reply): Promise<never> => {
        const known = await awaitKnown(deps, request, reply, [dealerRegister, lists]);
        const { cursor, limit, ...asked } = request.query;
        const { id } = request.params;
        const audience = audienceOf(callerOf(request).role);
        const query = {
          ...bookQueryOf(deps, id, audience, asked, known),
          // A dealer's own book stays whole: it is he who keeps it.
          destroyedSince:
            audience === 'OWN' ? undefined : destroyedSince(deps, request.headers['ledger-purpose']),
        };
        reply.header('ledger-known-at', query.knownAt);
        reply.header('vary', 'Accept');
        const as = wanted(request);
        if (as === 'CSV') {
          reply.header('content-disposition', `attachment; filename="book-${id}.csv"`);
          return send(reply, 'text/csv; charset=utf-8; header=present', bookCsv(deps.sql, query));
        }
        const [isLate, balance] = await Promise.all([
          latenessIn(deps, query.knownAt),
          bookBalance(deps.sql, query),
        ]);
        if (as === 'HTML') {
          reply.header('content-security-policy', nothingRuns);
          const period = `${asked.from ?? 'beginning'} to ${asked.to ?? query.to}`;
          return send(
            reply,
            'text/html; charset=utf-8',
            bookHtml(deps.sql, {
              query,
              period,
              balance,
              isLate,
              counterparties: async (rows) => {
                const of = await counterpartiesOf(deps, request, rows, query.knownAt);
                return (row) => printedCounterparty(of(row));
              },
            }),
          );
        }
        const rows = await bookPage(deps.sql, query, readKey(cursor), limit);
        const last = rows.at(-1);
        const counterparty = await counterpartiesOf(deps, request, rows, query.knownAt);
        return {
          dealerId: id,
          from: query.from === '-infinity' ? null : query.from,
          to: query.to,
          knownAt: query.knownAt,
          view: asked.view,
          ...balance,
          lines: rows.map(shownLine(isLate, counterparty)),
          next: last === undefined || rows.length < limit ? null : writeKey(keyOfLine(last)),
        } as never;
      },
    );
  };

const send = (reply: FastifyReply, mediaType: string, chunks: AsyncGenerator<string>): never =>
  reply.header('content-type', mediaType).send(Readable.from(chunks)) as never;
