import type { Timeline } from '../../time/bitemporalFold.ts';
import type { CalendarDate } from '../../time/calendarDate.ts';
import type { Basis } from '../../time/unsettled.ts';
import { basisOf } from '../../time/unsettled.ts';
import type { FirearmState } from '../state.ts';
import { type Days, daysOf, wholeDays } from './days.ts';
import { firstRetailPurchaser } from './retailPurchaser.ts';

/** Whole days as a range: one number where both dates are days. Without `most` no upper bound is known. */
export type DayRange = {
  readonly least: number;
  readonly most?: number;
  /** NOT_POSITIVE: recovered on the day of the transfer or before it; somebody has to look at the dates. */
  readonly flag?: 'NOT_POSITIVE' | 'POSSIBLY_NOT_POSITIVE';
  /** The event it is counted from. */
  readonly countedFrom: Basis;
};

export type TimeToCrime = {
  readonly recovery: Basis;
  readonly recoveredOn: CalendarDate;
  readonly fromFirstRetail?: DayRange;
  readonly fromLastLegalTransfer?: DayRange;
};

const rangeOf = (sold: Days, recoveredOn: CalendarDate, countedFrom: Basis): DayRange => {
  const least = wholeDays(sold.last, recoveredOn);
  const most = sold.first === undefined ? undefined : wholeDays(sold.first, recoveredOn);
  const flag =
    least > 0 ? undefined : most !== undefined && most <= 0 ? 'NOT_POSITIVE' : 'POSSIBLY_NOT_POSITIVE';
  return {
    least,
    ...(most === undefined ? {} : { most }),
    ...(flag === undefined ? {} : { flag }),
    countedFrom,
  };
};

/** The last transfer that counts and contradicts nobody, placed before the recovery in the history. */
const lastLegalTransfer = (timeline: Timeline<FirearmState>, before: number) =>
  timeline.steps
    .slice(0, before)
    .filter(
      ({ event, status }) =>
        status === 'EFFECTIVE' &&
        event.type === 'FirearmTransferred' &&
        event.metadata.disputes === undefined &&
        timeline.knowledge.confirmation(event.eventId) !== 'DISPUTED',
    )
    .at(-1);

/**
 * Time-to-crime for each recovery in crime (users-and-jobs section 1): whole days from the first retail transfer, and
 * from the last legal transfer, to the day of recovery.
 */
export const timesToCrime = (timeline: Timeline<FirearmState>): ReadonlyArray<TimeToCrime> => {
  const retail = firstRetailPurchaser(timeline);
  return timeline.steps.flatMap(({ event, status }, index) => {
    if (event.type !== 'CrimeGunRecovered' || status !== 'EFFECTIVE') return [];
    const recoveredOn = (event.payload as { readonly recoveryDate: string }).recoveryDate;
    const last = lastLegalTransfer(timeline, index);
    return [
      {
        recovery: basisOf(event),
        recoveredOn,
        ...(retail === undefined
          ? {}
          : { fromFirstRetail: rangeOf(daysOf(retail.on), recoveredOn, retail.basis) }),
        ...(last === undefined
          ? {}
          : {
              fromLastLegalTransfer: rangeOf(
                daysOf({ bounds: last.bounds, time: last.event.metadata.effectiveAt }),
                recoveredOn,
                basisOf(last.event),
              ),
            }),
      },
    ];
  });
};
