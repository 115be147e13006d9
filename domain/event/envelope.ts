import type { RefusalCode } from '../shared/refusal.ts';
import type { EffectiveTime } from '../time/effectiveTime.ts';
import type { Instant } from '../time/zone.ts';

/** Who may record (catalogue section 4). */
export const roles = [
  'MFR',
  'DLR',
  'BRK',
  'PRF',
  'VER',
  'CLK',
  'CUS',
  'POL',
  'JUD',
  'LAB',
  'STO',
  'FFP',
  'FOR',
  'HLD',
  'DPO',
  'AUD',
  'MIG',
  'SYS',
] as const;
export type Role = (typeof roles)[number];

export const sourceKinds = [
  'DIRECT',
  'DEALER_API',
  'PAPER',
  'LEGACY_IMPORT',
  'FOREIGN_AUTHORITY',
  'COURT',
  'SENSOR',
] as const;
/** On what evidence an event rests; paper and legacy evidence need a reference. */
export type Source = {
  readonly kind: (typeof sourceKinds)[number];
  readonly ref?: string;
  readonly documentSha256?: string;
};

export type RecordedBy = {
  readonly actorId: string;
  readonly role: Role;
  readonly organisationId: string;
  readonly onBehalfOf?: string;
};

export type AssertionKind = 'FACT' | 'ALLEGATION' | 'ASSESSMENT';

/** Reasons to look at an event that takes effect all the same. */
export const flagReasons = [
  'SUPPLIER_MISMATCH',
  'LICENCE_NOT_VALID',
  'RECEIVER_NOT_ENTITLED',
  'PARTICULARS_DIFFER',
  'NOTICE_LATE',
] as const;
export type FlagReason = (typeof flagReasons)[number];

/**
 * Why an accepted event awaits a decision (catalogue 8 rule 6, 6.2). A flag takes effect all the same; a guard code
 * means that the state of today forbids what the state of then allowed, so it takes none.
 */
export type DisputeReason = FlagReason | RefusalCode;

const isFlag = (reason: DisputeReason): reason is FlagReason =>
  (flagReasons as ReadonlyArray<string>).includes(reason);

/** The guard code for which the event has no effect until an authority decides; undefined when it has effect. */
export const guardDispute = (metadata: Pick<Metadata, 'disputes'>): RefusalCode | undefined =>
  metadata.disputes?.find((reason): reason is RefusalCode => !isFlag(reason));

/** The part of the envelope that the recorder and the rules decide; stored as canonical JSON beside the payload. */
export type Metadata = {
  readonly effectiveAt: EffectiveTime;
  readonly sequenceHint?: number;
  readonly recordedBy: RecordedBy;
  readonly authorityId: string;
  readonly source: Source;
  readonly legalBasis: ReadonlyArray<string>;
  readonly assertionKind: AssertionKind;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly idempotencyKey: string;
  /** Digest of the command, so that the same key with other content is told apart from a retry. */
  readonly commandDigest: string;
  readonly disputes?: ReadonlyArray<DisputeReason>;
  /** Version of the policy that was in force at recording: an old decision is explained by the policy of its day. */
  readonly policyVersion?: number;
  /** 16 random bytes in hex: the leaf of the transparency log commits to SHA-256(salt, payload). */
  readonly salt: string;
};

/** One event as the fold sees it (catalogue section 2). `streamVersion` counts from 1. */
export type RecordedEvent<T extends string = string, P = unknown> = {
  readonly eventId: string;
  readonly type: T;
  readonly schemaVersion: number;
  readonly streamId: string;
  readonly streamVersion: number;
  /** In the one order of the log; absent for an event that is decided but not yet appended. */
  readonly position?: bigint;
  readonly recordedAt: Instant;
  readonly metadata: Metadata;
  readonly payload: P;
};
