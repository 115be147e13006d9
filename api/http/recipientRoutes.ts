import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { RecordedEvent } from '../../domain/event/envelope.ts';
import { firearmKind } from '../../domain/firearm/kind.ts';
import { changedRecord, informedBy, recipientsOf } from '../../domain/firearm/recipients.ts';
import { partyKind } from '../../domain/party/kind.ts';
import { idPattern } from '../../domain/shared/ids.ts';
import type { StreamKind, StreamState } from '../../domain/stream/streamKind.ts';
import { disclosures } from '../../projections/accessLog/disclosures.ts';
import { purposeHeader } from './access.ts';
import type { HttpDeps } from './deps.ts';
import * as present from './present.ts';
import { problem } from './problem.ts';
import { idKeyOf, problems, subjectParams, titled } from './schemas.ts';
import { subjectHistory } from './subjectHistory.ts';

const recipientSchema = z.object({
  recipient: z.string(),
  how: z.enum(['TRACE_ANSWER', 'NOTICE', 'READ']),
  first: z.string(),
  last: z.string(),
  times: z.int(),
  purpose: z.string().nullable().meta({ description: 'for which it was read here' }),
  disclosureEventId: z.string().nullable().meta({ description: 'the answer or notice' }),
  informed: z.object({ eventId: z.string(), at: z.string() }).nullable(),
});

const told = (event: RecordedEvent | undefined) =>
  event === undefined ? null : { eventId: event.eventId, at: present.iso(event.recordedAt) };

/** Who had received data that was corrected, and who of them was told (GDPR 19; REQ-DPR-04). */
export const recipientRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();

    const recipients = async <S extends StreamState>(
      kind: StreamKind<S>,
      id: string,
      changeId: string,
      request: FastifyRequest,
      reply: FastifyReply,
    ) => {
      const { known, timeline } = await subjectHistory(deps, kind, id, {}, reply);
      const change = known.find(({ eventId }) => eventId === changeId);
      if (change === undefined)
        throw problem(404, 'R71', 'unknown event', 'No event with this id is recorded here.');
      const { annulled } = timeline.knowledge;
      const target = changedRecord(known, change);
      const answered = recipientsOf(known, change, annulled).map(({ recipient, how, disclosure }) => ({
        recipient,
        how,
        first: present.iso(disclosure.recordedAt),
        last: present.iso(disclosure.recordedAt),
        times: 1,
        purpose: null,
        disclosureEventId: disclosure.eventId,
        informed: told(informedBy(known, change, { disclosureEventId: disclosure.eventId }, annulled)),
      }));
      const read = await disclosures(deps.sql, {
        subjects: [id],
        // That somebody investigates is not for who only administers the register.
        ...(request.headers['ledger-purpose'] === 'LICENSING' ? { regime: 'GDPR' as const } : {}),
        from: present.iso((target ?? known[0] ?? change).recordedAt),
        to: present.iso(change.recordedAt),
      });
      return {
        [idKeyOf(kind)]: id,
        changeEventId: change.eventId,
        targetEventId: target?.eventId ?? null,
        recipients: [
          ...answered,
          ...read
            .filter(({ organisationId }) => organisationId !== change.metadata.recordedBy.organisationId)
            .map(({ organisationId, purpose, times, first, last }) => ({
              recipient: organisationId,
              how: 'READ' as const,
              first: first.toISOString(),
              last: last.toISOString(),
              times,
              purpose,
              disclosureEventId: null,
              informed: told(informedBy(known, change, { recipient: organisationId }, annulled)),
            })),
        ],
      };
    };

    for (const kind of [firearmKind, partyKind]) {
      const stated = {
        changeEventId: z.string(),
        targetEventId: z.string().nullable(),
        recipients: z.array(recipientSchema),
      };
      app.get(
        `/v1/${kind.plural}/:id/recipients`,
        {
          config: { reads: 'recipients', purposes: ['DATA_PROTECTION', 'AUDIT', 'LICENSING'] },
          schema: {
            tags: ['Data protection'],
            operationId: `get${titled(kind.name)}Recipients`,
            summary: `Who had received what a correction, annulment or late record of a ${kind.name} changed`,
            params: subjectParams(kind),
            headers: purposeHeader,
            querystring: z.strictObject({
              changeEventId: z.string().regex(new RegExp(idPattern.event), 'must be an event id'),
            }),
            response: {
              200: z
                .object({ [idKeyOf(kind)]: z.string(), ...stated })
                .meta({ id: `${titled(kind.name)}Recipients` }),
              ...problems(400, 403, 404),
            },
          },
        },
        async (request, reply): Promise<never> => {
          const { id } = request.params as unknown as { readonly id: string };
          const { changeEventId } = request.query;
          const any = kind as unknown as StreamKind<StreamState>;
          return (await recipients(any, id, changeEventId, request, reply)) as never;
        },
      );
    }
  };
