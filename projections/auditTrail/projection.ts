import { keyOfStream } from '../../domain/streamKinds.ts';
import { boundsOf } from '../../domain/time/effectiveTime.ts';
import type { Projection, Table } from '../engine/projection.ts';

export const auditEntry: Table = {
  name: 'entry',
  columns: {
    position: 'bigint',
    event_id: 'uuid',
    kind: 'text',
    subject_id: 'text',
    stream_version: 'integer',
    type: 'text',
    effective_from: 'timestamptz',
    effective_until: 'timestamptz',
    recorded_at: 'timestamptz',
    actor_id: 'text',
    role: 'text',
    organisation_id: 'text',
    source_kind: 'text',
    assertion_kind: 'text',
    disputes: 'codes',
    target_event_id: 'uuid',
    reason: 'text',
  },
  key: ['position'],
  indexes: [
    '(organisation_id, position)',
    '(subject_id, position)',
    '(type, position)',
    '(target_event_id) where target_event_id is not null',
  ],
};

/** Who recorded what, when, about when, on what evidence; corrections and annulments point to their target. */
export const auditTrail: Projection = {
  name: 'audit_trail',
  version: 3,
  tables: [auditEntry],
  fold: ({ events }) => [
    {
      table: auditEntry,
      close: [],
      remove: [],
      insert: events.map(({ metadata, payload, ...event }) => {
        const bounds = boundsOf(metadata.effectiveAt, event.recordedAt);
        const about = payload as {
          readonly targetEventId?: string;
          readonly annulmentEventId?: string;
          readonly reason?: unknown;
        };
        return {
          position: event.position ?? 0n,
          event_id: event.eventId,
          kind: keyOfStream(event.streamId)?.kind ?? null,
          subject_id: keyOfStream(event.streamId)?.id ?? null,
          stream_version: event.streamVersion,
          type: event.type,
          effective_from: bounds.earliest,
          effective_until: bounds.latest,
          recorded_at: event.recordedAt,
          actor_id: metadata.recordedBy.actorId,
          role: metadata.recordedBy.role,
          organisation_id: metadata.recordedBy.organisationId,
          source_kind: metadata.source.kind,
          assertion_kind: metadata.assertionKind,
          disputes: metadata.disputes ?? [],
          target_event_id: about.targetEventId ?? about.annulmentEventId ?? null,
          // What stands in the vault is no code.
          reason: typeof about.reason === 'string' ? about.reason : null,
        };
      }),
    },
  ],
};
