import type { Anomaly } from '../stream/streamKind.ts';

/** Statuses in the order of the table's columns. */
export const componentStatuses = ['NEW', 'LOOSE', 'FITTED', 'LST', 'STL', 'SZD', 'EXP', 'DESTROYED'] as const;
export type ComponentStatus = (typeof componentStatuses)[number];

/** What is true of one essential component, fitted or loose at one moment. */
export type ComponentState = {
  readonly status: ComponentStatus;
  readonly anomalies: ReadonlyArray<Anomaly>;
};

export const initialComponent: ComponentState = { status: 'NEW', anomalies: [] };
