import { z } from 'zod';
import { isCalendarDate } from '../../domain/time/calendarDate.ts';
import { readCursor, writeCursor } from './cursor.ts';
import * as present from './present.ts';
import { bitemporalQuery, pageQuery } from './schemas.ts';

/** What every list of the register is asked with: as known when, and which page. */
export const listQuery = { knownAt: bitemporalQuery.shape.knownAt, ...pageQuery };

export const dateQuery = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine(isCalendarDate, 'must be a date');
export const uuidForm = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
export const subjectForm = '[A-Z]?-?[0-9A-Z]{0,26}';

/** A stored instant as ISO text; null for one without bound. */
export const written = (value: Date | number | null): string | null =>
  value === null ? null : value instanceof Date ? value.toISOString() : present.isoOrNull(value);

const separator = '|';

/** Parts of a keyset cursor, each of the given form. */
export const placeIn = (
  cursor: string | undefined,
  forms: ReadonlyArray<string>,
): ReadonlyArray<string> | undefined =>
  readCursor(cursor, new RegExp(`^${forms.join(`\\${separator}`)}$`))?.split(separator);

/** The cursor of the next page, or null where this one was not full. */
export const nextAfter = <T>(
  rows: ReadonlyArray<T>,
  limit: number,
  placeOf: (row: T) => ReadonlyArray<string>,
): string | null => {
  const last = rows.at(-1);
  return last === undefined || rows.length < limit ? null : writeCursor(placeOf(last).join(separator));
};
