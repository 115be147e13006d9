import type { Anomaly } from '../stream/streamKind.ts';

/** Statuses in the order of the table's columns. */
export const partyStatuses = ['NEW', 'ACTIVE', 'DECEASED', 'CEASED', 'MERGED', 'ERASED'] as const;
export type PartyStatus = (typeof partyStatuses)[number];

/** What is true of one party at one moment. */
export type PartyState = {
  readonly status: PartyStatus;
  readonly anomalies: ReadonlyArray<Anomaly>;
};

export const initialParty: PartyState = { status: 'NEW', anomalies: [] };
