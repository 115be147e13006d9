import { recordRows } from '../stream/records/rows.ts';
import type { AnyAlertEvent } from './definition.ts';
import { alertClosed } from './events/alertClosed.ts';
import { alertOpened } from './events/alertOpened.ts';
import { alertUpdated } from './events/alertUpdated.ts';
import { attemptedUnderAlert } from './events/attemptedUnderAlert.ts';
import { inboundNoticeReceived, outboundNoticeSent } from './events/notices.ts';
import { alertStatuses } from './state.ts';

/**
 * The events of this stream and its transition table, side by side (see `domain/firearm/catalogue.ts`). The first three
 * are halves of reports on the firearm: whatever that stream accepts, this one follows.
 */
// biome-ignore format: the columns are the table
export const alertCatalogue = [
  //                       NEW    OPEN   CLOSED
  [alertOpened,           'OPEN   =      OPEN  '],
  [alertUpdated,          'OPEN   =      OPEN  '],
  [alertClosed,           'CLOSED CLOSED =     '],
  [outboundNoticeSent,    'R00    =      =     '],
  [inboundNoticeReceived, 'R00    =      =     '],
  [attemptedUnderAlert,   'R00    =      =     '],
  ...recordRows(alertStatuses),
] as const satisfies ReadonlyArray<readonly [AnyAlertEvent, string]>;
