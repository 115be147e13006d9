import fc from 'fast-check';
import { assertNever } from '../../domain/shared/assertNever.ts';
import type { Field } from '../../domain/shared/shape.ts';

/** Values that break one rule each of some kind of field, or none of any. */
export const oddValue: fc.Arbitrary<unknown> = fc.constantFrom(
  undefined,
  null,
  true,
  0,
  -0,
  -1,
  1.5,
  0.12345,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2 ** 53,
  '',
  ' ',
  'a  b',
  'a ',
  'a\u0000b',
  'a\tb',
  'a\u00a0b',
  'a\ud800',
  '🂡'.repeat(20),
  'x'.repeat(41),
  'x'.repeat(10_001),
  'UNKNOWN',
  '2024-02-29',
  '2023-02-29',
  '2024-02-29\n',
  '0000-01-01',
  '2024',
  '2024-13',
  '2024-05-06T07:08Z',
  '2024-05-06T07:08:09.123+02:00',
  '2024-05-06T24:00Z',
  '2024-05-06T07:08+15:00',
  {},
  [],
  [[]],
  { absent: 'UNKNOWN' },
  { absent: 'NONE' },
  { absent: 'LOST' },
  { absent: 'UNKNOWN', further: 1 },
  { absent: undefined },
  JSON.parse('{"__proto__": 1}'),
);

const lines = (max: number): fc.Arbitrary<string> =>
  fc
    .oneof(
      fc.constantFrom('A', 'Застава', 'AB 12345', 'ß', '\u202fx', "O'Neill & Co."),
      fc.string({ minLength: 1, maxLength: Math.min(max + 1, 200) }),
      fc.constantFrom(max - 1, max, max + 1).map((length) => 'x'.repeat(Math.max(0, length))),
    )
    .map(String);
const anyJson: fc.Arbitrary<unknown> = fc.jsonValue({ maxDepth: 2 });

/** Texts that match, where the generator knows the pattern's means; look-around it does not. */
const matchingOrExample = (pattern: string, example: unknown): fc.Arbitrary<unknown> =>
  pattern.includes('(?')
    ? fc.constantFrom(example, `${String(example)}x`, 'x', '')
    : fc.stringMatching(new RegExp(pattern));

/** Values of the described kind, valid for the most part, with bounds and neighbours of bounds often among them. */
const likely = (field: Field<unknown>): fc.Arbitrary<unknown> => {
  switch (field.kind) {
    case 'text':
      return field.pattern === undefined
        ? lines(field.max)
        : fc.oneof(matchingOrExample(field.pattern, field.example), fc.constant(field.example));
    case 'freeText':
      return lines(field.max);
    case 'integer':
      return fc.integer({ min: field.min - 1, max: field.max + 1 });
    case 'decimal':
      return fc.oneof(
        fc.constantFrom(field.min, field.max, field.min - 0.1, field.max + 0.1),
        fc.integer({ min: field.min * 100, max: field.max * 100 }).map((hundredths) => hundredths / 100),
      );
    case 'boolean':
      return fc.boolean();
    case 'date':
    case 'moment':
      return fc.constantFrom(field.example, '2020-02-29', '1999-12-31');
    case 'oneOf':
      return fc.constantFrom(...field.values);
    case 'json':
      return anyJson;
    case 'coded':
      return fc.oneof(
        { weight: 3, arbitrary: anyValueOf(field.of) },
        { weight: 1, arbitrary: fc.constantFrom(...field.codes).map((absent) => ({ absent })) },
      );
    case 'personal':
      return fc.oneof(
        anyValueOf(field.of),
        fc.constant({ vaultRef: 'V-01J9ZK3C5E7G9JBMDPFRHTKVMX', commitment: '0'.repeat(64) }),
      );
    case 'list':
      return fc.array(anyValueOf(field.of), { minLength: field.min, maxLength: Math.min(field.max + 1, 5) });
    case 'optional':
      return fc.oneof(fc.constant(undefined), anyValueOf(field.of));
    case 'record':
      return fc
        .record(
          Object.fromEntries(
            Object.entries(field.fields).map(([name, member]) => [name, anyValueOf(member)]),
          ),
          {
            requiredKeys: Object.entries(field.fields)
              .filter(([, member]) => member.kind !== 'optional')
              .map(([name]) => name),
          },
        )
        .chain((value) =>
          fc.oneof(
            { weight: 60, arbitrary: fc.constant(value) },
            { weight: 1, arbitrary: oddValue.map((further) => ({ ...value, further })) },
            {
              weight: 1,
              arbitrary: fc
                .constantFrom(...Object.keys(field.fields))
                .map((name) => Object.fromEntries(Object.entries(value).filter(([key]) => key !== name))),
            },
          ),
        );
    default:
      return assertNever(field);
  }
};

/** Any value that might be given for a described field: mostly one that fits, now and then one that does not. */
export const anyValueOf = (field: Field<unknown>): fc.Arbitrary<unknown> =>
  field.kind === 'record'
    ? fc.oneof({ weight: 60, arbitrary: likely(field) }, { weight: 1, arbitrary: oddValue })
    : fc.oneof({ weight: 80, arbitrary: likely(field) }, { weight: 1, arbitrary: oddValue });
