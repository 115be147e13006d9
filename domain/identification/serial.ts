/**
 * Search keys of a serial number by `identification-and-codes.md` 6.2 and 6.3. The number as read is evidence and is
 * kept; keys are clues, computed and never stored as truth.
 */
export type SerialKeys = {
  /** Exact-match key: NFKC, upper case, without label and separators; leading zeros, scripts and `?` kept. */
  readonly canonical: string;
  /** Strongly confusable characters folded: O 0 Q, I 1 L, Z 2, look-alikes of other scripts, Š and S. */
  readonly skeleton1: string;
  /** Weaker confusions folded too; equal skeleton1 always gives equal skeleton2. */
  readonly skeleton2: string;
  readonly digits: string;
  readonly noLeadZero: string;
  /** Without letters between digits, which are often left out or misread: `369J257` is `369257`. */
  readonly core: string;
  /** The core without letters before and behind and without leading zeros; empty where there is no digit. */
  readonly bare: string;
};

const plain = /^[A-Z0-9]+$/;
// A label counts only with a separator behind it: `NO 123` has one, `NO123` is a number that begins with NO.
const label =
  /^(?:SERIAL(?:[ .]*(?:NO|NR|NUMBER))?|SER(?:[ .]*(?:NO|NR))?|S\/N|SN|NO|NR|N[°º])[\s.:#\-/]+(?=.)/u;
// A character that could not be read is a character: `12?45` is not the number 1245.
const separators = /[^\p{L}\p{N}?]/gu;

/** Letters that are others with a stroke, which Unicode does not take apart. */
const barred: Readonly<Record<string, string>> = { Đ: 'D', Ð: 'D', Ħ: 'H', Ł: 'L', Ø: 'O', Ŧ: 'T' };
const lookAlikes: Readonly<Record<string, string>> = {
  А: 'A',
  В: 'B',
  Е: 'E',
  К: 'K',
  М: 'M',
  Н: 'H',
  О: 'O',
  Р: 'P',
  С: 'C',
  Т: 'T',
  У: 'Y',
  Х: 'X',
  І: 'I',
  Ј: 'J',
  Ѕ: 'S',
  Α: 'A',
  Β: 'B',
  Ε: 'E',
  Ζ: 'Z',
  Η: 'H',
  Ι: 'I',
  Κ: 'K',
  Μ: 'M',
  Ν: 'N',
  Ο: 'O',
  Ρ: 'P',
  Τ: 'T',
  Υ: 'Y',
  Χ: 'X',
};
const strong: Readonly<Record<string, string>> = { O: '0', Q: '0', I: '1', L: '1', Z: '2' };
// Classes that overlap through a shared character are one class: 6, 9, G, C by rotation and wear.
const weak: Readonly<Record<string, string>> = {
  D: '0',
  '7': '1',
  T: '1',
  S: '5',
  B: '8',
  '3': '8',
  G: '6',
  C: '6',
  '9': '6',
  A: '4',
  U: 'V',
  Y: 'V',
  N: 'M',
  H: 'M',
  W: 'M',
};

const sounds: Readonly<Record<string, string>> = {
  А: 'A',
  Б: 'B',
  В: 'V',
  Г: 'G',
  Д: 'D',
  Ђ: 'DJ',
  Е: 'E',
  Ж: 'ZH',
  З: 'Z',
  И: 'I',
  Ј: 'J',
  К: 'K',
  Л: 'L',
  Љ: 'LJ',
  М: 'M',
  Н: 'N',
  Њ: 'NJ',
  О: 'O',
  П: 'P',
  Р: 'R',
  С: 'S',
  Т: 'T',
  Ћ: 'C',
  У: 'U',
  Ф: 'F',
  Х: 'H',
  Ц: 'TS',
  Ч: 'CH',
  Џ: 'DZ',
  Ш: 'SH',
  Щ: 'SHCH',
  Ъ: 'A',
  Ю: 'YU',
  Я: 'YA',
  Ѓ: 'GJ',
  Ѕ: 'DZ',
  Й: 'Y',
  Ќ: 'KJ',
};
/** Letters that the country itself writes otherwise in Latin than their sound is in ASCII. */
const local: Readonly<Record<string, string>> = {
  Ђ: 'Đ',
  Ж: 'Ž',
  Й: 'J',
  Ѓ: 'Ǵ',
  Ќ: 'Ḱ',
  Ћ: 'Ć',
  Ц: 'C',
  Ч: 'Č',
  Џ: 'DŽ',
  Ш: 'Š',
};

const mapped = (text: string, table: Readonly<Record<string, string>>): string => {
  let result = '';
  for (const character of text) result += table[character] ?? character;
  return result;
};

/** The key of exact matches alone, for who compares numbers as they are: the others take several times as long. */
export const canonicalSerial = (raw: string): string => {
  if (plain.test(raw)) return raw;
  const upper = raw.normalize('NFKC').toUpperCase().trim();
  const stripped = upper.replace(label, '').replace(separators, '');
  // A value that was nothing but a label keeps its letters: keys must never be lost.
  return stripped === '' ? upper.replace(separators, '') : stripped;
};

/** The letters before the first digit and behind the last; a number without digits is all prefix. */
export const outerLetters = (canonical: string): { readonly prefix: string; readonly suffix: string } => {
  const prefix = /^\P{Nd}*/u.exec(canonical)?.[0] ?? '';
  return {
    prefix,
    suffix: prefix === canonical ? '' : (/\P{Nd}*$/u.exec(canonical)?.[0] ?? ''),
  };
};

/**
 * Letters without their signs (Ž is Z, Đ is D), as those type them whose keyboard or telex has none, and as a worn mark
 * is read.
 */
export const baseLetters = (canonical: string): string =>
  plain.test(canonical) ? canonical : mapped(canonical.normalize('NFD').replace(/\p{M}+/gu, ''), barred);

/** All keys of a serial number. Total: any string gives keys, an empty one where nothing remains. */
export const serialKeys = (raw: string): SerialKeys => {
  const canonical = canonicalSerial(raw);
  // Latin letters look like themselves.
  const skeleton1 = mapped(
    plain.test(canonical) ? canonical : mapped(baseLetters(canonical), lookAlikes),
    strong,
  );
  const digits = canonical.replace(/\P{Nd}/gu, '');
  const outer = outerLetters(canonical);
  return {
    canonical,
    skeleton1,
    skeleton2: mapped(skeleton1, weak),
    digits,
    noLeadZero: canonical.replace(/^0+(?=.)/, ''),
    core: outer.prefix + digits + outer.suffix,
    bare: digits.replace(/^0+(?=.)/, ''),
  };
};

/**
 * A number with Cyrillic letters as clerks type it in Latin ones (6.3): by its sound in ASCII (Ж is ZH), and as the
 * country itself writes it in Latin (Ж is Ž). Undefined where there is no such letter.
 */
export const romanised = (raw: string): { readonly sound: string; readonly local: string } | undefined => {
  const canonical = canonicalSerial(raw);
  if (plain.test(canonical)) return undefined;
  const sound = mapped(canonical, sounds);
  return sound === canonical ? undefined : { sound, local: mapped(mapped(canonical, local), sounds) };
};

/** Whether one number is the other in Latin letters, each letter for itself. */
export const isRomanised = (raw: string, latin: string): boolean => {
  const forms = romanised(raw);
  const canonical = canonicalSerial(latin);
  return forms !== undefined && (forms.sound === canonical || forms.local === canonical);
};
