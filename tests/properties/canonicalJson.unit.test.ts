import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, type Json } from '../../domain/shared/canonicalJson.ts';

/** RFC 8785 word for word, without regard for speed. */
const byTheBook = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(byTheBook).join(',')}]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${byTheBook(member)}`).join(',')}}`;
};

const names = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '10',
    '9',
    '1a',
    '',
    'Z',
    'a',
    '__proto__',
    'toJSON',
    'constructor',
    '\ud83d\ude00',
    '\ufb33',
    '€',
  ),
);
const values = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.jsonValue({ maxDepth: 0 }),
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(names, fc.oneof(tie('value'), fc.constant(undefined)), { maxKeys: 6 }),
  ),
})).value;

test('is the text that RFC 8785 describes, whatever the names and their order', () => {
  fc.assert(
    fc.property(values, (value) => {
      const text = canonicalJson(value as Json);
      expect(text).toBe(byTheBook(value));
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
    { numRuns: 2000 },
  );
});
test('refuses numbers that JSON does not have', () => {
  for (const number of [Number.NaN, Number.POSITIVE_INFINITY])
    for (const value of [number, [number], { a: number }, { 1: { a: number } }])
      expect(() => canonicalJson(value as Json)).toThrow('not a JSON number');
});
