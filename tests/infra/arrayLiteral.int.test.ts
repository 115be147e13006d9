import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { numberArray, textArray } from '../../infra/postgres/arrayLiteral.ts';
import { createTestDatabase, type TestDatabase } from '../harness/testDatabase.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const texts = fc.array(
  fc.oneof(
    fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed() && !text.includes('\0')),
    fc.constantFrom(
      null,
      '',
      'null',
      'NULL',
      'a,b',
      '{}',
      '"',
      '\\',
      ' ',
      'firearm-W-1',
      '00000000-0000-4000-8000-000000000000',
    ),
  ),
  { maxLength: 8 },
);
const bigints = fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), { maxLength: 8 });

test('the server reads the very texts and numbers out of the literal', async () => {
  await fc.assert(
    fc.asyncProperty(texts, bigints, async (words, numbers) => {
      const { rows } = await database.runtime.query<{ words: unknown; numbers: unknown }>(
        'select $1::text[] as words, $2::bigint[] as numbers',
        [textArray(words), numberArray(numbers)],
      );
      expect(rows[0]?.words).toEqual(words);
      expect(rows[0]?.numbers).toEqual(numbers.map(String));
    }),
    { numRuns: 500 },
  );
});
