import type { RecordedBy, RecordedEvent, Source } from '../event/envelope.ts';
import type { Policy } from '../policy/policy.ts';
import type { EventCodec, PayloadFault } from '../ports/eventCodec.ts';
import type { EventStore, StoreUnavailable } from '../ports/eventStore.ts';
import type { RememberedStreams } from '../ports/rememberedStreams.ts';
import type { Clock, Digest, Randomness } from '../ports/system.ts';
import type { Vault, VaultFailure } from '../ports/vault.ts';
import type { DerivedIds } from '../shared/ids.ts';
import type { Refusal } from '../shared/refusal.ts';
import type { StreamKindName } from '../stream/kinds.ts';
import type { StreamKey } from '../stream/surroundings.ts';
import type { EffectiveTime } from '../time/effectiveTime.ts';

/** What recording needs of the outside. */
export type RecordPorts = {
  readonly eventStore: EventStore;
  /** Serves only with a log that compares in the append (`appendResting`). */
  readonly remembered?: RememberedStreams;
  readonly codec: EventCodec;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly digest: Digest;
  readonly ids: DerivedIds;
  /** The profile of the configuration: what decides until a policy is adopted (version 0). */
  readonly policy: Policy;
  readonly authorityId: string;
};

/** One event as its recorder states it. */
export type EventEntry = {
  readonly type: string;
  readonly effectiveAt: EffectiveTime;
  readonly sequenceHint?: number;
  readonly payload: unknown;
  readonly source: Source;
  readonly legalBasis?: ReadonlyArray<string>;
  /** Digest of what the entry was made from, where that and not the reading of it tells a retry from a change. */
  readonly contentDigest?: string;
};

/** Events for one subject that are recorded together or not at all, under one idempotency key. */
export type RecordRequest = {
  /** Without `id` the first event of a new subject, whose id is then derived from organisation and key. */
  readonly subject: { readonly kind: StreamKindName; readonly id?: string };
  readonly idempotencyKey: string;
  readonly recordedBy: RecordedBy;
  readonly entries: ReadonlyArray<EventEntry>;
  /** Stream version the recorder has seen; another one refuses. */
  readonly expectedVersion?: number;
};

type ReceiptEvent = Pick<RecordedEvent, 'eventId' | 'type' | 'streamVersion'> & {
  readonly disputes: ReadonlyArray<string>;
};

export type Receipt = {
  readonly subject: StreamKey;
  readonly streamVersion: number;
  /** Absent in a dry run. */
  readonly position?: bigint;
  readonly recordedAt?: number;
  readonly idempotent: boolean;
  readonly events: ReadonlyArray<ReceiptEvent>;
  /** What the same command recorded in other streams. */
  readonly elsewhere: ReadonlyArray<ReceiptEvent & { readonly subject: StreamKey }>;
};

export type RecordFailure =
  | { readonly kind: 'REFUSED'; readonly refusal: Refusal; readonly entry: number }
  | { readonly kind: 'INVALID_PAYLOAD'; readonly faults: ReadonlyArray<PayloadFault>; readonly entry: number }
  | { readonly kind: 'IDEMPOTENCY_KEY_REUSED' }
  | { readonly kind: 'VERSION_CONFLICT'; readonly actual: number }
  | StoreUnavailable
  | VaultFailure;
