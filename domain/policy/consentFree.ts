import type { CalendarDate } from '../time/calendarDate.ts';
import type { Policy } from './policy.ts';

/** Whether the State said, for that day, that it needs no prior consent for the subcategory (REQ-TRF-05). */
export const isConsentFree = (
  policy: Policy,
  state: string,
  subcategory: string,
  on: CalendarDate,
): boolean =>
  policy.consentFreeList.some(
    (entry) =>
      entry.state === state &&
      entry.validFrom <= on &&
      (entry.validTo === undefined || on <= entry.validTo) &&
      entry.subcategories.some((listed) => listed === subcategory),
  );
