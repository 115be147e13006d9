import type { Metadata, RecordedEvent } from '../event/envelope.ts';
import type { PersonalForm } from '../shared/shape.ts';
import type { NewEvent, StoredEvent } from './eventStore.ts';

/** One fault of a payload: where (JSON pointer below the payload) and what is expected. */
export type PayloadFault = { readonly pointer: string; readonly message: string };

/** Between events as the domain sees them and the canonical bytes that are stored. */
export type EventCodec = {
  readonly encode: (event: {
    readonly eventId: string;
    readonly type: string;
    readonly schemaVersion: number;
    readonly payload: unknown;
    readonly metadata: Metadata;
  }) => NewEvent;
  /** Reads a stored event, upcasting older versions. Throws on bytes that no known version allows. */
  readonly decode: (event: StoredEvent) => RecordedEvent;
  /** Faults of a payload for this type, as given (unless said otherwise) or as stored; empty when it is valid. */
  readonly faults: (type: string, payload: unknown, form?: PersonalForm) => ReadonlyArray<PayloadFault>;
};
