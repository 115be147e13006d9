import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { streamKinds } from '../../domain/streamKinds.ts';
import { stateAt } from '../../domain/time/bitemporalFold.ts';
import { writtenMoment } from '../../domain/time/effectiveTime.ts';
import { purposeHeader } from './access.ts';
import type { HttpDeps } from './deps.ts';
import * as present from './present.ts';
import {
  bitemporalQuery,
  eventSchema,
  idKeyOf,
  problems,
  subjectParams,
  titled,
  unsettledSchema,
} from './schemas.ts';
import { subjectHistory } from './subjectHistory.ts';

/** Reads that every kind of stream has alike: its history in three views, and its state at a moment. */
export const historyRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    const failing = problems(400, 403, 404);
    for (const kind of streamKinds) {
      const path = kind.alwaysExists ? `/v1/${kind.plural}` : `/v1/${kind.plural}/:id`;
      const params = subjectParams(kind);
      const idOf = (request: { readonly params: unknown }): string =>
        (request.params as { readonly id?: string }).id ?? '';
      app.get(
        `${path}/events`,
        {
          config: { reads: `${kind.name} events` },
          schema: {
            tags: [titled(kind.plural)],
            operationId: `get${titled(kind.name)}Events`,
            summary: `History of one ${kind.name}: as recorded, as corrected, or both`,
            params,
            headers: purposeHeader,
            querystring: z.strictObject({
              view: z.enum(['original', 'corrected', 'both']).default('original'),
              knownAt: bitemporalQuery.shape.knownAt,
            }),
            response: {
              200: z.object({
                [idKeyOf(kind)]: z.string(),
                view: z.string(),
                knownAt: z.string(),
                events: z.array(eventSchema),
              }),
              ...failing,
            },
          },
        },
        async (request, reply): Promise<never> => {
          const { view, knownAt } = request.query as { readonly view: string; readonly knownAt?: string };
          const id = idOf(request);
          const { known, timeline, stated } = await subjectHistory(deps, kind, id, { knownAt }, reply);
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
          return { [idKeyOf(kind)]: id, view, knownAt: stated.knownAt, events } as never;
        },
      );
      // A firearm's state has a view of its own, with more to say.
      if (kind.name === 'firearm') continue;
      app.get(
        path,
        {
          config: { reads: kind.name },
          schema: {
            tags: [titled(kind.plural)],
            operationId: `get${titled(kind.name)}`,
            summary: `State of one ${kind.name} at validAt, as known at knownAt`,
            params,
            headers: purposeHeader,
            querystring: bitemporalQuery,
            response: {
              200: z.object({
                [idKeyOf(kind)]: z.string(),
                validAt: z.string(),
                knownAt: z.string(),
                streamVersion: z.int(),
                status: z.enum(kind.statuses as [string, ...string[]]),
                state: z.record(z.string(), z.unknown()),
                disputed: unsettledSchema,
                inconsistent: unsettledSchema,
              }),
              ...failing,
            },
          },
        },
        async (request, reply) => {
          const id = idOf(request);
          const { timeline, validAt, stated } = await subjectHistory(deps, kind, id, request.query, reply);
          const state = stateAt(timeline, validAt);
          return {
            [idKeyOf(kind)]: id,
            ...stated,
            status: kind.statusOf(state),
            state: state as unknown as Record<string, unknown>,
            ...present.unsettledOf(timeline),
          } as never;
        },
      );
    }
  };
