import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exampleOf, zodOf } from '../../api/schema/zodOfShape.ts';
import { collectPersonal, withSealed } from '../../domain/shared/personal.ts';
import type { Field, GivenOf, Sealed, StoredOf } from '../../domain/shared/shape.ts';
import { coded, flag, integer, list, optional, personal, record, text } from '../../domain/shared/shape.ts';

const secret = 'SECRET';
type Case = { readonly shape: Field<unknown>; readonly value: unknown };

/** A shape together with a value of it. Only personal values hold the planted word. */
const planted = fc.string({ maxLength: 5 }).map((end) => `${secret}${end.replaceAll(/[^a-z]/g, '')}`);
const leaf: fc.Arbitrary<Case> = fc.oneof(
  fc.constantFrom('a', 'b/c').map((value) => ({ shape: text(40, 'text'), value })),
  fc.nat(9).map((value) => ({ shape: integer(0, 9, 'number'), value })),
  fc.boolean().map((value) => ({ shape: flag('flag'), value })),
  planted.map((value) => ({ shape: personal(text(40, 'name'), 'name'), value })),
  planted.map((value) => ({
    shape: personal(record({ street: text(40, 'street') }), 'home'),
    value: { street: value },
  })),
  planted.map((value) => ({ shape: coded(personal(text(40, 'name'), 'name')), value })),
  fc.constant({ shape: coded(personal(text(40, 'name'), 'name')), value: { absent: 'UNKNOWN' } }),
);
const anyCase: fc.Arbitrary<Case> = fc.letrec<{ case: Case }>((tie) => ({
  case: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc
      .dictionary(fc.constantFrom('a', 'b~', 'c/d', 'e', '__proto__x'), tie('case'), { maxKeys: 5 })
      .map((members) => ({
        shape: record(Object.fromEntries(Object.entries(members).map(([name, { shape }]) => [name, shape]))),
        value: Object.fromEntries(Object.entries(members).map(([name, { value }]) => [name, value])),
      })),
    fc.tuple(tie('case'), fc.nat(3)).map(([{ shape, value }, count]) => ({
      shape: list(shape, 0, 3, 'list'),
      value: Array.from({ length: count }, () => value),
    })),
    fc.tuple(tie('case'), fc.boolean()).map(([{ shape, value }, there]) => ({
      shape: record({ maybe: optional(shape) }),
      value: there ? { maybe: value } : {},
    })),
  ),
})).case;

const reference = (index: number): Sealed => ({
  vaultRef: `V-${String(index).padStart(26, '0')}`,
  commitment: index.toString(16).padStart(64, '0'),
});

const at = (value: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((inside, part) => (inside as Record<string, unknown>)[part], value);
/** Undoes the sealing by the references alone. */
const restored = (value: unknown, values: ReadonlyArray<unknown>): unknown =>
  JSON.parse(JSON.stringify(value), (_name, each) =>
    typeof each === 'object' && each !== null && 'vaultRef' in each
      ? values[Number(each.vaultRef.slice(2))]
      : each,
  );

describe('personal values of a payload', () => {
  test('collected and replaced, none is left in clear, all else is unchanged, and the stored form is valid', () => {
    let sealedAny = 0;
    fc.assert(
      fc.property(anyCase, ({ shape, value }) => {
        const before = JSON.stringify(value);
        const found = collectPersonal(shape, value);
        for (const { pointer, value: each } of found) expect(at(value, pointer)).toEqual(each);
        const stored = withSealed(
          shape,
          value,
          found.map((_, index) => reference(index)),
        );
        expect(JSON.stringify(stored)).not.toContain(secret);
        expect(
          restored(
            stored,
            found.map((each) => each.value),
          ),
        ).toEqual(value);
        expect(JSON.stringify(value)).toBe(before);
        expect(zodOf(shape, 'GIVEN').safeParse(value).success).toBe(true);
        expect(zodOf(shape, 'STORED').safeParse(stored).success).toBe(true);
        if (found.length > 0) {
          sealedAny += 1;
          expect(zodOf(shape, 'STORED').safeParse(value).success).toBe(false);
          const missing = withSealed(shape, value, []);
          expect(JSON.stringify(missing)).not.toContain(secret);
          expect(zodOf(shape, 'STORED').safeParse(missing).success).toBe(false);
        }
      }),
      { numRuns: 2000 },
    );
    expect(sealedAny).toBeGreaterThan(500);
  });

  test('a payload that does not fit its shape is passed on, never thrown at', () => {
    fc.assert(
      fc.property(anyCase, fc.jsonValue(), ({ shape }, value) => {
        const found = collectPersonal(shape, value);
        const stored = withSealed(
          shape,
          value,
          found.map((_, index) => reference(index)),
        );
        if (found.length === 0) expect(stored).toEqual(value);
      }),
    );
  });

  test('types and example tell given from stored', () => {
    const shape = record({
      name: personal(text(120, 'name', 'Ana'), 'name'),
      others: list(coded(personal(integer(0, 9, 'year'), 'year')), 0, 2, 'years'),
      kind: optional(text(5, 'kind')),
    });
    const given: GivenOf<typeof shape> = { name: 'Ana', others: [3, { absent: 'NONE' }] };
    const stored: StoredOf<typeof shape> = withSealed(shape, given, [reference(0), reference(1)]);
    expect(stored).toEqual({ name: reference(0), others: [reference(1), { absent: 'NONE' }] });
    expect(exampleOf(shape)).toEqual({ name: 'Ana', others: [] });
    expect(collectPersonal(shape, given)).toEqual([
      { pointer: '/name', value: 'Ana' },
      { pointer: '/others/0', value: 3 },
    ]);
  });
});
