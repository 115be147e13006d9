import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linesOf } from '../../api/import/linesOf.ts';
import { readCsv, type TableForm } from '../../api/import/readCsv.ts';
import type { Encoding } from '../../api/import/sourceBytes.ts';
import { type SourceRecord, SourceUnfit } from '../../api/import/sourceRecord.ts';

const real = new URL('../../../shared/data/dealer-transfers-2017.csv', import.meta.url).pathname;

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-csv-'));
  file = join(folder, 'table.csv');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const readFrom = async (
  path: string,
  form: TableForm = {},
  needed: ReadonlyArray<string> = [],
): Promise<ReadonlyArray<SourceRecord>> => {
  const records: SourceRecord[] = [];
  for await (const some of readCsv(path, form, needed)) records.push(...some);
  return records;
};
/** Each record as its values, or as the reason why it has none. */
const read = async (content: string | Buffer, form: TableForm = {}, needed: ReadonlyArray<string> = []) => {
  writeFileSync(file, content);
  const records = await readFrom(file, form, needed);
  expect(records.map(({ number }) => number)).toEqual(records.map((_, index) => index + 1));
  return records.map((record) => ('row' in record ? Object.values(record.row) : record.unreadable));
};

describe('a table as RFC 4180 has it', () => {
  test('quotes, doubled quotes, line breaks and empty fields; lines end in any of three ways', async () => {
    const table = 'a,b,c\n1,"x, ""y""",\n\n"2","line\nbreak","z"\n,,""\n3,x,y';
    const values = [
      ['1', 'x, "y"', ''],
      ['2', 'line\nbreak', 'z'],
      ['', '', ''],
      ['3', 'x', 'y'],
    ];
    expect(await read(table)).toEqual(values);
    expect(await read(`\ufeff${table}\n`)).toEqual(values);
    expect(await read(table.replace('line\nbreak', 'line').replaceAll('\n', '\r'))).toEqual(
      values.map((row) => row.map((value) => value.replace('\nbreak', ''))),
    );
    expect(await read(`${table.replaceAll('\n', '\r\n')}\r\n`)).toEqual(
      values.map((row) => row.map((value) => value.replace('\n', '\r\n'))),
    );
    expect(await read('a;b\n1,5;2\n', { delimiter: ';' })).toEqual([['1,5', '2']]);
  });

  const value = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', ' ', 'č', '7') }),
    fc.string({ unit: 'binary' }),
  );
  test('reads what csv-parse reads, in tables of any texts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(value, value, value, value, value, value), { minLength: 1, maxLength: 6 }),
        async (rows) => {
          // Texts of many lines that hold as many delimiters as a record are refused on purpose.
          const cells = rows.map((row) =>
            row.map((text) => (/[\r\n]/.test(text) ? text.replaceAll(',', ';') : text)),
          );
          const written = [['c1', 'c2', 'c3', 'c4', 'c5', 'c6'], ...cells]
            .map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(','))
            .join('\n');
          const bytes = Buffer.from(written);
          expect(await read(bytes)).toEqual(
            parse(bytes, { columns: true }).map((row) => Object.values(row as object)),
          );
        },
      ),
    );
  });

  test('reads the real file as csv-parse does', async () => {
    if (!existsSync(real)) {
      process.stderr.write(
        'NOT RUN: the real file is not compared, ../shared/data/dealer-transfers-2017.csv is not there\n',
      );
      return;
    }
    const records = await readFrom(real);
    const expected = parse(readFileSync(real), { columns: true, bom: true });
    expect(records.length).toBe(19_532);
    expect(records.map((record) => ('row' in record ? record.row : record))).toEqual(expected);
  });

  test('the lines are the same wherever the file is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '\r') })),
        fc.array(fc.nat(60)),
        async (lines, cuts) => {
          const bytes = Buffer.from(`first\n${lines.join('\n')}`);
          const places = [...new Set(cuts.map((cut) => Math.min(6 + cut, bytes.length)))].sort(
            (a, b) => a - b,
          );
          const chunks = [0, ...places].map((from, index) =>
            bytes.subarray(from, places[index] ?? bytes.length),
          );
          const found: (string | undefined)[] = [];
          for await (const some of linesOf(toAsync(chunks)))
            found.push(...some.map((line) => line?.toString()));
          const expected = ['first', ...lines];
          // A line feed ends a line: behind the last one there is none.
          expect(found).toEqual(expected.at(-1) === '' ? expected.slice(0, -1) : expected);
        },
      ),
    );
  });
});

