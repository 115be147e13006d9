import type { Anomaly } from '../stream/streamKind.ts';

/** Statuses in the order of the table's columns. */
export const systemStatuses = ['ACTIVE'] as const;
export type SystemStatus = (typeof systemStatuses)[number];

/** What is true of one ledger itself at one moment. */
export type SystemState = {
  readonly status: SystemStatus;
  readonly anomalies: ReadonlyArray<Anomaly>;
};

export const initialSystem: SystemState = { status: 'ACTIVE', anomalies: [] };
