import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Identity } from '../../domain/firearm/identity.ts';
import { compareIdentities } from '../../domain/identification/uniqueness.ts';

const m57: Identity = {
  type: 'PISTOL',
  make: 'Zastava',
  model: 'M57',
  calibre: [{ raw: '7,62x25' }],
  serialRaw: 'B-123456',
  yearOfManufacture: 1987,
  countryOfManufacture: 'YUCS',
  action: 'SEMI_AUTO',
  bore: 'RIFLED',
  ignition: 'CENTREFIRE',
  category: 'B',
  subcategory: 'B5',
};
const without = (identity: Identity, ...names: ReadonlyArray<keyof Identity>): Identity =>
  Object.fromEntries(
    Object.entries(identity).filter(([name]) => !(names as ReadonlyArray<string>).includes(name)),
  ) as Identity;
const kind = (one: Identity, other: Identity) => compareIdentities(one, other).kind;
const unknown = { absent: 'UNKNOWN' } as const;

describe('identification 6.5', () => {
  test('all equal is a conflict, however it was typed', () => {
    expect(kind(m57, m57)).toBe('IDENTITY_CONFLICT');
    expect(
      kind(m57, {
        ...m57,
        make: 'ZASTAVA d.o.o.',
        model: 'm 57',
        calibre: [{ raw: '7.62 × 25 mm' }],
        serialRaw: 'b 123456',
      }),
    ).toBe('IDENTITY_CONFLICT');
  });
  test('another maker, model, type, calibre or serial is normal', () => {
    for (const other of [
      { make: 'CZ' },
      { model: 'M70' },
      { type: 'RIFLE' as const },
      { calibre: [{ raw: '9 mm Luger' }] },
      { serialRaw: 'B-123457' },
    ])
      expect(kind(m57, { ...m57, ...other })).toBe('NORMAL');
  });
  test.each<[string, Partial<Identity>]>([
    ['year', { yearOfManufacture: 1988 }],
    ['prefix', { serialRaw: 'C-123456' }],
    ['prefix that one lacks', { serialRaw: '123456' }],
    ['suffix', { serialRaw: 'B-123456A' }],
    ['script, by its look', { serialRaw: 'В-123456' }],
    ['script, by its sound', { serialRaw: 'Б-123456' }],
  ])('the same with another %s warns', (_name, other) => {
    expect(kind(m57, { ...m57, ...other })).toBe('WARN');
    expect(kind({ ...m57, ...other }, m57)).toBe('WARN');
  });
  test('tells what agrees and what does not', () => {
    expect(
      compareIdentities(m57, { ...m57, serialRaw: 'В-123456', yearOfManufacture: 1988 }).reasons,
    ).toEqual([
      { attribute: 'SERIAL', agreement: 'OTHER_SCRIPT' },
      { attribute: 'MAKER', agreement: 'EQUAL' },
      { attribute: 'MODEL', agreement: 'EQUAL' },
      { attribute: 'CALIBRE', agreement: 'EQUAL' },
      { attribute: 'TYPE', agreement: 'EQUAL' },
      { attribute: 'YEAR', agreement: 'DIFFERENT' },
    ]);
  });
  test('codes of the lists go before names', () => {
    const coded = { ...m57, manufacturerCode: 'ZASTAVA', modelCode: 'M57' };
    expect(kind(coded, { ...coded, make: 'Preduzece 44', model: 'TT' })).toBe('IDENTITY_CONFLICT');
    expect(kind(coded, { ...coded, manufacturerCode: 'CZ' })).toBe('NORMAL');
  });
  test('what one record lacks lowers a conflict to a warning; two gaps, or no maker, are no finding', () => {
    expect(kind(m57, { ...m57, model: unknown })).toBe('WARN');
    expect(kind(m57, { ...m57, model: unknown, calibre: unknown })).toBe('NORMAL');
    expect(kind(m57, { ...m57, make: unknown })).toBe('NORMAL');
    expect(kind(m57, { ...m57, serialRaw: unknown })).toBe('NORMAL');
    expect(kind(m57, without(m57, 'yearOfManufacture'))).toBe('WARN');
  });
  test('two records without year that are equal in all they hold conflict', () => {
    const bare = without(m57, 'yearOfManufacture');
    expect(kind(bare, bare)).toBe('IDENTITY_CONFLICT');
  });
  test('a serial under three characters needs maker, model and calibre', () => {
    const short = { ...m57, serialRaw: '12' };
    expect(kind(short, short)).toBe('IDENTITY_CONFLICT');
    expect(kind(short, { ...short, model: unknown })).toBe('NORMAL');
    expect(compareIdentities(short, short).reasons).toContainEqual({
      attribute: 'SERIAL_SHORT',
      agreement: 'EQUAL',
    });
  });
  test('numbers of nothing but punctuation are compared as read', () => {
    expect(kind({ ...m57, serialRaw: '***' }, { ...m57, serialRaw: '--' })).toBe('NORMAL');
  });
  test.each(['0000', '12345', '7', '1111'])('%s is flagged as a dummy', (serialRaw) => {
    const each = { ...m57, serialRaw };
    expect(compareIdentities(each, each).reasons).toContainEqual({
      attribute: 'SERIAL_DUMMY',
      agreement: 'EQUAL',
    });
  });
});

const identity = fc.record({
  make: fc.constantFrom('Zastava', 'ZASTAVA', 'CZ', unknown),
  model: fc.constantFrom('M57', 'M70', unknown),
  calibre: fc.constantFrom([{ raw: '9 mm Luger' }], [{ raw: '7,62x25' }], unknown),
  serialRaw: fc.oneof(
    fc.constantFrom('B-1', 'В1', '1', 'B123', 'Б123', '123', 'C 123', '№'),
    fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }),
    fc.constant(unknown),
  ),
  yearOfManufacture: fc.constantFrom(1987, 1988),
});

describe('properties', () => {
  test('total and symmetric', () => {
    fc.assert(
      fc.property(identity, identity, (one, other) => {
        const [left, right] = [
          { ...m57, ...one },
          { ...m57, ...other },
        ];
        expect(kind(left, right)).toBe(kind(right, left));
      }),
      { numRuns: 2000 },
    );
  });
  test('a full record conflicts with itself', () => {
    fc.assert(
      fc.property(identity, (one) => {
        const each = { ...m57, ...one };
        const full = [each.make, each.model, each.calibre, each.serialRaw].every(
          (value) => typeof value === 'string' || Array.isArray(value),
        );
        if (full) expect(kind(each, each)).toBe('IDENTITY_CONFLICT');
      }),
    );
  });
});
