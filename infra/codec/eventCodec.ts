import { z } from 'zod';
import { zodOf } from '../../api/schema/zodOfShape.ts';
import type { Metadata, RecordedEvent } from '../../domain/event/envelope.ts';
import { roles, sourceKinds } from '../../domain/event/envelope.ts';
import type { EventCodec } from '../../domain/ports/eventCodec.ts';
import type { Json } from '../../domain/shared/canonicalJson.ts';
import { canonicalJson } from '../../domain/shared/canonicalJson.ts';
import { streamKinds } from '../../domain/streamKinds.ts';
import { precisions } from '../../domain/time/effectiveTime.ts';

// A type that several kinds of stream have is described once: the codec knows types, not streams.
const definitions = new Map(
  streamKinds.flatMap((kind) => kind.definitions.map((definition) => [definition.type, definition] as const)),
);
const payloads = new Map(
  [...definitions.values()].map((definition) => [
    `${definition.type}.v${definition.schemaVersion}`,
    {
      type: definition.type,
      GIVEN: zodOf(definition.payload, 'GIVEN'),
      STORED: zodOf(definition.payload, 'STORED'),
    },
  ]),
);
const current = new Map(
  [...definitions.values()].map((definition) => [
    definition.type,
    payloads.get(`${definition.type}.v${definition.schemaVersion}`),
  ]),
);

/** The stored form of the envelope's metadata. Frozen: a change of it is a new version with an upcaster. */
const metadata = z.object({
  effectiveAt: z.object({ precision: z.enum(precisions), value: z.string().optional(), zone: z.string() }),
  sequenceHint: z.number().optional(),
  recordedBy: z.object({
    actorId: z.string(),
    role: z.enum(roles),
    organisationId: z.string(),
    onBehalfOf: z.string().optional(),
  }),
  authorityId: z.string(),
  source: z.object({
    kind: z.enum(sourceKinds),
    ref: z.string().optional(),
    documentSha256: z.string().optional(),
  }),
  legalBasis: z.array(z.string()),
  assertionKind: z.enum(['FACT', 'ALLEGATION', 'ASSESSMENT']),
  correlationId: z.string(),
  causationId: z.string().optional(),
  idempotencyKey: z.string(),
  commandDigest: z.string(),
  disputes: z.array(z.string()).optional(),
  policyVersion: z.number().optional(),
  salt: z.string(),
});

export class UnreadableEvent extends Error {}

/** Between domain events and stored bytes: RFC 8785 text out, zod-checked values in. */
export const createEventCodec = (): EventCodec => ({
  encode: (event) => ({
    eventId: event.eventId,
    type: event.type,
    schemaVersion: event.schemaVersion,
    payload: canonicalJson(event.payload as Json),
    metadata: canonicalJson(event.metadata as unknown as Json),
  }),
  decode: (stored): RecordedEvent => {
    const known = payloads.get(`${stored.type}.v${stored.schemaVersion}`);
    if (known === undefined)
      throw new UnreadableEvent(
        `position ${stored.position}: no version ${stored.schemaVersion} of ${stored.type} is known`,
      );
    const payload = known.STORED.safeParse(JSON.parse(stored.payload));
    const envelope = metadata.safeParse(JSON.parse(stored.metadata));
    if (!payload.success || !envelope.success)
      throw new UnreadableEvent(`position ${stored.position}: the stored ${stored.type} is not valid`);
    return {
      eventId: stored.eventId,
      type: stored.type,
      schemaVersion: stored.schemaVersion,
      streamId: stored.streamId,
      streamVersion: Number(stored.revision) + 1,
      position: stored.position,
      recordedAt: stored.recordedAt,
      metadata: envelope.data as Metadata,
      payload: payload.data,
    };
  },
  faults: (type, payload, form = 'GIVEN') => {
    const known = current.get(type);
    if (known === undefined) return [{ pointer: '', message: 'no such event' }];
    const parsed = known[form].safeParse(payload);
    return parsed.success
      ? []
      : parsed.error.issues.map((issue) => ({
          pointer: `/${issue.path.map(String).join('/')}`,
          message: issue.message,
        }));
  },
});
