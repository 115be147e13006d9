import { quoted } from '../../projections/engine/columnLiteral.ts';

/**
 * Numbers as a PostgreSQL array in its text form, for a parameter of a statement that takes many rows. Written here
 * because the driver's own looks at each element several times, which was a twentieth of an append.
 */
export const numberArray = (values: ReadonlyArray<number | bigint>): string => `{${values.join(',')}}`;

/** The same of texts, ids and codes; null is NULL. */
export const textArray = (values: ReadonlyArray<string | null>): string =>
  `{${values.map((value) => (value === null ? 'NULL' : quoted(value))).join(',')}}`;
