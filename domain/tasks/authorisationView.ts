import type { RecordedEvent } from '../event/envelope.ts';
import type { CalendarDate } from '../time/calendarDate.ts';
import { isCalendarDate } from '../time/calendarDate.ts';

/** What tasks and lists read of an authorisation beside its status. */
export type AuthorisationView = {
  readonly status: string;
  readonly partyId?: string;
  readonly right?: {
    readonly kind?: string;
    readonly categories?: ReadonlyArray<string>;
    readonly subcategories?: ReadonlyArray<string>;
  };
};

/** A date that an event of an authorisation states, by the catalogue's name of the field (5.3). */
export const statedDate = (
  { payload }: RecordedEvent,
  field: 'validTo' | 'reviewDue',
): CalendarDate | undefined => {
  const stated = payload as Readonly<Record<string, unknown>>;
  const value = stated[field] ?? (field === 'reviewDue' ? stated['nextReviewDue'] : undefined);
  return typeof value === 'string' && isCalendarDate(value) ? value : undefined;
};

/** Whether it can be used, or could again: its review and its renewal are somebody's task. */
export const isAlive = ({ status }: AuthorisationView): boolean =>
  status === 'GRANTED' || status === 'SUSPENDED';
