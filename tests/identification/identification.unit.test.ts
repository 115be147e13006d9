import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCalibreRecogniser, relatedCalibres } from '../../domain/identification/calibre.ts';
import { calibreList } from '../../domain/identification/calibreList.ts';
import { createMakerRecogniser } from '../../domain/identification/maker.ts';
import { makerList } from '../../domain/identification/makerList.ts';
import { baseLetters, isRomanised, romanised, serialKeys } from '../../domain/identification/serial.ts';
import { refuseSerial, serialFindings } from '../../domain/identification/typedSerial.ts';

describe('serial numbers (identification 6.2, 6.3)', () => {
  test.each([
    ['AB 12-345', 'AB12345'],
    ['No. 123', '123'],
    ['S/N: 00123', '00123'],
    ['№ 77', '77'],
    ['N° 5512', '5512'],
    ['NO123', 'NO123'],
    ['SN4711', 'SN4711'],
    ['ａｂ１２', 'AB12'],
    ['за 240913', 'ЗА240913'],
    ['*12*34', '1234'],
  ])('%s has the exact key %s', (raw, canonical) => {
    expect(serialKeys(raw).canonical).toBe(canonical);
  });
  test.each([
    ['C-4O571', 'C-40571'],
    ['I1L', '111'],
    ['Z200Q', '22OOO'],
    ['АВ12', 'AB12'],
    ['РУ 5', 'PY 5'],
    ['ŽĆ 1234', 'ZC-1234'],
    ['Đ-77', 'D 77'],
    ['Ă 12', 'A12'],
    ['İZ 9', 'IZ9'],
    ['Ά 40', 'A40'],
    ['Š\u030c', 'S'],
  ])('%s and %s are easily confused', (one, other) => {
    expect(serialKeys(one).skeleton1).toBe(serialKeys(other).skeleton1);
  });
  test.each([
    ['Ж 12', 'ZH12', 'Ž12'],
    ['ЖЋ 1234', 'ZHC1234', 'ŽĆ1234'],
    ['Џ-7', 'DZ7', 'DŽ7'],
    ['Ц 8', 'TS8', 'C8'],
    ['Ђ 5', 'DJ5', 'Đ5'],
    ['Љ 6', 'LJ6', 'LJ6'],
    ['Ќ 3', 'KJ3', 'Ḱ3'],
  ])('%s is typed in Latin as %s and as %s', (raw, sound, local) => {
    expect(romanised(raw)).toEqual({ sound, local });
    expect(isRomanised(raw, sound) && isRomanised(raw, local.toLowerCase())).toBe(true);
    expect(isRomanised(raw, 'X 9')).toBe(false);
  });
  test('what has no Cyrillic letter is not typed in another way', () => {
    expect([romanised('AB 12'), romanised('ŽĆ 12'), romanised('')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(baseLetters('ŽĆŠČĐ12')).toBe('ZCSCD12');
  });
  test('keys are total and idempotent, blind to case and separators; equal skeleton1 gives equal skeleton2', () => {
    const serial = fc.stringMatching(/^[A-Z0-9 .\-/ЖШАŽĐ]{0,20}$/);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        expect(typeof serialKeys(raw).canonical).toBe('string');
      }),
    );
    fc.assert(
      fc.property(serial, serial, (raw, other) => {
        const keys = serialKeys(raw);
        expect(serialKeys(keys.canonical).canonical).toBe(keys.canonical);
        expect(serialKeys(raw.toLowerCase()).canonical).toBe(keys.canonical);
        if (serialKeys(other).skeleton1 === keys.skeleton1)
          expect(serialKeys(other).skeleton2).toBe(keys.skeleton2);
      }),
    );
  });
  test.each([
    ['unknown', 'MEANS_ABSENCE', 'UNKNOWN'],
    ['ohne', 'MEANS_ABSENCE', 'NONE'],
    ['без броја', 'MEANS_ABSENCE', 'NONE'],
    ['rusty', 'MEANS_ABSENCE', 'ILLEGIBLE'],
    ['---', 'EMPTY', 'UNKNOWN'],
    ['12?45', 'FORBIDDEN_CHARACTER', undefined],
  ])('%s is not a number: %s', (raw, reason, suggests) => {
    expect(refuseSerial(raw)).toMatchObject({ reason, ...(suggests === undefined ? {} : { suggests }) });
  });
  test.each(['NO12345', 'SN 4711', 'BEZ-77', 'AB 12345'])('%s is a number', (raw) => {
    expect(refuseSerial(raw)).toBeUndefined();
  });
  test('doubtful numbers are flagged, not refused', () => {
    expect(serialFindings('12', [])).toEqual(['SERIAL_SHORT', 'SERIAL_DUMMY']);
    expect(serialFindings('0000', [])).toEqual(['SERIAL_DUMMY']);
    expect(serialFindings('M57', ['M57'])).toEqual(['SERIAL_EQUALS_MODEL']);
    expect(serialFindings('4482', ['M57'])).toEqual([]);
  });
});

