import type { Anomaly } from '../stream/streamKind.ts';

/** Statuses in the order of the table's columns. */
export const alertStatuses = ['NEW', 'OPEN', 'CLOSED'] as const;
export type AlertStatus = (typeof alertStatuses)[number];

/** What is true of one alert at one moment. */
export type AlertState = {
  readonly status: AlertStatus;
  readonly anomalies: ReadonlyArray<Anomaly>;
};

export const initialAlert: AlertState = { status: 'NEW', anomalies: [] };
