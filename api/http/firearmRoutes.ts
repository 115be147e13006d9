import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as E from 'fp-ts/lib/Either.js';
import { z } from 'zod';
import type { RecordedEvent } from '../../domain/event/envelope.ts';
import { custodyChain } from '../../domain/firearm/custodyChain.ts';
import { firearmFold } from '../../domain/firearm/evolve.ts';
import { firearmStream } from '../../domain/shared/ids.ts';
import { isCertainAt, stateAt, timelineOf } from '../../domain/time/bitemporalFold.ts';
import { writtenMoment } from '../../domain/time/effectiveTime.ts';
import { purposeHeader } from './access.ts';
import type { HttpDeps } from './deps.ts';
import * as present from './present.ts';
import { problem } from './problem.ts';
import {
  bitemporalQuery,
  chainSchema,
  eventSchema,
  firearmParams,
  firearmSchema,
  holderAnswerSchema,
  problems,
} from './schemas.ts';

const unknownFirearm = () =>
  problem(404, 'R00', 'unknown firearm', 'No firearm with this id is known, or none was at that time.');

/**
 * Reads of one firearm. They fold the firearm's own stream, which is short, so the answer is never older than the
 * log: an alert of a moment ago is in it.
 */
export const firearmRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();

    const historyOf = async (id: string): Promise<ReadonlyArray<RecordedEvent>> => {
      const stored = await deps.eventStore.readStream(firearmStream(id))();
      if (E.isLeft(stored))
        throw problem(503, 'STORE_UNAVAILABLE', 'the ledger cannot be reached', 'Repeat the request later.');
      if (stored.right.length === 0) throw unknownFirearm();
      return stored.right.map(deps.codec.decode);
    };
    const asked = async (
      id: string,
      query: { readonly validAt?: string | undefined; readonly knownAt?: string | undefined },
      reply: FastifyReply,
    ) => {
      const events = await historyOf(id);
      const now = Math.max(deps.record.clock.now(), events.at(-1)?.recordedAt ?? 0);
      const validAt = present.queriedInstant(query.validAt, deps.zone, now);
      const knownAt = present.queriedInstant(query.knownAt, deps.zone, now);
      const known = events.filter((event) => event.recordedAt <= knownAt);
      if (known.length === 0) throw unknownFirearm();
      const timeline = timelineOf(firearmFold, known);
      reply
        .header('etag', `"${events.length}"`)
        .header('ledger-position', String(events.at(-1)?.position ?? 0n));
      return {
        timeline,
        validAt,
        stated: {
          firearmId: id,
          validAt: present.iso(validAt),
          knownAt: present.iso(knownAt),
          streamVersion: known.length,
        },
      };
    };
    const schema = {
      tags: ['Firearms'],
      params: firearmParams,
      headers: purposeHeader,
      querystring: bitemporalQuery,
    };
    const failing = problems(400, 403, 404);

    app.get(
      '/v1/firearms/:id',
      {
        config: { reads: 'firearm' },
        schema: {
          ...schema,
          operationId: 'getFirearm',
          summary: 'Registry view of a firearm',
          response: { 200: firearmSchema, ...failing },
        },
      },
      async (request, reply) => {
        const { timeline, validAt, stated } = await asked(request.params.id, request.query, reply);
        const state = stateAt(timeline, validAt);
        const { disputed, inconsistent } = custodyChain(timeline);
        return {
          ...stated,
          custody: state.custody,
          condition: state.condition,
          markState: state.markState,
          alerts: state.alerts.map(({ kind, openedBy }) => ({ kind, openedBy })),
          holder: state.holder ?? null,
          identity: (state.identity as Record<string, unknown> | undefined) ?? null,
          marks: state.marks.map((mark) => ({ ...mark })),
          importMarkDue: state.importMarkDue,
          certain: isCertainAt(timeline, validAt),
          anomalies: state.anomalies.map((anomaly) => ({ ...anomaly })),
          findings: [...state.findings],
          disputed: disputed.map(present.unsettled),
          inconsistent: inconsistent.map(present.unsettled),
        };
      },
    );
    app.get(
      '/v1/firearms/:id/chain',
      {
        config: { reads: 'chain' },
        schema: {
          ...schema,
          operationId: 'getChain',
          summary: 'Chain of custody up to validAt, as known at knownAt',
          response: { 200: chainSchema, ...failing },
        },
      },
      async (request, reply) => {
        const { timeline, validAt, stated } = await asked(request.params.id, request.query, reply);
        const steps = timeline.steps.filter((step) => step.bounds.earliest <= validAt);
        return { ...stated, ...present.chain(custodyChain({ ...timeline, steps })) };
      },
    );
    app.get(
      '/v1/firearms/:id/holder',
      {
        config: { reads: 'holder' },
        schema: {
          ...schema,
          operationId: 'getHolder',
          summary: 'Who answered for a firearm at validAt, as known at knownAt',
          response: { 200: holderAnswerSchema, ...failing },
        },
      },
      async (request, reply) => {
        const { timeline, validAt, stated } = await asked(request.params.id, request.query, reply);
        const interval = custodyChain(timeline)
          .intervals.filter((each) => each.from.bounds.earliest <= validAt)
          .at(-1);
        return {
          ...stated,
          custody: interval?.custody ?? 'NEW',
          holder: interval?.holder ?? null,
          certain: isCertainAt(timeline, validAt),
          since: interval === undefined ? null : present.boundary(interval.from),
          basis: interval?.basis ?? null,
        };
      },
    );
    app.get(
      '/v1/firearms/:id/events',
      {
        config: { reads: 'events' },
        schema: {
          tags: ['Firearms'],
          operationId: 'getEvents',
          summary: 'History of a firearm: as recorded, as corrected, or both',
          params: firearmParams,
          headers: purposeHeader,
          querystring: z.strictObject({
            view: z.enum(['original', 'corrected', 'both']).default('original'),
            knownAt: bitemporalQuery.shape.knownAt,
          }),
          response: {
            200: z.object({
              firearmId: z.string(),
              view: z.string(),
              knownAt: z.string(),
              events: z.array(eventSchema),
            }),
            ...failing,
          },
        },
      },
      async (request, reply) => {
        const { view, knownAt } = request.query;
        const { id } = request.params;
        const { timeline, stated } = await asked(id, { knownAt }, reply);
        const known = (await historyOf(id)).slice(0, stated.streamVersion);
        const { annulled, corrected } = timeline.knowledge;
        const events =
          view === 'original'
            ? known.map(present.event)
            : view === 'corrected'
              ? known
                  .filter((each) => !annulled.has(each.eventId))
                  .map((each) => present.event(corrected(each)))
              : known.map((each) => {
                  const right = corrected(each);
                  return {
                    ...present.event(each),
                    annulled: annulled.has(each.eventId),
                    corrected:
                      right === each
                        ? null
                        : {
                            effectiveAt: writtenMoment(right.metadata.effectiveAt),
                            payload: right.payload as Record<string, unknown>,
                          },
                  };
                });
        return { firearmId: id, view, knownAt: stated.knownAt, events };
      },
    );
  };
