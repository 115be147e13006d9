import { InvalidArgumentError } from 'commander';
import { isCalendarDate } from '../../domain/time/calendarDate.ts';
import { precisionOf } from '../../domain/time/effectiveTime.ts';

/** A calendar day as an option gives it; anything else is wrong use of the command. */
export const day = (text: string): string => {
  if (!isCalendarDate(text)) throw new InvalidArgumentError('must be a date YYYY-MM-DD');
  return text;
};

/** A whole number within two bounds, both included. */
export const wholeNumber =
  (min: number, max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max)
      throw new InvalidArgumentError(`must be a whole number from ${min} to ${max}`);
    return value;
  };

/** A port to listen on; 0 takes a free one. */
export const port = wholeNumber(0, 65_535);

/** How many lines a list shows at most. */
export const lines = wholeNumber(1, 10_000);

/** A day, whose end is meant, or a date-time with offset. */
export const moment = (text: string): string => {
  if (precisionOf(text) === undefined)
    throw new InvalidArgumentError('must be YYYY-MM-DD or a date-time with offset');
  return text;
};
