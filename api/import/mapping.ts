import { z } from 'zod';
import { absenceCodes } from '../../domain/shared/shape.ts';
import { isZone } from '../../domain/time/zone.ts';
import { encodings } from './sourceBytes.ts';

const absence = z.enum(absenceCodes);
const column = z.string().min(1).max(60);
/** Spellings of a column that mean "no value", and which absence each means. Compared as a whole, exactly. */
const absences = z.record(z.string().max(60), absence).optional();

const value = z.union([
  z.strictObject({ column, absence: absences }),
  z.strictObject({ constant: z.string().min(1).max(120) }),
  z.strictObject({ absent: absence }),
]);
const length = z.strictObject({ column, unit: z.enum(['MM', 'CM', 'INCH']), absence: absences });
/** Whether a format says which day, month or year is meant: one year, and a day only with a month. */
const isDateFormat = (format: string): boolean => {
  const parts = [...(format.match(/Y+|M+|D+/g) ?? [])].sort().join(' ');
  return /^(?:(?:DD? )?MM? )?Y(?:Y|YYY)?$/.test(parts);
};
const moment = z.union([
  z
    .strictObject({
      column,
      /** Y or YY or YYYY, M or MM, D or DD, and what stands between them. */
      format: z
        .string()
        .regex(/^[YMD./\- ]{1,12}$/, 'must be made of Y, M, D and . / - or blanks')
        .refine(
          isDateFormat,
          'needs a year (Y, YY or YYYY) and may have a month (M, MM) and with it a day (D, DD)',
        ),
      /** First year that a two-digit year may mean: 1950 reads 49 as 2049 and 50 as 1950. */
      firstYear: z.int().min(1800).max(2100).optional(),
    })
    .refine(({ format, firstYear }) => format.includes('YYYY') || firstYear !== undefined, {
      path: ['firstYear'],
      message: 'is needed for years of two digits: 1950 reads 49 as 2049 and 50 as 1950',
    }),
  z.strictObject({ constant: z.literal('UNKNOWN') }),
]);
const party = z.union([
  z.strictObject({ column, kind: z.enum(['FIRM', 'PERSON']), absence: absences }),
  z.strictObject({ absent: z.enum(['UNKNOWN', 'NONE']) }),
]);

/**
 * How a file of an older register is read: which column is what, how dates are written, which spellings mean that
 * there is no value. What the mapping does not name is not guessed.
 */
export const mappingSchema = z
  .strictObject({
    register: z.string().regex(/^[A-Z0-9][A-Z0-9-]{1,40}$/),
    description: z.string().max(400).optional(),
    format: z.enum(['csv', 'ndjson']),
    /** Of a CSV file; by itself the comma. */
    delimiter: z
      .string()
      .length(1)
      .regex(/[^"\r\n]/, 'cannot be a quote or the end of a line')
      .optional(),
    /** Of a CSV file. By itself DOUBLE, as in RFC 4180; NONE: a quote is text like any other, as in inches. */
    quotes: z.enum(['DOUBLE', 'NONE']).optional(),
    /** How the characters of a CSV file are written; by itself as its first bytes say, or UTF-8. NDJSON is UTF-8 always. */
    encoding: z.enum(encodings).optional(),
    zone: z.string().refine(isZone, 'must be an IANA time zone'),
    /** Column that names each record uniquely and for ever: the key by which a second run knows it. */
    reference: column,
    /** Columns that may hold personal data: they are not taken over word for word. */
    personal: z.array(column).max(60).default([]),
    absence: z.record(z.string().max(60), absence).default({}),
    identity: z.strictObject({
      type: value,
      make: value,
      model: value,
      modelCode: value.optional(),
      calibre: value,
      serialRaw: value,
      countryOfManufacture: value,
      action: value,
      bore: value,
      ignition: value,
      category: value,
      subcategory: value,
      finish: value.optional(),
      barrelLengthMm: length.optional(),
    }),
    registered: z.strictObject({
      effectiveAt: moment,
      responsible: party,
      partyRole: z.enum(['TRADE', 'HOLDER', 'STATE']),
    }),
    transfer: z
      .strictObject({
        effectiveAt: moment,
        supplier: party,
        acquirer: party,
        transferKind: z.enum([
          'DEALER_TO_PERSON',
          'PERSON_TO_PERSON',
          'PERSON_TO_DEALER',
          'DEALER_TO_DEALER',
          'INHERITANCE',
          'GIFT',
        ]),
        reportingSide: z.enum(['SUPPLIER', 'ACQUIRER', 'AUTHORITY']),
        channel: z.enum(['IN_PERSON', 'DISTANCE', 'UNKNOWN']),
      })
      .optional(),
  })
  .refine(({ format, encoding }) => format === 'csv' || encoding === undefined || encoding === 'utf-8', {
    path: ['encoding'],
    message: 'is of CSV files: JSON is UTF-8 (RFC 8259)',
  });
export type Mapping = z.infer<typeof mappingSchema>;
export type MappedValue = z.infer<typeof value>;
export type MappedMoment = z.infer<typeof moment>;
export type MappedParty = z.infer<typeof party>;
export type MappedLength = z.infer<typeof length>;

/** The columns that a mapping names, each once: a file that lacks one of them is another one, or the name is misspelt. */
export const mappedColumns = ({
  reference,
  personal,
  identity,
  registered,
  transfer,
}: Mapping): ReadonlyArray<string> => {
  const from = [
    ...Object.values(identity),
    registered.effectiveAt,
    registered.responsible,
    ...(transfer === undefined ? [] : [transfer.effectiveAt, transfer.supplier, transfer.acquirer]),
  ];
  return [
    ...new Set([
      reference,
      ...personal,
      ...from.flatMap((each) => (each !== undefined && 'column' in each ? [each.column] : [])),
    ]),
  ];
};
