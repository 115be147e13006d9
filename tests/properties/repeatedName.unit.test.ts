import fc from 'fast-check';
import { expect, test } from 'vitest';
import { repeatedName } from '../../domain/shared/repeatedName.ts';

test('no JSON that is written from a value has a name twice', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(3), (value, space) => {
      expect(repeatedName(JSON.stringify(value, null, space))).toBeUndefined();
    }),
  );
});

test('a name that is put into an object again is found, wherever the object lies and however it is written', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '"', '\\', '{', '}', ':', ',', ' ', '\n', 'ž', '😀') });
  fc.assert(
    fc.property(text, text, fc.jsonValue(), fc.boolean(), (name, other, value, escaped) => {
      const written = JSON.stringify(name);
      const again = escaped
        ? `"${[...Array(name.length).keys()].map((at) => `\\u${name.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')}"`
        : written;
      const inner = `{${written} : 1,${JSON.stringify(`${other}x`)}:${JSON.stringify(value)},${again}\n:2}`;
      const json = `[{"first":{"a":[]},"second":[${JSON.stringify(value)},${inner}]}]`;
      expect(() => JSON.parse(json)).not.toThrow();
      expect(repeatedName(json)).toBe(name);
    }),
  );
});

test('the same name in different objects is no repetition', () => {
  expect(repeatedName('{"a":{"a":1},"b":[{"a":1},{"a":2}],"c":"{\\"c\\":1,\\"c\\":2}"}')).toBeUndefined();
});