describe('calibres (identification 5.2)', () => {
  const recognise = createCalibreRecogniser(calibreList);
  test.each([
    ['9x19', '9LUGER'],
    ['9 mm Para', '9LUGER'],
    ['Cal. 7,65 mm Browning', '32AUTO'],
    ['.380 ACP', '380AUTO'],
    ['7,62 × 39', '762X39'],
  ])('%s is %s', (raw, code) => {
    expect(recognise(raw)).toEqual({ kind: 'RECOGNISED', code });
  });
  test.each(['9', '22', '45', '9mm', '.38', '12'])('%s alone is ambiguous, never guessed', (raw) => {
    expect(recognise(raw).kind).toBe('AMBIGUOUS');
  });
  test('related calibres are not equal', () => {
    expect(relatedCalibres('223REM')).toEqual(['556X45']);
    expect(recognise('.223 Rem.')).not.toEqual(recognise('5,56x45'));
  });
});

describe('makers (identification 4)', () => {
  const recognise = createMakerRecogniser(makerList);
  test.each([
    ['Crvena Zastava', 'ZASTAVA'],
    ['Застава', 'ZASTAVA'],
    ['S&W', 'SMITH_WESSON'],
    ['SMITH AND WESSON', 'SMITH_WESSON'],
    ['ТОЗ', 'TULA'],
    ['Ceska zbrojovka', 'CZ'],
  ])('%s is %s', (raw, code) => {
    expect(recognise(raw)).toEqual({ kind: 'RECOGNISED', code });
  });
  test('what is merely similar is not recognised', () => {
    expect(recognise('Glok').kind).toBe('NOT_LISTED');
  });
  const yardstick = new URL('../../../shared/data/make-names.csv', import.meta.url);
  if (!existsSync(yardstick))
    process.stderr.write(
      'NOT RUN: makers are not compared with the hand-cleaned list, ../shared/data/make-names.csv is not there\n',
    );
  test.runIf(existsSync(yardstick))('agrees with names cleaned by hand wherever both are recognised', () => {
    const rows = parse(readFileSync(yardstick), { columns: true }) as ReadonlyArray<Record<string, string>>;
    let recognised = 0;
    const differ: string[] = [];
    for (const row of rows) {
      const written = recognise(row['As written'] ?? '');
      const cleaned = recognise(row['Cleaned by hand'] ?? '');
      if (written.kind !== 'RECOGNISED') continue;
      recognised += 1;
      if (cleaned.kind === 'RECOGNISED' && cleaned.code !== written.code)
        differ.push(`${row['As written']} → ${written.code}, by hand ${cleaned.code}`);
    }
    process.stdout.write(
      `makers: ${recognised} of ${rows.length} spellings recognised, ${differ.length} differ from the hand-cleaned list\n`,
    );
    expect(differ).toEqual([]);
    expect(recognised).toBeGreaterThan(200);
  });
});
