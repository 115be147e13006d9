import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mappedColumns, mappingSchema } from '../../api/import/mapping.ts';
import { createMomentReader } from '../../api/import/readMoment.ts';

const example = JSON.parse(
  readFileSync(new URL('../../examples/dealer-transfers.mapping.json', import.meta.url), 'utf8'),
);
const withMoment = (effectiveAt: object) =>
  mappingSchema.safeParse({ ...example, registered: { ...example.registered, effectiveAt } });

describe('a format of dates says what it means', () => {
  test.each(['YYYY-MM-DD', 'D.M.YYYY.', 'YYYY', 'MM/YYYY', 'YYYYMMDD'])('%s', (format) => {
    expect(withMoment({ column: 'Transfer Date', format }).success).toBe(true);
  });
  test.each(['MM-DD', 'YYYY-DD', 'DD', 'YYY-MM', 'YYYY-MM-MM', 'YYYY YY', 'DDD.MM.YYYY', '...', ''])(
    '%j does not',
    (format) => {
      expect(withMoment({ column: 'Transfer Date', format, firstYear: 1950 }).success).toBe(false);
    },
  );
  test('a year of two digits needs its century', () => {
    const refused = withMoment({ column: 'Transfer Date', format: 'D.M.YY' });
    expect(JSON.stringify(refused.error?.issues)).toMatch(/firstYear.*is needed for years of two digits/);
    expect(withMoment({ column: 'Transfer Date', format: 'D.M.YY', firstYear: 1930 }).success).toBe(true);
  });
});

test.each([
  ['D.M.YYYY.', undefined, '5.3.2017.', '2017-03-05'],
  ['D.M.YYYY.', undefined, '31.2.2017.', undefined],
  ['D.M.YYYY.', undefined, '5x3.2017.', undefined],
  ['D.M.YY', 1930, '1.1.30', '1930-01-01'],
  ['D.M.YY', 1930, '1.1.29', '2029-01-01'],
  ['M/YYYY', undefined, '7/1999', '1999-07'],
  ['YYYYMMDD', undefined, '20170305', '2017-03-05'],
  ['YYYY', undefined, '207', undefined],
])('%s from %s on reads %s as %s', (format, firstYear, text, date) => {
  expect(createMomentReader(format, firstYear)(text)).toBe(date);
});

test('the columns of a mapping are those that it names, each once', () => {
  const { reference: _reference, ...more } = example;
  expect(mappedColumns(mappingSchema.parse(example))).toEqual([
    'Record',
    'Dealer',
    'Make',
    'Model',
    'Model Number',
    'Caliber',
    'Serial Number',
    'Finish',
    'Barrel Length (inches)',
    'Transfer Date',
  ]);
  expect(mappingSchema.safeParse(more).success).toBe(false);
});

test('a delimiter is no quote and no end of a line, an encoding one that can be read', () => {
  for (const wrong of [
    { delimiter: '"' },
    { delimiter: '\n' },
    { delimiter: ';;' },
    { encoding: 'cp852' },
    { format: 'ndjson', encoding: 'windows-1250' },
  ])
    expect(mappingSchema.safeParse({ ...example, ...wrong }).success).toBe(false);
  for (const good of [{ delimiter: '\t' }, { delimiter: ';' }, { encoding: 'windows-1250' }])
    expect(mappingSchema.safeParse({ ...example, ...good }).success).toBe(true);
});
