/** What JSON can carry. Undefined members are left out, as `JSON.stringify` does. */
export type Json =
  | null
  | boolean
  | number
  | string
  | ReadonlyArray<Json>
  | { readonly [key: string]: Json | undefined };

// Most texts need no escape at all, and the test is cheaper than the general way.
const plainText = /^[ !#-[\]-~]*$/;
const textOf = (text: string): string => (plainText.test(text) ? `"${text}"` : JSON.stringify(text));

/**
 * Canonical text of a JSON value by RFC 8785 (JCS): members sorted by UTF-16 code units, no white space,
 * numbers and strings as ECMAScript writes them. Equal values always give equal text, so hashes and
 * comparisons are made over this text and never over a parsed copy.
 */
export const canonicalJson = (value: Json): string => {
  if (typeof value === 'string') return textOf(value);
  if (value === null || typeof value !== 'object') {
    if (typeof value === 'number' && !Number.isFinite(value)) throw new Error('not a JSON number');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const object = value as { readonly [key: string]: Json | undefined };
  let text = '';
  for (const key of Object.keys(object).sort()) {
    const member = object[key];
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${textOf(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
};
