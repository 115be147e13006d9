import type { Channel } from '../exchange/notice.ts';
import type { Anomaly } from '../stream/streamKind.ts';
import type { Instant } from '../time/zone.ts';

/** Statuses in the order of the table's columns. */
export const alertStatuses = ['NEW', 'OPEN', 'CLOSED'] as const;
export type AlertStatus = (typeof alertStatuses)[number];

/**
 * One entry abroad (REQ-LST-02). `DUE` with a reference: it is there and has to be changed. `since`: the moment from
 * which the deadline of this status runs.
 */
export type AlertEntry = {
  readonly channel: Channel;
  readonly status: 'DUE' | 'SENT' | 'DELETE_DUE' | 'DELETED';
  readonly since: Instant;
  readonly ref?: string;
};

/** What is true of one alert at one moment. */
export type AlertState = {
  readonly status: AlertStatus;
  readonly firearmId?: string;
  readonly kind?: 'LOST' | 'STOLEN';
  readonly closedFor?: 'WITHDRAWN' | 'DISCHARGED' | 'RECORD_CHANGED';
  readonly entries: ReadonlyArray<AlertEntry>;
  readonly anomalies: ReadonlyArray<Anomaly>;
};

export const initialAlert: AlertState = { status: 'NEW', entries: [], anomalies: [] };
