import { startOfDate } from '../../domain/time/calendarDate.ts';
import { dateQuery } from '../http/listing.ts';
import * as present from '../http/present.ts';

export const periodQuery = {
  from: dateQuery.optional().meta({ description: 'on this day or later' }),
  to: dateQuery.optional().meta({ description: 'before this day' }),
};

/** Bounds of a period of local days as the database compares them. */
export const periodOf = (
  { zone }: { readonly zone: string },
  { from, to }: Readonly<Record<string, string | undefined>>,
): { readonly from: string; readonly to: string } => ({
  from: from === undefined ? '-infinity' : present.iso(startOfDate(from, zone)),
  to: to === undefined ? 'infinity' : present.iso(startOfDate(to, zone)),
});
