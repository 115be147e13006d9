import type { CalendarDate } from '../time/calendarDate.ts';
import { firstDayOf, lastDayOf } from '../time/calendarDate.ts';

/** When a firearm or component came into being and onto the market: written moments, as exactly as known. */
export type MarkDates = {
  readonly manufacturedOn?: string;
  readonly importedOn?: string;
  /** Kind of that import; a temporary one brings no duty to mark, a return none that was not there before. */
  readonly importKind?: 'NEW' | 'RETURN' | 'TEMPORARY';
  readonly firstMarketDate?: CalendarDate;
  /** When the mark was applied. */
  readonly markedOn?: string;
};

/** From this day what is made or imported must be marked by Dir. 4(1)-(2) (REQ-MRK-01). */
export const markDutyFrom: CalendarDate = '2018-09-14';

const certainlyFrom = (moment: string | undefined, day: CalendarDate): boolean =>
  moment !== undefined && firstDayOf(moment) >= day;

/**
 * Whether the firearm certainly falls under the marking rules of the Directive. Rules run by its own dates, not by
 * today's (trap 25); a refusal needs certainty, so a date too coarse to tell brings no duty.
 */
export const fallsUnderDuty = (dates: MarkDates): boolean =>
  certainlyFrom(dates.manufacturedOn, markDutyFrom) ||
  ((dates.importKind ?? 'NEW') === 'NEW' && certainlyFrom(dates.importedOn, markDutyFrom));

/** Whether the mark of transfer from State stock was applied under the present rules (Dir. 4(2) last subpara). */
export const isRecentStateTransfer = (dates: MarkDates): boolean =>
  certainlyFrom(dates.markedOn, markDutyFrom);

/** Whether the mark needs the minimum depth: first placed on the market from the policy's day (2024/325). */
export const needsDepth = (dates: MarkDates, from: CalendarDate): boolean =>
  certainlyFrom(dates.firstMarketDate, from);

/** Whether the mark was applied in another State before import: alphabet and numerals were that State's to choose. */
export const isAppliedAbroad = ({ markedOn, importedOn }: MarkDates): boolean =>
  markedOn !== undefined && importedOn !== undefined && lastDayOf(markedOn) < firstDayOf(importedOn);