async function* toAsync(chunks: ReadonlyArray<Buffer>): AsyncGenerator<Buffer> {
  yield* chunks;
}

describe('what is no record is refused by its line, and costs no other record', () => {
  const advice = 'Double it and quote the field';
  test('fields too few and too many; empty ones at the end are none', async () => {
    expect(await read('a,b,c\n1,2\n1,2,3,4\n1,2,3,,\n1,2,3\n')).toEqual([
      expect.stringContaining('Line 2: the record has 2 fields where the file has 3 columns'),
      expect.stringContaining('Line 3: the record has 4 fields'),
      ['1', '2', '3'],
      ['1', '2', '3'],
    ]);
  });
  test('a quote within a field, and text behind a quote', async () => {
    expect(await read('a,b,c\n1,16",3\n1,"2"x,3\n1,2,3\n')).toEqual([
      expect.stringContaining('Line 2: a quote stands within field 2'),
      expect.stringContaining('Line 3: text stands behind the quote that closes field 2'),
      ['1', '2', '3'],
    ]);
    expect(await read('a,b,c\n1,16",3\n1,"2"x,3\n', { quotes: 'NONE' })).toEqual([
      ['1', '16"', '3'],
      ['1', '"2"x', '3'],
    ]);
  });
  test('a quote that is not closed: all lines that it may hold are refused, and reading goes on behind it', async () => {
    const opened = [
      expect.stringMatching(/^Line 2: text stands behind.*Double it/),
      'Line 3 lies within the quote that line 2 opens.',
      'Line 4 lies within the quote that line 2 opens.',
    ];
    expect(await read('a,b,c\n1,"16,3\n2,5,6\n3,"8",9\n4,5,6\n')).toEqual([...opened, ['4', '5', '6']]);
    expect(await read('a,b,c\n1,"16,3\n2,5,6\n')).toEqual([
      expect.stringMatching(/^Line 2: the quote that it opens is never closed/),
      'Line 3 lies within the quote that line 2 opens.',
    ]);
  });
  test('two rows that a stray quote in each would make one', async () => {
    expect(await read('a,b,c\n1,"16,3\n2,16",6\n3,8,9\n')).toEqual([
      expect.stringMatching(new RegExp(`^Line 2: the text in quotes.*may be several records. ${advice}`)),
      'Line 3 lies within the quote that line 2 opens.',
      ['3', '8', '9'],
    ]);
  });
  test('a quote that stays open for more than a record may be long', async () => {
    const rows = Array.from({ length: 120_000 }, (_, index) => `${index},text,x`);
    const records = await read(['a,b,c', '1,"16,3', ...rows].join('\n'));
    const refused = records.filter((record) => typeof record === 'string');
    expect(refused[0]).toMatch(/^Line 2: the quote that it opens is not closed soon enough/);
    expect(records.length).toBe(rows.length + 1);
    expect(refused.length).toBeLessThan(100_000);
    expect(records.at(-1)).toEqual(['119999', 'text', 'x']);
  });
  test('a line that is too long, and a record that runs into one', async () => {
    expect(await read(`a,b\n1,${'x'.repeat(1_000_001)}\n2,y\n3,"z\n${'x'.repeat(1_000_001)}\n4,z\n`)).toEqual(
      [
        'Line 2: it is longer than 1000000 bytes.',
        ['2', 'y'],
        'Line 4: the quote that it opens runs on to line 5, which is longer than 1000000 bytes.',
        'Line 5 lies within the quote that line 4 opens.',
        ['4', 'z'],
      ],
    );
  });

  const piece = fc.string({ unit: fc.constantFrom('a', '"', ',', '7'), maxLength: 12 });
  test('whatever stands around it, a whole record is read as itself or refused by its line', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(piece, fc.constant('good,1,2,3'))), async (lines) => {
        const kept = lines.filter((line) => line !== '');
        const records = await read(['w,x,y,z', ...kept].join('\n'));
        let at = 0;
        const spans = records.map((record) => {
          // Only a text in quotes may span lines, and never one that could be a record.
          const text = typeof record === 'string' ? '' : record.join(',');
          const count = text.split('\n').length;
          at += count;
          return { from: at - count, count, record };
        });
        expect(at).toBe(kept.length);
        for (const { from, count, record } of spans)
          for (const line of kept.slice(from, from + count))
            if (line === 'good,1,2,3' && typeof record !== 'string')
              expect(record).toEqual(['good', '1', '2', '3']);
      }),
    );
  });
});

