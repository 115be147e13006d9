import { bareCalibres } from './calibreList.ts';
import type { CodeList, Recognised } from './codeList.ts';
import { createRecogniser } from './codeList.ts';

/** Key of a calibre as marked (identification 5.2 rule 2): comma is point, `×` is x, no blanks, no "cal", "mm" optional. */
export const calibreKey = (raw: string): string =>
  raw
    .normalize('NFKC')
    .toUpperCase()
    .replace(/,/g, '.')
    .replace(/[×*]/g, 'X')
    .replace(/\b(CALIBRE|CALIBER|CAL|KAL)\b\.?/g, '')
    .replace(/MM/g, '')
    .replace(/[\s\-_]+/g, '')
    .replace(/^0+(?=\.)/, '')
    .replace(/\.$/, '');

/** Recognises a calibre as marked. A bare number names several and stays ambiguous, even where one is most common. */
export const createCalibreRecogniser = (list: CodeList): ((raw: string) => Recognised) => {
  const recognise = createRecogniser(list, calibreKey);
  return (raw) => {
    const candidates = bareCalibres[calibreKey(raw).replace(/^\./, '')];
    return candidates === undefined ? recognise(raw) : { kind: 'AMBIGUOUS', candidates };
  };
};

/** Related but not equal (identification 5.2 rule 4): worth a warning, never merged. */
const relatedPairs: ReadonlyArray<readonly [string, string]> = [
  ['223REM', '556X45'],
  ['308WIN', '762X51'],
  ['8X57I', '8X57IS'],
  ['38SPECIAL', '357MAG'],
  ['9X18MAKAROV', '9LUGER'],
  ['12-70', '12-76'],
  ['765BROWNING', '765LUGER'],
  ['762X25', '763MAUSER'],
];

export const relatedCalibres = (code: string): ReadonlyArray<string> =>
  relatedPairs.flatMap(([one, other]) => (one === code ? [other] : other === code ? [one] : []));
