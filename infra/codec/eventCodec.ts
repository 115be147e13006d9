import type { RecordedEvent } from '../../domain/event/envelope.ts';
import type { EventCodec } from '../../domain/ports/eventCodec.ts';
import type { Json } from '../../domain/shared/canonicalJson.ts';
import { canonicalJson } from '../../domain/shared/canonicalJson.ts';
import { faultsOf } from '../../domain/shared/faultsOf.ts';
import type { PersonalForm } from '../../domain/shared/shape.ts';
import { streamKinds } from '../../domain/streamKinds.ts';
import { readMetadata } from './storedMetadata.ts';

// A type that several kinds of stream have is described once: the codec knows types, not streams.
const definitions = new Map(
  streamKinds.flatMap((kind) => kind.definitions.map((definition) => [definition.type, definition] as const)),
);
const payloads = new Map(
  [...definitions.values()].map((definition) => [
    `${definition.type}.v${definition.schemaVersion}`,
    {
      type: definition.type,
      GIVEN: faultsOf(definition.payload, 'GIVEN'),
      STORED: faultsOf(definition.payload, 'STORED'),
    },
  ]),
);
const current = new Map(
  [...definitions.values()].map((definition) => [
    definition.type,
    payloads.get(`${definition.type}.v${definition.schemaVersion}`),
  ]),
);

export class UnreadableEvent extends Error {}

/** Between domain events and stored bytes: RFC 8785 text out, checked values in. */
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
    const payload: unknown = JSON.parse(stored.payload);
    const metadata = readMetadata(JSON.parse(stored.metadata));
    if (metadata === undefined || known.STORED(payload).length > 0)
      throw new UnreadableEvent(`position ${stored.position}: the stored ${stored.type} is not valid`);
    return {
      eventId: stored.eventId,
      type: stored.type,
      schemaVersion: stored.schemaVersion,
      streamId: stored.streamId,
      streamVersion: Number(stored.revision) + 1,
      position: stored.position,
      recordedAt: stored.recordedAt,
      metadata,
      payload,
    };
  },
  faults: (type, payload, form: PersonalForm = 'GIVEN') => {
    const known = current.get(type);
    return known === undefined ? [{ pointer: '', message: 'no such event' }] : known[form](payload);
  },
});
