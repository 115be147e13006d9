import type { Anomaly } from '../stream/streamKind.ts';

/** Statuses in the order of the table's columns. */
export const traceStatuses = [
  'NEW',
  'RECEIVED',
  'SENT',
  'ACKNOWLEDGED',
  'CLARIFICATION',
  'PARTIAL',
  'ANSWERED',
  'REFUSED',
] as const;
export type TraceStatus = (typeof traceStatuses)[number];

/** What is true of one trace request at one moment. */
export type TraceState = {
  readonly status: TraceStatus;
  readonly anomalies: ReadonlyArray<Anomaly>;
};

export const initialTrace: TraceState = { status: 'NEW', anomalies: [] };
