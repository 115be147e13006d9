import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exampleOf, zodOf } from '../../api/schema/zodOfShape.ts';
import type { Metadata } from '../../domain/event/envelope.ts';
import { canonicalJson, type Json } from '../../domain/shared/canonicalJson.ts';
import { faultsOf } from '../../domain/shared/faultsOf.ts';
import { type Field, type PersonalForm, record, text } from '../../domain/shared/shape.ts';
import { streamKinds } from '../../domain/streamKinds.ts';
import { createEventCodec } from '../../infra/codec/eventCodec.ts';
import { anyValueOf, oddValue } from './anyValueOf.ts';

/** The example with one member replaced, so that of a long payload too about half are valid. */
const nearExample = (field: Field<unknown>): fc.Arbitrary<unknown> => {
  if (field.kind !== 'record') return anyValueOf(field);
  const example = exampleOf(field) as object;
  return fc
    .constantFrom(...Object.entries(field.fields))
    .chain(([name, member]) =>
      fc.oneof(anyValueOf(member), oddValue).map((value) => ({ ...example, [name]: value })),
    );
};

const metadata: Metadata = {
  effectiveAt: { precision: 'DAY', value: '2025-06-30', zone: 'UTC' },
  recordedBy: { actorId: 'a', role: 'CLK', organisationId: 'REGISTRY' },
  authorityId: 'ME',
  source: { kind: 'DIRECT' },
  legalBasis: [],
  assertionKind: 'FACT',
  correlationId: '0b8f5f0e-2f0b-5f43-9a53-3a1c6f1f9d11',
  idempotencyKey: 'k',
  commandDigest: '0',
  salt: '0'.repeat(32),
};

const definitions = [
  ...new Map(
    streamKinds.flatMap((kind) => kind.definitions.map((each) => [each.type, each] as const)),
  ).values(),
];
const forms: ReadonlyArray<PersonalForm> = ['GIVEN', 'STORED'];

describe.each(
  definitions.flatMap((definition) => forms.map((form) => ({ type: definition.type, definition, form }))),
)('$type as $form', ({ definition, form }) => {
  const schema = zodOf(definition.payload, form);
  const faults = faultsOf(definition.payload, form);
  const codec = createEventCodec();

  test('is accepted and refused as by the HTTP edge, and read as it was written', () => {
    const seen = { valid: 0, refused: 0 };
    fc.assert(
      fc.property(fc.oneof(anyValueOf(definition.payload), nearExample(definition.payload)), (value) => {
        const parsed = schema.safeParse(value);
        const found = faults(value);
        expect(found.length === 0, JSON.stringify({ value, found, zod: parsed.error?.issues })).toBe(
          parsed.success,
        );
        for (const { pointer, message } of found)
          expect([pointer === '' || pointer.startsWith('/'), message !== '']).toEqual([true, true]);
        if (!parsed.success) {
          seen.refused += 1;
          return;
        }
        seen.valid += 1;
        if (form === 'GIVEN') return;
        const stored = codec.encode({
          eventId: metadata.correlationId,
          type: definition.type,
          schemaVersion: definition.schemaVersion,
          // As the body of a request carries it: without infinities and undefined members.
          payload: JSON.parse(JSON.stringify(value)),
          metadata,
        });
        const read = codec.decode({
          ...stored,
          streamId: 'firearm-W-1',
          revision: 0n,
          position: 1n,
          recordedAt: 0,
        });
        expect(read.payload).toEqual(schema.parse(JSON.parse(stored.payload)));
        expect(canonicalJson(read.payload as Json)).toBe(stored.payload);
        expect(read.metadata).toEqual(metadata);
      }),
      { numRuns: 150 },
    );
    // A generator that only made one kind would prove nothing.
    expect(seen.valid).toBeGreaterThan(2);
    expect(seen.refused).toBeGreaterThan(2);
  });
});

test.each(definitions.map((definition) => [definition.type, definition] as const))(
  '%s has a valid example',
  (_type, definition) => {
    expect(faultsOf(definition.payload, 'GIVEN')(exampleOf(definition.payload))).toEqual([]);
  },
);

test('a fault says where and what is expected', () => {
  const transferred = definitions.find(({ type }) => type === 'FirearmTransferred');
  if (transferred === undefined) throw new Error('no such event');
  const example = exampleOf(transferred.payload) as Record<string, unknown>;
  expect(
    faultsOf(transferred.payload, 'GIVEN')({ ...example, supplierId: 'somebody', channel: 'POST', more: 1 }),
  ).toEqual([
    { pointer: '/supplierId', message: expect.stringContaining('matches') },
    { pointer: '/channel', message: 'must be one of IN_PERSON, DISTANCE, UNKNOWN' },
    { pointer: '/more', message: 'is not a member of this record' },
  ]);
});

test.each([
  [0, false],
  [1, true],
  [20, true],
  [21, false],
])('a text of 1 to 20 characters may be %i characters outside the basic plane: %s', (length, valid) => {
  const field = record({ text: text(20, 'a text', 'UPPER') }, 'a record');
  const value = { text: '🂡'.repeat(length) };
  expect(faultsOf(field, 'GIVEN')(value).length === 0).toBe(valid);
  expect(zodOf(field, 'GIVEN').safeParse(value).success).toBe(valid);
});
