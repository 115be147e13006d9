import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createServerFolder, runLedger, type ServerFolder } from './serverProcess.ts';

const mapping = {
  register: 'STATE-BOOK',
  format: 'ndjson',
  zone: 'Europe/Podgorica',
  reference: 'no',
  personal: ['owner'],
  absence: { '?': 'ILLEGIBLE', '': 'UNKNOWN' },
  identity: {
    type: { constant: 'PISTOL' },
    make: { column: 'make' },
    model: { column: 'model' },
    calibre: { column: 'calibre' },
    serialRaw: { column: 'serial' },
    countryOfManufacture: { absent: 'UNKNOWN' },
    action: { absent: 'UNKNOWN' },
    bore: { absent: 'UNKNOWN' },
    ignition: { absent: 'UNKNOWN' },
    category: { constant: 'B' },
    subcategory: { constant: 'B1' },
    barrelLengthMm: { column: 'barrel', unit: 'MM' },
  },
  registered: {
    effectiveAt: { column: 'day', format: 'YYYY-MM-DD' },
    responsible: { column: 'owner', kind: 'PERSON' },
    partyRole: 'HOLDER',
  },
};

type Line = {
  readonly text: string | Buffer;
  readonly report?: Readonly<Record<string, unknown>> | undefined;
};

