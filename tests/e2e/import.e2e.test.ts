import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServerFolder, runLedger, type ServerFolder, spawnLedger } from './serverProcess.ts';

const real = new URL('../../../shared/data/dealer-transfers-2017.csv', import.meta.url).pathname;
const mapping = new URL('../../examples/dealer-transfers.mapping.json', import.meta.url).pathname;

type Summary = {
  readonly records: number;
  readonly recorded: number;
  readonly alreadyRecorded: number;
  readonly refused: number;
  readonly events: number;
  readonly searchable: boolean;
  readonly findings: Record<string, number>;
  readonly refusals: Record<string, number>;
  readonly seconds: { readonly recorded: number; readonly searchable: number };
};

let one: ServerFolder;
let other: ServerFolder;
beforeAll(() => {
  one = createServerFolder();
  other = createServerFolder();
});
afterAll(async () => {
  await one.remove();
  await other.remove();
});

const importInto = (folder: string, file: string, ...more: string[]) =>
  runLedger(folder, [
    'import',
    file,
    '--mapping',
    mapping,
    '--report',
    join(folder, 'report.ndjson'),
    '--json',
    ...more,
  ]);
const summaryOf = (stdout: string): Summary => JSON.parse(stdout);
/** Text without ids of parties and digests of records, which are keyed by a secret of each ledger. */
const unkeyed = (text: string): string =>
  `regexp_replace(regexp_replace(${text}, '[PF]-[0-9A-HJKMNP-TV-Z]{26}', 'PARTY', 'g'), '"scanSha256":"[0-9a-f]{64}"', '', 'g')`;
/** Content of the register without the times at which it was recorded, which differ from run to run. */
const registerHash = async (folder: string): Promise<string> => {
  const { default: pg } = await import('pg');
  const { launchServer } = await import('../../infra/embedded/launchServer.ts');
  const { findServerBinaries } = await import('../../infra/embedded/findServerBinaries.ts');
  const found = findServerBinaries();
  if (!found.found) throw new Error(found.advice);
  const launched = await launchServer(join(folder, 'pg'), found.binaries);
  if (!launched.ok) throw new Error(launched.advice);
  const client = new pg.Client({ ...launched.server.connection, database: 'ledger' });
  await client.connect();
  const { rows } = await client.query<{ hash: string; events: string }>(`
    select (select count(*) from ledger.event) as events, md5(concat(
      (select string_agg(concat_ws('|', stream_id, revision, event_id, type, ${unkeyed('payload')}), chr(10) order by stream_id, revision) from ledger.event),
      (select string_agg(concat_ws('|', subject_id, valid_from, valid_to, no, custody, holder is null, make, model, serial_raw, findings), chr(10) order by subject_id, valid_from, no) from current_registry.interval),
      (select string_agg(concat_ws('|', subject_id, valid_from, no, custody, holder is null, basis_event_id), chr(10) order by subject_id, valid_from, no) from chain_of_custody.interval),
      (select string_agg(m::text, chr(10) order by firearm_id, no) from current_registry.mark m))) as hash`);
  await client.end();
  return `${rows[0]?.events} events ${rows[0]?.hash}`;
};

describe('a police force’s real file of 19,532 transfers', () => {
  if (!existsSync(real)) {
    process.stderr.write(
      'NOT RUN: the real file is not imported, ../shared/data/dealer-transfers-2017.csv is not there\n',
    );
    test('the real file is not beside the project: only the mapping is read', () => {
      expect(JSON.parse(readFileSync(mapping, 'utf8')).register).toBe('DEALER-TRANSFERS');
    });
    return;
  }
  test('imports without a refusal, a second run adds nothing, and a killed run continued ends with the same register', {
    timeout: 600_000,
  }, async () => {
    const first = await importInto(one.folder, real);
    expect(first.code, first.stderr).toBe(0);
    const summary = summaryOf(first.stdout);
    expect(summary).toMatchObject({
      records: 19_532,
      recorded: 19_532,
      refused: 0,
      events: 39_064,
      searchable: true,
      findings: { SERIAL_UNKNOWN: 90 },
    });
    expect(summary.findings['CALIBRE_UNKNOWN']).toBeGreaterThanOrEqual(1846);
    process.stdout.write(
      `import: ${summary.seconds.recorded.toFixed(1)} s to durable, ${summary.seconds.searchable.toFixed(1)} s to searchable\n`,
    );

    const second = await importInto(one.folder, real);
    expect(summaryOf(second.stdout)).toMatchObject({ recorded: 0, alreadyRecorded: 19_532, events: 0 });

    let kills = 0;
    // Killed by what it has written, not by the clock: on a busy machine a moment is nothing. The report begins anew
    // with each run and grows by each batch that is durable.
    const reportPath = join(other.folder, 'report.ndjson');
    const reported = (): number => (existsSync(reportPath) ? statSync(reportPath).size : 0);
    for (const bytes of [100_000, 600_000, 1_500_000]) {
      rmSync(reportPath, { force: true });
      const child = spawnLedger(other.folder, ['import', real, '--mapping', mapping, '--report', reportPath]);
      const ended = once(child, 'exit');
      while (reported() < bytes && child.exitCode === null) await sleep(10);
      if (child.kill('SIGKILL')) kills += 1;
      await ended;
    }
    expect(kills).toBe(3);
    const resumed = await importInto(other.folder, real);
    expect(resumed.code, resumed.stderr).toBe(0);
    const after = summaryOf(resumed.stdout);
    expect(after.recorded + after.alreadyRecorded).toBe(19_532);
    expect(after.alreadyRecorded).toBeGreaterThan(0);
    expect(await registerHash(other.folder)).toBe(await registerHash(one.folder));
  });
});

