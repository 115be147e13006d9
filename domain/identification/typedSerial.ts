import type { Absence } from '../shared/shape.ts';
import { canonicalSerial } from './serial.ts';

export type SerialRefusal = {
  readonly reason: 'EMPTY' | 'MEANS_ABSENCE' | 'FORBIDDEN_CHARACTER';
  readonly hint: string;
  readonly suggests?: Absence;
};

/** Words by which clerks say that there is no number (identification 6.2), as canonical keys, by what they mean. */
const absenceWords: ReadonlyMap<string, Absence> = new Map([
  ...[
    'UNKNOWN',
    'UNBEKANNT',
    'INCONNU',
    'NEPOZNATO',
    'NEPOZNAT',
    'НЕПОЗНАТО',
    'НЕПОЗНАТ',
    'НЕИЗВЕСТЕН',
    'PANJOHUR',
    'BILINMIYOR',
    'NOTFOUND',
    'MISSING',
    'XXX',
    'NEEDED',
    'TBD',
    'NA',
    'NULL',
  ].map((word) => [word, 'UNKNOWN'] as const),
  ...[
    'NONE',
    'WITHOUT',
    'OHNE',
    'KEINE',
    'SANS',
    'AUCUN',
    'BEZ',
    'BEZBROJA',
    'НЕМА',
    'БЕЗ',
    'БЕЗБРОЈА',
    'NEMA',
    'PANUMER',
    'YOK',
    'NO',
    'NONUMBER',
    'NOSERIAL',
  ].map((word) => [word, 'NONE'] as const),
  ...[
    'ILLEGIBLE',
    'UNREADABLE',
    'UNLESERLICH',
    'ILLISIBLE',
    'RUSTY',
    'NECITLJIVO',
    'NECITKO',
    'НЕЧИТЉИВО',
    'НЕЧИТЛИВО',
  ].map((word) => [word, 'ILLEGIBLE'] as const),
  ...['OBLITERATED', 'REMOVED', 'ERASED', 'UKLONJEN', 'IZBRUSEN'].map(
    (word) => [word, 'OBLITERATED'] as const,
  ),
  ...['NUMBER', 'SERIAL', 'SN', 'NR', 'PTB', 'YES', 'DA', 'JA', 'WEAPON', 'CALIBRE', 'CALIBER'].map(
    (word) => [word, 'UNKNOWN'] as const,
  ),
]);

const forbidden = /[;:\\,?()[\]{}]/;

/**
 * Whether a typed serial number can be one (identification 6.2 rule 6). Words are compared as a whole: a real number
 * that merely contains NO or SN must pass.
 */
export const refuseSerial = (raw: string): SerialRefusal | undefined => {
  const canonical = canonicalSerial(raw);
  if (canonical === '')
    return {
      reason: 'EMPTY',
      hint: 'The number has neither letter nor digit. State why it is absent.',
      suggests: 'UNKNOWN',
    };
  const suggests = absenceWords.get(canonical);
  if (suggests !== undefined)
    return {
      reason: 'MEANS_ABSENCE',
      hint: `"${raw}" says that there is no number. Record it as {"absent":"${suggests}"} or another code.`,
      suggests,
    };
  return forbidden.test(raw)
    ? { reason: 'FORBIDDEN_CHARACTER', hint: 'A serial number has none of ; : \\ , ? ( ) [ ] { }.' }
    : undefined;
};

export type SerialFinding =
  | 'SERIAL_SHORT'
  | 'SERIAL_DUMMY'
  | 'SERIAL_EQUALS_MODEL'
  | 'SERIAL_LOOKS_LIKE_PATENT';

/** What makes a number doubtful without making it wrong (identification 6.5 and 7). */
export const serialFindings = (raw: string, models: ReadonlyArray<string>): ReadonlyArray<SerialFinding> => {
  const canonical = canonicalSerial(raw);
  const found: SerialFinding[] = [];
  if (canonical.length < 3) found.push('SERIAL_SHORT');
  if (/^(.)\1*$/u.test(canonical) || '0123456789'.startsWith(canonical) || '123456789'.startsWith(canonical))
    found.push('SERIAL_DUMMY');
  if (models.some((model) => canonicalSerial(model) === canonical)) found.push('SERIAL_EQUALS_MODEL');
  if (/^PAT(ENT)?\b/i.test(raw)) found.push('SERIAL_LOOKS_LIKE_PATENT');
  return found;
};