const good = (number: number, changed: Readonly<Record<string, unknown>> = {}) => ({
  no: `S-${number}`,
  make: 'Zastava',
  model: 'M57',
  calibre: '7.62x25',
  serial: `ND ${10_000 + number}`,
  barrel: 116,
  owner: `Owner ${number % 40}`,
  day: '2017-03-05',
  ...changed,
});
const row = (number: number, changed: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify(good(number, changed));
const refused = (code: string, more: Readonly<Record<string, unknown>> = {}) => ({
  outcome: 'REFUSED',
  code,
  ...more,
});
const unreadable = refused('RECORD_UNREADABLE');
const { make: _make, ...withoutMake } = good(10);
const { no: _no, ...withoutReference } = good(11);

/** What is odd about the file, each with the line that the report must have; the rest are ordinary records. */
const odd: ReadonlyArray<Line> = [
  { text: row(1).slice(0, 40), report: unreadable },
  { text: '[1,2]', report: unreadable },
  { text: '"text"', report: unreadable },
  { text: '42', report: unreadable },
  { text: 'null', report: unreadable },
  { text: `{"no":"S-6","x":"${'y'.repeat(1_200_000)}"}`, report: unreadable },
  { text: Buffer.from(row(7).replace('M57', 'M\u00ff'), 'latin1'), report: unreadable },
  {
    text: row(8, { model: { name: 'M57' } }),
    report: refused('VALUE_NESTED', { reference: 'S-8', column: 'model' }),
  },
  {
    text: row(9, { serial: ['ND 1', 'ND 2'] }),
    report: refused('VALUE_NESTED', { reference: 'S-9', column: 'serial' }),
  },
  {
    text: JSON.stringify(withoutMake),
    report: refused('COLUMN_MISSING', { reference: 'S-10', column: 'make' }),
  },
  { text: JSON.stringify(withoutReference), report: refused('COLUMN_MISSING', { column: 'no' }) },
  { text: row(12, { no: ' ' }), report: refused('REFERENCE_MISSING', { column: 'no' }) },
  {
    text: row(13, { serial: 'ND\u0000 13' }),
    report: refused('TEXT_NOT_STORABLE', { reference: 'S-13', column: 'serial' }),
  },
  {
    text: row(14).replace('M57', '\\ud800'),
    report: refused('TEXT_NOT_STORABLE', { reference: 'S-14', column: 'model' }),
  },
  {
    text: row(15, { day: '2017-02-30' }),
    report: refused('DATE_UNREADABLE', { reference: 'S-15', column: 'day' }),
  },
  {
    text: row(16, { day: '05/03/2017' }),
    report: refused('DATE_UNREADABLE', { reference: 'S-16', column: 'day' }),
  },
  { text: row(17, { day: 20_170_305 }), report: refused('DATE_UNREADABLE', { reference: 'S-17' }) },
  { text: row(18, { day: '2199-01-01' }), report: refused('R70', { reference: 'S-18' }) },
  { text: row(100), report: undefined },
  { text: row(101, { model: 'M70' }), report: refused('RECORD_CHANGED', { reference: 'S-101' }) },
  { text: row(19, { serial: '?' }), report: { outcome: 'RECORDED', findings: ['SERIAL_ILLEGIBLE'] } },
  { text: row(20, { calibre: null }), report: { outcome: 'RECORDED', findings: ['CALIBRE_UNKNOWN'] } },
  {
    text: row(21, { barrel: 'long' }),
    report: { outcome: 'RECORDED', findings: ['BARREL_LENGTH_UNREADABLE'] },
  },
  {
    text: row(22, { model: 'M57\u2028A' }),
    report: { outcome: 'RECORDED', reference: 'S-22', findings: ['TEXT_TIDIED'] },
  },
  { text: row(25).replace('"serial":', '"serial":"ND 1","serial":'), report: unreadable },
  // Names that every JavaScript object has are ordinary text and an ordinary missing column.
  { text: row(23, { model: 'constructor', make: 'Zastava' }), report: undefined },
  { text: row(24, { remarks: { nested: ['kept', 'as', 'written'] }, extra: '\u0000' }), report: undefined },
];
const ordinary = Array.from({ length: 300 }, (_, index): Line => ({ text: row(100 + index) }));
/** The odd ones lie among the ordinary ones; the duplicates come after the records that they repeat. */
const lines: ReadonlyArray<Line> = [
  ...ordinary.slice(0, 5),
  ...odd.flatMap((line, index) => [line, ...ordinary.slice(5 + index * 8, 13 + index * 8)]),
  ...ordinary.slice(5 + odd.length * 8),
];
const expected = lines.flatMap(({ report }, index): Readonly<Record<string, unknown>>[] =>
  report === undefined ? [] : [{ record: index + 1, ...report }],
);
const refusals: Record<string, number> = {};
for (const line of expected)
  if (line['outcome'] === 'REFUSED')
    refusals[String(line['code'])] = (refusals[String(line['code'])] ?? 0) + 1;
const refusedCount = Object.values(refusals).reduce((sum, count) => sum + count, 0);
const recordedCount = lines.length - refusedCount - 1;

let server: ServerFolder;
let file: string;
beforeAll(() => {
  server = createServerFolder();
  file = join(server.folder, 'state-book.ndjson');
  // A byte order mark, line ends of both kinds, a blank line, and no line end after the last record.
  const parts = lines.flatMap(({ text }, index) => [
    ...(index === 0 ? [Buffer.from('\ufeff')] : [Buffer.from(index % 3 === 0 ? '\r\n' : '\n')]),
    ...(index === 50 ? [Buffer.from('  \n')] : []),
    Buffer.from(text),
  ]);
  writeFileSync(file, Buffer.concat(parts));
  writeFileSync(join(server.folder, 'mapping.json'), JSON.stringify(mapping));
});
afterAll(() => server.remove());

const run = async (...more: string[]) => {
  const ran = await runLedger(server.folder, [
    'import',
    file,
    '--mapping',
    join(server.folder, 'mapping.json'),
    '--report',
    join(server.folder, 'report.ndjson'),
    '--json',
    ...more,
  ]);
  const report = readFileSync(join(server.folder, 'report.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly record: number; readonly outcome: string })
    .sort((a, b) => a.record - b.record);
  return { ...ran, summary: JSON.parse(ran.stdout), report };
};
const head = async (): Promise<string> =>
  JSON.parse((await runLedger(server.folder, ['doctor', '--json'])).stdout).head;

test(`${lines.length} records of NDJSON with every kind of fault: report line by line, dry run, repetition`, {
  timeout: 600_000,
}, async () => {
  const dry = await run('--dry-run');
  expect(dry.code).toBe(1);
  expect(dry.summary).toMatchObject({ records: lines.length, dryRun: true, alreadyRecorded: 0 });
  expect(await head()).toBe('0');

  const first = await run();
  expect(first.code, first.stderr).toBe(1);
  expect(first.stderr).toContain(`${refusedCount} records were refused`);
  expect(first.report).toHaveLength(expected.length);
  for (const [index, line] of expected.entries())
    expect(first.report[index], JSON.stringify(line)).toMatchObject(line);
  expect(first.summary).toMatchObject({
    records: lines.length,
    recorded: recordedCount,
    alreadyRecorded: 1,
    refused: refusedCount,
    events: recordedCount,
    position: String(recordedCount),
    refusals,
    findings: { SERIAL_ILLEGIBLE: 1, CALIBRE_UNKNOWN: 1, BARREL_LENGTH_UNREADABLE: 1, TEXT_TIDIED: 1 },
    dryRun: false,
    searchable: true,
  });
  expect(await head()).toBe(String(recordedCount));

  const second = await run();
  expect(second.code).toBe(1);
  expect(second.summary).toMatchObject({
    records: lines.length,
    recorded: 0,
    alreadyRecorded: recordedCount + 1,
    refused: refusedCount,
    events: 0,
    refusals,
  });
  expect(second.report.map(({ record, outcome }) => [record, outcome])).toEqual(
    first.report.map(({ record, outcome }) => [
      record,
      outcome === 'RECORDED' ? 'ALREADY_RECORDED' : outcome,
    ]),
  );
  expect(await head()).toBe(String(recordedCount));

  const found = await runLedger(server.folder, ['search', 'ND 10024', '--json']);
  expect(JSON.parse(found.stdout)).toMatchObject({
    candidates: [{ markSerial: 'ND 10024', custody: 'HLD' }],
  });
});
