// Anything else is quoted, and so is a text that reads like the absence of one.
const plainName = /^[\w:.-]+$/;
const isNull = /^null$/i;

/**
 * Lists as text of PostgreSQL arrays, for parameters of statements that take many rows. Written here because the
 * driver's own looks at each element several times, which was a twentieth of an append.
 */
export const numberArray = (values: ReadonlyArray<number | bigint>): string => `{${values.join(',')}}`;

/** The same of texts, ids and codes; null is NULL. */
export const textArray = (values: ReadonlyArray<string | null>): string => {
  let text = '';
  for (const value of values) {
    const element =
      value === null
        ? 'NULL'
        : plainName.test(value) && !isNull.test(value)
          ? value
          : `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
    text = text === '' ? element : `${text},${element}`;
  }
  return `{${text}}`;
};
