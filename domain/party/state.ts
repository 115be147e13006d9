import type { PartyRole } from '../shared/commonFields.ts';
import type { Anomaly } from '../stream/streamKind.ts';
import { type DealerRecord, noDealerRecord } from './dealer.ts';
import type { Profile } from './details.ts';
import type { SubjectRequest } from './subjectRequest.ts';

/** Statuses in the order of the table's columns. */
export const partyStatuses = ['NEW', 'ACTIVE', 'DECEASED', 'CEASED', 'MERGED', 'ERASED'] as const;
export type PartyStatus = (typeof partyStatuses)[number];

/** What a party is. */
export const partyKinds = [
  'NATURAL_PERSON',
  'FIRM',
  'AUTHORITY',
  'STATE_BODY',
  'MUSEUM',
  'ASSOCIATION',
  'PROOF_HOUSE',
  'VERIFYING_ENTITY',
  'NATIONAL_CONTACT_POINT',
  'FOREIGN_AUTHORITY',
] as const;
export type PartyKind = (typeof partyKinds)[number];

/** What is true of one party at one moment. */
export type PartyState = {
  readonly status: PartyStatus;
  readonly anomalies: ReadonlyArray<Anomaly>;
  readonly partyId?: string;
  readonly kind?: PartyKind;
  readonly capacities: ReadonlyArray<PartyRole>;
  readonly profile: Profile;
  /** Rights that were granted to it; what became of them is in their own streams. */
  readonly rights: ReadonlyArray<{ readonly authorisationId: string; readonly kind: string }>;
  readonly dateOfDeath?: string;
  /** The party that this one is now known as; its id stays an alias (catalogue 5.3). */
  readonly mergedInto?: string;
  readonly statusBeforeMerge?: PartyStatus;
  /** Ids of parties that turned out to be this one. */
  readonly aliases: ReadonlyArray<string>;
  readonly dealer: DealerRecord;
  /** What the person asked for as data subject, and the answers. */
  readonly requests: ReadonlyArray<SubjectRequest>;
};

export const initialParty: PartyState = {
  status: 'NEW',
  anomalies: [],
  capacities: [],
  profile: {},
  aliases: [],
  rights: [],
  dealer: noDealerRecord,
  requests: [],
};
