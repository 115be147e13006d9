import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  differenceOn,
  editDistance,
  isPattern,
  patternRefusal,
  swappedNeighbours,
} from '../../domain/identification/serialLadder.ts';

describe('identification 6.4 VARIANT', () => {
  test.each([
    ['AB12345', '12345', 'PREFIX_OR_SUFFIX'],
    ['12345', 'AB12345', 'PREFIX_OR_SUFFIX'],
    ['12345', '12345C', 'PREFIX_OR_SUFFIX'],
    ['00421', '421', 'LEADING_ZEROS'],
    ['A00421', 'A421', 'LEADING_ZEROS'],
    // The example of the NCIC code manual.
    ['369J257', '369M257', 'LETTERS_BETWEEN_DIGITS'],
    ['369J257', '369257', 'LETTERS_BETWEEN_DIGITS'],
    ['B5837', '85831', 'WORN_CHARACTERS'],
    ['AB12345', 'CD12345', undefined],
    ['12', 'AB12', undefined],
    ['12345', '12346', undefined],
    // Equal but for a strong confusion: found a rung above.
    ['O1234', '01234', undefined],
  ])('%s and %s: %s', (asked, mark, difference) => {
    expect(differenceOn('VARIANT', asked, mark)).toBe(difference);
  });
});

describe('identification 6.4 FUZZY', () => {
  test.each([
    ['12345', '12354', 'NEIGHBOURS_SWAPPED'],
    ['12345', '12395', 'ONE_CHARACTER'],
    ['12345', '1234', 'ONE_CHARACTER'],
    ['12345', '19395', undefined],
    ['AB123456', 'AB193956', 'TWO_CHARACTERS'],
    ['AB123456', 'XB193956', undefined],
    ['1234', '1239', undefined],
    ['1234', '1243', 'NEIGHBOURS_SWAPPED'],
    ['12?4?', '12345', 'PATTERN'],
    ['12?4?', '1234', undefined],
    // The O that is a zero is no reason to miss it.
    ['C-4O?71', 'C-40571', 'PATTERN'],
    ['AB*9', 'AB-123-9', 'PATTERN'],
    ['AB*9', 'AB-123-8', undefined],
  ])('%s and %s: %s', (asked, mark, difference) => {
    expect(differenceOn('FUZZY', asked, mark)).toBe(difference);
  });

  test('HC-08 the characters recovered from an obliterated number find it', () => {
    expect(differenceOn('FUZZY', '12?45', '12345')).toBe('PATTERN');
  });

  const alphabet = fc.constantFrom('0', '1', '5', 'A', 'B');
  const number = fc.array(alphabet, { minLength: 0, maxLength: 10 }).map((characters) => characters.join(''));

  test('the distance is that of the plain recursive definition', () => {
    const plain = (one: string, other: string): number =>
      one === '' || other === ''
        ? Math.max(one.length, other.length)
        : one[0] === other[0]
          ? plain(one.slice(1), other.slice(1))
          : 1 +
            Math.min(
              plain(one.slice(1), other),
              plain(one, other.slice(1)),
              plain(one.slice(1), other.slice(1)),
            );
    const short = number.map((text) => text.slice(0, 6));
    fc.assert(
      fc.property(short, short, fc.constantFrom(0, 1, 2), (one, other, most) => {
        expect(editDistance(one, other, most)).toBe(Math.min(plain(one, other), most + 1));
      }),
    );
  });

  test('a pattern covers what the regular expression of the same meaning covers', () => {
    const pattern = fc
      .array(fc.oneof(alphabet, fc.constantFrom('?', '*')), { minLength: 1, maxLength: 8 })
      .map((parts) => parts.join(''))
      .filter(isPattern);
    fc.assert(
      fc.property(pattern, number, (asked, mark) => {
        const expression = new RegExp(`^${asked.replaceAll('?', '.').replaceAll('*', '.*')}$`);
        expect(differenceOn('FUZZY', asked, mark) === 'PATTERN').toBe(expression.test(mark));
      }),
    );
  });

  test('a pattern of many stars takes no time', () => {
    const started = performance.now();
    expect(differenceOn('FUZZY', `${'*1'.repeat(19)}*A`, '1'.repeat(200))).toBe(undefined);
    expect(performance.now() - started).toBeLessThan(200);
  });

  test('swapping neighbours is its own inverse', () => {
    fc.assert(
      fc.property(number, (text) => {
        for (const swapped of swappedNeighbours(text)) expect(swappedNeighbours(swapped)).toContain(text);
      }),
    );
  });
});

describe('identification 6.4 WEAK and the rule for incomplete numbers', () => {
  test('the digits are contained', () => {
    expect(differenceOn('WEAK', '2345', 'AB 123456')).toBe('DIGITS_CONTAINED');
    expect(differenceOn('WEAK', '23', 'AB 123456')).toBe(undefined);
    expect(differenceOn('WEAK', '2349', 'AB 123456')).toBe(undefined);
  });

  test('an incomplete number needs two further attributes and two characters', () => {
    const [make, model] = ['Zastava', 'M57'];
    expect(patternRefusal('12345', {})).toBe(undefined);
    expect(patternRefusal('12?45', { make })).toMatch(/at least 2 of make, model and calibre/);
    expect(patternRefusal('12?45', { make, model })).toBe(undefined);
    expect(patternRefusal('*?7', { make, model })).toMatch(/at least 2 characters/);
  });
});
