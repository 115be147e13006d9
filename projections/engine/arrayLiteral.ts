const needsEscape = /["\\]/;

const element = (value: unknown): string => {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'string')
    return needsEscape.test(value)
      ? `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
      : `"${value}"`;
  return String(value);
};

/**
 * The text form of a PostgreSQL array of scalars, for parameters of set-wise statements. Written here because the
 * driver's own escapes every element twice, which was a tenth of an import's time.
 */
export const arrayLiteral = (values: ReadonlyArray<unknown>): string => {
  let text = '{';
  for (const [index, value] of values.entries()) text += index === 0 ? element(value) : `,${element(value)}`;
  return `${text}}`;
};