describe('how characters are written', () => {
  const words: ReadonlyArray<readonly [Encoding, string, ReadonlyArray<number>]> = [
    [
      'windows-1250',
      'Oružje Šumadija',
      [0x4f, 0x72, 0x75, 0x9e, 0x6a, 0x65, 0x20, 0x8a, 0x75, 0x6d, 0x61, 0x64, 0x69, 0x6a, 0x61],
    ],
    ['windows-1251', 'Љуба', [0x8a, 0xf3, 0xe1, 0xe0]],
    ['windows-1252', 'Fusil à canon scié', [...Buffer.from('Fusil à canon scié', 'latin1')]],
    ['windows-1253', 'όπλο', [0xfc, 0xf0, 0xeb, 0xef]],
    ['windows-1254', 'Kırıkkale', [0x4b, 0xfd, 0x72, 0xfd, 0x6b, 0x6b, 0x61, 0x6c, 0x65]],
    ['iso-8859-2', 'Šarac', [0xa9, 0x61, 0x72, 0x61, 0x63]],
    ['iso-8859-5', 'Ћуприја', [0xab, 0xe3, 0xdf, 0xe0, 0xd8, 0xf8, 0xd0]],
    ['iso-8859-16', 'Cugir ș', [0x43, 0x75, 0x67, 0x69, 0x72, 0x20, 0xba]],
    ['utf-8', 'Љубa Šarac', [...Buffer.from('Љубa Šarac')]],
  ];
  const table = (bytes: ReadonlyArray<number>): Buffer =>
    Buffer.concat([Buffer.from('no,make\n1,'), Buffer.from(bytes), Buffer.from('\n2,plain\n')]);

  test.each(words)('%s', async (encoding, word, bytes) => {
    expect(await read(table(bytes), { encoding })).toEqual([
      ['1', word],
      ['2', 'plain'],
    ]);
  });
  test.each(words.filter(([encoding]) => encoding !== 'utf-8'))(
    '%s that the mapping does not name is refused, never replaced by U+FFFD',
    async (_encoding, _word, bytes) => {
      expect(await read(table(bytes))).toEqual([
        'Line 2: it is not utf-8: if the file is written otherwise, name its encoding in the mapping.',
        ['2', 'plain'],
      ]);
    },
  );
  test('bytes that an encoding does not define show that it is another one', async () => {
    const windows = [0x8a, 0x61, 0x72, 0x61, 0x63];
    expect(await read(table(windows), { encoding: 'iso-8859-2' })).toEqual([
      expect.stringContaining('it is not iso-8859-2'),
      ['2', 'plain'],
    ]);
  });
  test('UTF-16 by its mark or by the mapping, also where a chunk ends within a character', async () => {
    const text = `no,make\n${Array.from({ length: 40_000 }, (_, index) => `${index},Љуба 😀`).join('\n')}`;
    const marked = await read(Buffer.from(`\ufeff${text}`, 'utf16le'));
    expect([marked.length, marked.at(-1)]).toEqual([40_000, ['39999', 'Љуба 😀']]);
    expect(await read(Buffer.from(text, 'utf16le'), { encoding: 'utf-16le' })).toEqual(marked);
    await expect(
      read(Buffer.from('no,make\n1,\ud83d\n', 'utf16le'), { encoding: 'utf-16le' }),
    ).rejects.toThrow(/not UTF-16/);
  });
  test('a mark that gainsays the mapping', async () => {
    await expect(read('\ufeffno,make\n1,2\n', { encoding: 'windows-1250' })).rejects.toThrow(
      /says that the file is windows-1250, but it begins with the mark of utf-8/,
    );
  });
});

describe('a file that does not fit the mapping is refused before its first record', () => {
  test.each([
    ['', /empty/],
    ['\n\n', /empty/],
    ['no,make\n1,2\n', /does not have: "serial"/],
    [
      'no;serial\n1;2\n',
      /Its first line names: "no;serial"\. If these are several columns, name the delimiter/,
    ],
    ['no,serial,no\n1,2,3\n', /Two columns of the file are called "no"/],
    ['no,serial,__proto__\n1,2,3\n', /__proto__/],
    [
      'no,se"rial\n1,2\n',
      /first line of the file must name its columns, but it cannot be read: a quote stands/,
    ],
    [Buffer.from([0x6e, 0x6f, 0x2c, 0x8a, 0x0a]), /cannot be read: it is not utf-8/],
  ])('%j', async (content, reason) => {
    await expect(read(content, {}, ['no', 'serial'])).rejects.toThrow(SourceUnfit);
    await expect(read(content, {}, ['no', 'serial'])).rejects.toThrow(reason);
  });
});
