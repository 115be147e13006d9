import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { DealerRecord } from '../../domain/party/dealer.ts';
import { partyKind } from '../../domain/party/kind.ts';
import { idPattern } from '../../domain/shared/ids.ts';
import { stateAt } from '../../domain/time/bitemporalFold.ts';
import { dealerRegister } from '../../projections/dealerRegister/projection.ts';
import { discrepanciesOf, type StockRow, stockPage } from '../../projections/dealerRegister/queries.ts';
import { lists } from '../../projections/lists/projection.ts';
import { moment } from '../schema/zodOfShape.ts';
import { callerOf, purposeHeader } from './access.ts';
import { destroyedSince } from './accessibleRecord.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { audienceOf } from './dealerBook.ts';
import { dealerAccess, dealerParams } from './dealerRoutes.ts';
import type { HttpDeps } from './deps.ts';
import * as present from './present.ts';
import { problem } from './problem.ts';
import { awaitKnown } from './readModel.ts';
import { bitemporalQuery, pageQuery, problems } from './schemas.ts';
import { subjectHistory } from './subjectHistory.ts';

const text = z.string().nullable();
const stockItem = z
  .object({
    firearmId: z.string(),
    type: text,
    make: text,
    model: text,
    calibre: text,
    serialNumber: text,
    since: z.string().meta({ description: 'when it came in, as the record states it' }),
    basisEventId: z.string(),
  })
  .meta({ id: 'StockItem' });
const shown = ({ serialRaw, ...row }: StockRow): z.infer<typeof stockItem> => ({
  ...row,
  serialNumber: serialRaw,
});
const firearmKey = new RegExp(idPattern.firearm);
const objectKey = new RegExp(`${idPattern.firearm}|${idPattern.component}`);