describe('a small file with every kind of fault', () => {
  test('names each row and why; a dry run writes nothing; a changed row is refused', {
    timeout: 600_000,
  }, async () => {
    const folder = createServerFolder();
    try {
      const header =
        'Record,Dealer,Make,Model,Model Number,Caliber,Finish,Barrel Length (inches),Serial Number,Transfer Date';
      const rows = [
        'A1,D,Zastava,M57,N/A,7.62x25,Blue,4.5,C 1234,1/7/17',
        'A2,D,Zastava,M57,N/A,7.62x25,Blue,4.5,C 1235,13/7/17',
        'A3,D,Zastava,M57,N/A,7.62x25,Blue,4.5,rusty,1/7/17',
        ',D,Zastava,M57,N/A,7.62x25,Blue,4.5,C 1236,1/7/17',
        'A5,D,Unheard Of,M57,N/A,NULL,Blue,long,,1/7/17',
        'A6,D,Zastava,M57,N/A,7.62x25,Blue,4.5,C 1237,1/7/47',
        'A7,Dućan,Zastava,Šarac,N/A,7.62x25,Blue,4.5,Č 1238,1/7/17',
        'A8,D,Zastava,M57,N/A,7.62x25,Blue,3.5",C 1239,1/7/17',
        'A9,D,Zastava,M\ufffd57,N/A,7.62x25,Blue,4.5,C 1240,1/7/17',
      ];
      const file = join(folder.folder, 'small.csv');
      writeFileSync(file, [header, ...rows].join('\n'));
      const dry = await importInto(folder.folder, file, '--dry-run');
      expect(summaryOf(dry.stdout)).toMatchObject({ records: 9, refused: 5, events: 4 * 2 });
      const done = await importInto(folder.folder, file, '--propose', join(folder.folder, 'makers.json'));
      expect(done.code).toBe(1);
      expect(summaryOf(done.stdout)).toMatchObject({
        recorded: 4,
        refused: 5,
        refusals: {
          DATE_UNREADABLE: 1,
          SERIAL_MEANS_ABSENCE: 1,
          REFERENCE_MISSING: 1,
          R70: 1,
          RECORD_UNREADABLE: 1,
        },
        findings: {
          SERIAL_UNKNOWN: 1,
          CALIBRE_UNKNOWN: 1,
          MAKE_NOT_LISTED: 1,
          BARREL_LENGTH_UNREADABLE: 1,
          CHARACTERS_LOST: 1,
        },
      });
      const report = readFileSync(join(folder.folder, 'report.ndjson'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(report.find((line) => line.record === 2)).toMatchObject({
        reference: 'A2',
        outcome: 'REFUSED',
        code: 'DATE_UNREADABLE',
        column: 'Transfer Date',
      });
      expect(report.find((line) => line.record === 3)).toMatchObject({
        code: 'SERIAL_MEANS_ABSENCE',
        column: 'Serial Number',
      });
      expect(report.find((line) => line.record === 8)).toMatchObject({
        code: 'RECORD_UNREADABLE',
        detail: expect.stringMatching(/^Line 9: a quote stands within field 8/),
      });
      expect(report.find((line) => line.record === 5)).toMatchObject({
        reference: 'A5',
        outcome: 'RECORDED',
      });
      expect(JSON.parse(readFileSync(join(folder.folder, 'makers.json'), 'utf8')).entries).toMatchObject([
        { name: 'Unheard Of', status: 'PROPOSED', count: 1 },
      ]);
      writeFileSync(file, [header, rows[0]?.replace('C 1234', 'C 9999')].join('\n'));
      expect(summaryOf((await importInto(folder.folder, file)).stdout)).toMatchObject({
        recorded: 0,
        refusals: { RECORD_CHANGED: 1 },
      });
    } finally {
      await folder.remove();
    }
  });
  test('wrong use is explained with exit code 2', async () => {
    const missing = await runLedger(one.folder, ['import', 'no-such.csv']);
    expect([missing.code, missing.stderr.includes('--mapping')]).toEqual([2, true]);
    const mappingFile = join(one.folder, 'bad.json');
    writeFileSync(mappingFile, '{"register":"x","format":"csv"}');
    const bad = await runLedger(one.folder, ['import', real, '--mapping', mappingFile]);
    expect([bad.code, bad.stderr.includes('identity')]).toEqual([2, true]);
    const file = join(one.folder, 'other.csv');
    writeFileSync(file, 'Record;Make\n1;Zastava\n');
    const other = await importInto(one.folder, file);
    expect([other.code, other.stderr]).toEqual([
      2,
      expect.stringMatching(/^Nothing was imported\. .*"Record;Make".*name the delimiter/s),
    ]);
  });
});
