import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as E from 'fp-ts/lib/Either.js';
import { z } from 'zod';
import { effectiveStatus } from '../../domain/component/effectiveStatus.ts';
import { componentKind } from '../../domain/component/kind.ts';
import type { RecordedEvent } from '../../domain/event/envelope.ts';
import { everFitted } from '../../domain/firearm/everFitted.ts';
import { firearmKind } from '../../domain/firearm/kind.ts';
import { idPattern } from '../../domain/shared/ids.ts';
import { streamOfKey } from '../../domain/streamKinds.ts';
import { isCertainAt, stateAt, timelineOf } from '../../domain/time/bitemporalFold.ts';
import { writtenMoment } from '../../domain/time/effectiveTime.ts';
import { componentTree } from '../../projections/componentTree/projection.ts';
import { componentsOfParty } from '../../projections/componentTree/queries.ts';
import { purposeHeader } from './access.ts';
import { readCursor, writeCursor } from './cursor.ts';
import type { HttpDeps } from './deps.ts';
import * as present from './present.ts';
import { problem } from './problem.ts';
import { awaitKnown } from './readModel.ts';
import { bitemporalQuery, holderSchema, pageQuery, problems } from './schemas.ts';
import { subjectHistory } from './subjectHistory.ts';

const absent = z.object({ absent: z.string() });
const value = z.union([z.string(), absent]).nullable();
const fittedComponent = z
  .object({
    componentId: z.string(),
    kind: z.string().nullable(),
    serialRaw: value,
    matchesFrame: z.string().nullable(),
    calibre: z.record(z.string(), z.unknown()).nullable(),
    category: value,
    subcategory: value,
    since: z.string().meta({ description: 'when it was fitted, as exactly as it is known' }),
    status: z.string().meta({ description: 'with what its firearm’s alerts, seizure or export make of it' }),
    statusBy: z.enum(['OWN', 'FIREARM']),
    alerts: z.array(z.object({ kind: z.string(), openedBy: z.string() })),
    holder: holderSchema.nullable(),
    certain: z.boolean(),
  })
  .meta({ id: 'FittedComponent' });

/** Components: those of a firearm as of any day, and the loose ones that a party answers for (REQ-CMP-01, -02). */
export const componentRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();

    /** Streams of the components by id, as far as they were known. */
    const histories = async (ids: ReadonlyArray<string>, knownAt: number) => {
      const read = await deps.eventStore.readStreams(
        ids.map((id) => streamOfKey({ kind: 'component', id })),
      )();
      if (E.isLeft(read))
        throw problem(503, 'STORE_UNAVAILABLE', 'the ledger cannot be reached', 'Repeat the request later.');
      const byStream = new Map<string, RecordedEvent[]>();
      for (const stored of read.right) {
        const event = deps.codec.decode(stored);
        if (event.recordedAt <= knownAt)
          byStream.set(event.streamId, [...(byStream.get(event.streamId) ?? []), event]);
      }
      return (id: string): ReadonlyArray<RecordedEvent> =>
        byStream.get(streamOfKey({ kind: 'component', id })) ?? [];
    };

    app.get(
      '/v1/firearms/:id/components',
      {
        config: { reads: 'components' },
        schema: {
          tags: ['Firearms'],
          operationId: 'getComponents',
          summary: 'Essential components of a firearm at validAt, as known at knownAt',
          params: z.object({ id: z.string().regex(new RegExp(idPattern.firearm), 'must be a firearm id') }),
          headers: purposeHeader,
          querystring: bitemporalQuery,
          response: {
            200: z.object({
              firearmId: z.string(),
              validAt: z.string(),
              knownAt: z.string(),
              streamVersion: z.int(),
              components: z.array(fittedComponent),
            }),
            ...problems(400, 403, 404),
          },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        const { known, timeline, validAt, knownAt, stated } = await subjectHistory(
          deps,
          firearmKind,
          id,
          request.query,
          reply,
        );
        const firearm = stateAt(timeline, validAt);
        const ids = everFitted(known);
        const historyOf = await histories(ids, knownAt);
        const components = ids.flatMap((componentId) => {
          const own = timelineOf(componentKind.fold, historyOf(componentId));
          const state = stateAt(own, validAt);
          // The component's own stream says where it is: there it has one place at a time.
          if (state.parent?.firearmId !== id) return [];
          const effective = effectiveStatus(state, firearm);
          return [
            {
              componentId,
              kind: state.kind ?? null,
              serialRaw: state.serialRaw ?? null,
              matchesFrame: state.matchesFrame ?? null,
              calibre: (state.calibre as Record<string, unknown> | undefined) ?? null,
              category: state.category ?? null,
              subcategory: state.subcategory ?? null,
              since: writtenMoment(state.parent.since),
              status: effective.status,
              statusBy: effective.by,
              alerts: effective.alerts.map(({ kind, openedBy }) => ({ kind, openedBy })),
              holder: effective.holder ?? null,
              certain: isCertainAt(own, validAt),
            },
          ];
        });
        return { firearmId: id, ...stated, components };
      },
    );

    app.get(
      '/v1/parties/:id/components',
      {
        config: { reads: 'components of a party' },
        schema: {
          tags: ['Lists'],
          operationId: 'getComponentsOfParty',
          summary: 'Loose components a party answered for at validAt, as known at knownAt',
          params: z.object({ id: z.string().regex(new RegExp(idPattern.party), 'must be a party id') }),
          headers: purposeHeader,
          querystring: z.strictObject({ ...bitemporalQuery.shape, ...pageQuery }),
          response: {
            200: z.object({
              party: z.string(),
              validAt: z.string(),
              knownAt: z.string(),
              components: z.array(
                z.object({
                  componentId: z.string(),
                  status: z.string(),
                  kind: z.string().nullable(),
                  serialRaw: z.string().nullable(),
                  category: z.string().nullable(),
                  subcategory: z.string().nullable(),
                  role: z.string().nullable(),
                  since: z.string().nullable(),
                }),
              ),
              next: z.string().nullable(),
            }),
            ...problems(400, 403),
          },
        },
      },
      async (request, reply) => {
        const known = await awaitKnown(deps, request, reply, [componentTree]);
        const { cursor, limit } = request.query;
        const times = known.moments(request.query);
        const rows = await componentsOfParty(deps.sql, {
          party: request.params.id,
          ...times,
          after: readCursor(cursor, new RegExp(idPattern.component)) ?? '',
          limit,
        });
        const last = rows.at(-1);
        return {
          party: request.params.id,
          ...times,
          components: rows.map(({ since, ...row }) => ({
            ...row,
            since: since instanceof Date ? since.toISOString() : present.isoOrNull(since),
          })),
          next: last === undefined || rows.length < limit ? null : writeCursor(last.componentId),
        };
      },
    );
  };