/** Stock of a dealer, what a count and the register differ in, and what is not yet placed when he gives up. */
export const dealerStockRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    const nextAfter = (rows: ReadonlyArray<StockRow>, limit: number): string | null => {
      const last = rows.at(-1);
      return last === undefined || rows.length < limit ? null : writeCursor(last.firearmId);
    };

    app.get(
      '/v1/dealers/:id/stock',
      {
        config: { reads: 'dealer stock', ...dealerAccess },
        schema: {
          tags: ['Dealers'],
          operationId: 'getDealerStock',
          summary: 'What a dealer had in stock at validAt, as known at knownAt',
          params: dealerParams,
          headers: purposeHeader,
          querystring: z.strictObject({
            ...bitemporalQuery.shape,
            objects: z.enum(['FIREARMS', 'COMPONENTS']).default('FIREARMS'),
            ...pageQuery,
          }),
          response: {
            200: z.object({
              dealerId: z.string(),
              validAt: z.string(),
              knownAt: z.string(),
              stock: z.array(stockItem),
              components: z.array(stockItem.omit({ firearmId: true }).extend({ componentId: z.string() })),
              next: text,
            }),
            ...problems(400, 403),
          },
        },
      },
      async (request, reply) => {
        const known = await awaitKnown(deps, request, reply, [dealerRegister, lists]);
        const { cursor, limit, objects } = request.query;
        const times = known.moments(request.query);
        const audience = audienceOf(callerOf(request).role);
        const query = {
          party: request.params.id,
          audience,
          ...times,
          destroyedSince:
            audience === 'OWN' ? undefined : destroyedSince(deps, request.headers['ledger-purpose']),
        };
        const after = readCursor(cursor, objectKey) ?? '';
        const rows = await stockPage(deps.sql, query, after, limit, objects);
        return {
          dealerId: request.params.id,
          ...times,
          stock: objects === 'FIREARMS' ? rows.map(shown) : [],
          components:
            objects === 'FIREARMS'
              ? []
              : rows.map(shown).map(({ firearmId: componentId, ...row }) => ({ ...row, componentId })),
          next: nextAfter(rows, limit),
        };
      },
    );

    app.get(
      '/v1/dealers/:id/discrepancies',
      {
        config: { reads: 'stock discrepancies', ...dealerAccess },
        schema: {
          tags: ['Dealers'],
          operationId: 'getStockDiscrepancies',
          summary: 'What a count of stock and the register differ in',
          description:
            'Computed on reading, as known at knownAt: a sale that is reported later explains what was missing. What is missing is a ' +
            'task, and a loss only when LossReported or TheftReported declares it.',
          params: dealerParams,
          headers: purposeHeader,
          querystring: z.strictObject({
            inventory: z
              .string()
              .regex(new RegExp(idPattern.event), 'must be an event id')
              .meta({ description: 'event id of StockInventoryRecorded' }),
            knownAt: moment(false).optional(),
          }),
          response: {
            200: z.object({
              dealerId: z.string(),
              inventory: z.string(),
              asOf: z.string(),
              knownAt: z.string(),
              counted: z.int(),
              missing: z.array(stockItem).meta({ description: 'in stock by the register, not counted' }),
              extra: z.array(z.string()).meta({ description: 'counted, not in stock by the register' }),
            }),
            ...problems(400, 403, 404),
          },
        },
      },
      async (request, reply) => {
        const known = await awaitKnown(deps, request, reply, [dealerRegister, lists]);
        const { id } = request.params;
        const { timeline } = await subjectHistory(deps, partyKind, id, {}, reply);
        const { inventories }: DealerRecord = stateAt(timeline, deps.record.clock.now()).dealer;
        const inventory = inventories.find(({ eventId }) => eventId === request.query.inventory);
        if (inventory === undefined)
          throw problem(404, 'R71', 'unknown inventory', 'No count of stock with this id is recorded here.');
        const now = deps.record.clock.now();
        const times = {
          validAt: present.iso(present.queriedInstant(inventory.asOf, inventory.zone, now)),
          knownAt: known.knownAt(request.query.knownAt),
        };
        const query = { party: id, audience: audienceOf(callerOf(request).role), ...times };
        const { missing, extra } = await discrepanciesOf(deps.sql, query, inventory.firearmIds);
        return {
          dealerId: id,
          inventory: inventory.eventId,
          asOf: inventory.asOf,
          knownAt: times.knownAt,
          counted: inventory.firearmIds.length,
          missing: missing.map(shown),
          extra: [...extra],
        };
      },
    );

    app.get(
      '/v1/dealers/:id/cessation',
      {
        config: { reads: 'dealer cessation', ...dealerAccess },
        schema: {
          tags: ['Dealers'],
          operationId: 'getDealerCessation',
          summary: 'End of a dealer’s business: hand-over of the register, and stock that is not placed yet',
          params: dealerParams,
          headers: purposeHeader,
          querystring: z.strictObject(pageQuery),
          response: {
            200: z.object({
              dealerId: z.string(),
              ceasedOn: text.meta({ description: 'null: the business goes on' }),
              handedOver: z
                .object({
                  eventId: z.string(),
                  asOf: z.string(),
                  knownAt: z.string(),
                  registerSha256: z.string(),
                  count: z.int(),
                })
                .nullable(),
              unplaced: z.array(
                stockItem.extend({
                  destination: text.meta({ description: 'as the dealer declared it; null: not in the list' }),
                }),
              ),
              next: text,
            }),
            ...problems(400, 403, 404),
          },
        },
      },
      async (request, reply) => {
        const known = await awaitKnown(deps, request, reply, [dealerRegister, lists]);
        const { id } = request.params;
        const { cursor, limit } = request.query;
        const { timeline } = await subjectHistory(deps, partyKind, id, {}, reply);
        const { ceased, handedOver }: DealerRecord = stateAt(timeline, deps.record.clock.now()).dealer;
        const query = { party: id, audience: audienceOf(callerOf(request).role), ...known.moments({}) };
        const rows =
          ceased === undefined
            ? []
            : await stockPage(deps.sql, query, readCursor(cursor, firearmKey) ?? '', limit);
        const destinations = new Map(ceased?.stock.map((each) => [each.firearmId, each.destination]) ?? []);
        return {
          dealerId: id,
          ceasedOn: ceased?.on ?? null,
          handedOver: handedOver ?? null,
          unplaced: rows.map((row) => ({
            ...shown(row),
            destination: destinations.get(row.firearmId) ?? null,
          })),
          next: nextAfter(rows, limit),
        };
      },
    );
  };
