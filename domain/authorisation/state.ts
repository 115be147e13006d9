import type { Anomaly } from '../stream/streamKind.ts';

/** Statuses in the order of the table's columns. */
export const authorisationStatuses = [
  'NEW',
  'APPLIED',
  'GRANTED',
  'REFUSED',
  'SUSPENDED',
  'EXPIRED',
  'WITHDRAWN',
] as const;
export type AuthorisationStatus = (typeof authorisationStatuses)[number];

/** What is true of one authorisation at one moment. */
export type AuthorisationState = {
  readonly status: AuthorisationStatus;
  readonly anomalies: ReadonlyArray<Anomaly>;
};

export const initialAuthorisation: AuthorisationState = { status: 'NEW', anomalies: [] };
