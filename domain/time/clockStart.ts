import type { CalendarDate } from './calendarDate.ts';

/** What happened to a firearm or component that may start or stop its clock. */
export type ClockFacts = {
  readonly destroyedOn?: CalendarDate;
  /** Definitive export or transfer abroad. */
  readonly exportedOn?: CalendarDate;
  /** It came back after that export. */
  readonly returned?: boolean;
  /** It turned up after its destruction had been recorded, and that is not resolved. */
  readonly turnedUp?: boolean;
};

/**
 * The day from which the 30 years run, or undefined while no clock runs: destruction (Dir. 4(5)), and definitive export
 * where national law says so. A return cancels the clock of export (HC-16); a destroyed firearm that turns up stops
 * the clock until that is resolved (HC-15). Loss, theft and deactivation never start one (trap 4).
 */
export const clockStart = (
  facts: ClockFacts,
  policy: { readonly export: { readonly startsRetention: boolean } },
): CalendarDate | undefined => {
  if (facts.turnedUp === true) return undefined;
  if (facts.destroyedOn !== undefined) return facts.destroyedOn;
  return policy.export.startsRetention && facts.returned !== true ? facts.exportedOn : undefined;
};
