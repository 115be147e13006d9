import { assertNever } from '../shared/assertNever.ts';
import type { Refusal } from '../shared/refusal.ts';
import { firstDayOf, lastDayOf } from '../time/calendarDate.ts';
import { fault, faultIf } from './fault.ts';
import { locationFaults } from './location.ts';

export type ImportKind = 'NEW' | 'RETURN' | 'TEMPORARY';

/** Whether an import calls for an import mark (Protocol 8(1)(b), ITI 8(b); REQ-MRK-08, HC-23). */
export const isImportMarkDue = (kind: ImportKind): boolean => {
  switch (kind) {
    case 'NEW':
      return true;
    case 'RETURN':
    case 'TEMPORARY':
      return false;
    default:
      return assertNever(kind);
  }
};

/** What a stamped import mark says. `yearInferred`: the mark has two digits and the century is a conclusion. */
export type ReadImportMark = {
  readonly countryRaw?: string;
  readonly year?: number;
  readonly yearInferred: boolean;
};

const century = (twoDigits: number, notAfter: number): number => {
  const year = notAfter - (notAfter % 100) + twoDigits;
  return year > notAfter ? year - 100 : year;
};

/**
 * Reads an import mark as stamped, such as `MNE 2021` or `ME 21`. Two digits become the latest such year that is not
 * after `notAfter`, the year in which the mark was read.
 */
export const readImportMark = (raw: string, notAfter: number): ReadImportMark => {
  const country = /(?<!\p{L})\p{Lu}{2,4}(?!\p{L})/u.exec(raw)?.[0];
  const digits = /(?<!\d)(\d{4}|\d{2})(?!\d)/.exec(raw)?.[1];
  return {
    ...(country === undefined ? {} : { countryRaw: country }),
    ...(digits === undefined
      ? {}
      : { year: digits.length === 4 ? Number(digits) : century(Number(digits), notAfter) }),
    yearInferred: digits?.length === 2,
  };
};

export type ImportMarkToJudge = {
  readonly mark: {
    readonly importCountry?: string;
    /** "Where possible": may be missing (Protocol 8(1)(b)). */
    readonly importYear?: number;
    readonly location: string;
  };
  /** Day of the import, as exactly as known. */
  readonly importedOn?: string;
  /** Whether any mark identifies the firearm by itself. */
  readonly hasUniqueMark: boolean;
  /** JSON pointer of the mark in the request. */
  readonly pointer?: string;
};

/** What is wrong with an import mark (Protocol 8(1)(b), ITI 8(b); REQ-MRK-08, -10): refusals R32, or none. */
export const importMarkFaults = (judged: ImportMarkToJudge): ReadonlyArray<Refusal> => {
  const { mark, importedOn, hasUniqueMark, pointer = '/payload' } = judged;
  const year = mark.importYear;
  const otherYear =
    year !== undefined &&
    importedOn !== undefined &&
    (year < Number(firstDayOf(importedOn).slice(0, 4)) || year > Number(lastDayOf(importedOn).slice(0, 4)));
  return [
    ...locationFaults(mark.location, `${pointer}/location`),
    ...faultIf(
      mark.importCountry === undefined,
      `${pointer}/importCountry`,
      'An import mark names the country of import. Add it.',
    ),
    ...faultIf(
      otherYear,
      `${pointer}/importYear`,
      'An import mark shows the year of the recorded import. Correct the year, or the date of the import.',
    ),
    ...(hasUniqueMark
      ? []
      : [
          fault(
            pointer,
            'The firearm has no mark of its own. Give it a serial number with FirearmRemarked (reason UNMARKED), then record the import mark.',
          ),
        ]),
  ];
};
