import { outerLetters, type SerialKeys, serialKeys } from './serial.ts';

/** Rungs of the search by serial number, from certain to weak (identification 6.4). */
export const rungs = ['EXACT', 'EXACT_OTHER_MARK', 'CONFUSABLE', 'VARIANT', 'FUZZY', 'WEAK'] as const;
export type Rung = (typeof rungs)[number];

/** How a mark differs from the number that was asked for; null where it does not. */
export type SerialDifference =
  | 'CONFUSED_CHARACTERS'
  | 'WORN_CHARACTERS'
  | 'LETTERS_BETWEEN_DIGITS'
  | 'LEADING_ZEROS'
  | 'PREFIX_OR_SUFFIX'
  | 'PATTERN'
  | 'NEIGHBOURS_SWAPPED'
  | 'ONE_CHARACTER'
  | 'TWO_CHARACTERS'
  | 'DIGITS_CONTAINED';
export const serialDifferences = [
  'CONFUSED_CHARACTERS',
  'WORN_CHARACTERS',
  'LETTERS_BETWEEN_DIGITS',
  'LEADING_ZEROS',
  'PREFIX_OR_SUFFIX',
  'PATTERN',
  'NEIGHBOURS_SWAPPED',
  'ONE_CHARACTER',
  'TWO_CHARACTERS',
  'DIGITS_CONTAINED',
] as const satisfies ReadonlyArray<SerialDifference>;

/** Shorter ones agree with too much by chance for anything weaker than a confusion of characters. */
const shortestVariant = 3;

/** Whether the number holds characters that could not be read: `?` for one, `*` for any number of them. */
export const isPattern = (serial: string): boolean => /[?*]/.test(serial);

/**
 * The pattern on strong skeletons, so that a misread O is found all the same: a `?` or `*` an element, and the texts
 * between them.
 */
export const patternParts = (serial: string): ReadonlyArray<string> =>
  serial
    .split(/([?*])/)
    .map((part) => (isPattern(part) ? part : serialKeys(part).skeleton1))
    .filter((part) => part !== '');

/** What of a pattern was read: one character says nothing. */
export const readCharacters = (serial: string): number =>
  patternParts(serial)
    .filter((part) => !isPattern(part))
    .join('').length;

/** Further attributes of the firearm that a search for an incomplete number has to name, and characters of it. */
const attributesOfPattern = 2;
const charactersOfPattern = 2;

/** What else is known of the firearm that is searched for. */
export type KnownAttributes = {
  readonly make?: string | undefined;
  readonly model?: string | undefined;
  readonly calibre?: string | undefined;
};

/**
 * Why an incomplete number is not searched for as a pattern: it fits too many, so it is a question about one firearm
 * only together with two further attributes of it (6.4). Undefined where nothing is in the way.
 */
export const patternRefusal = (
  serial: string,
  { make, model, calibre }: KnownAttributes,
): string | undefined => {
  if (!isPattern(serial)) return undefined;
  if (readCharacters(serial) < charactersOfPattern)
    return `Give at least ${charactersOfPattern} characters that were read; ? stands for one that was not, * for any number of them.`;
  return [make, model, calibre].filter((attribute) => attribute !== undefined).length < attributesOfPattern
    ? `No mark is recorded like this. To find what it may be, give at least ${attributesOfPattern} of make, model and calibre.`
    : undefined;
};

/** Edits that still count as the same number: none below 5 characters, one below 8, else two. */
export const editsAllowed = (skeleton: string): 0 | 1 | 2 =>
  skeleton.length < 5 ? 0 : skeleton.length < 8 ? 1 : 2;

/** The text with two neighbours swapped, each of these once. */
export const swappedNeighbours = (text: string): ReadonlyArray<string> => {
  const found = new Set<string>();
  for (let index = 0; index + 1 < text.length; index += 1) {
    const [one, other] = [text.charAt(index), text.charAt(index + 1)];
    if (one !== other) found.add(text.slice(0, index) + other + one + text.slice(index + 2));
  }
  return [...found];
};

/** Fewest characters to change, add or take away; anything above `most` is told as `most + 1`. */
export const editDistance = (one: string, other: string, most: number): number => {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= other.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      const edit = Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      next.push(edit);
      least = Math.min(least, edit);
    }
    if (least > most) return most + 1;
    row = next;
  }
  return Math.min(row[other.length] ?? 0, most + 1);
};

/** A prefix or suffix that one of the two lacks was left out; two that differ are two numbers. */
const agree = (one: string, other: string): boolean =>
  one === '' || other === '' || serialKeys(one).skeleton1 === serialKeys(other).skeleton1;

const variantOf = (asked: SerialKeys, mark: SerialKeys): SerialDifference | undefined => {
  if (asked.canonical.length < shortestVariant) return undefined;
  if (asked.skeleton2 === mark.skeleton2) return 'WORN_CHARACTERS';
  if (asked.bare !== mark.bare || asked.bare.length < shortestVariant) return undefined;
  const [ours, theirs] = [outerLetters(asked.canonical), outerLetters(mark.canonical)];
  if (!agree(ours.prefix, theirs.prefix) || !agree(ours.suffix, theirs.suffix)) return undefined;
  if (asked.core === mark.core) return 'LETTERS_BETWEEN_DIGITS';
  return ours.prefix === theirs.prefix && ours.suffix === theirs.suffix
    ? 'LEADING_ZEROS'
    : 'PREFIX_OR_SUFFIX';
};

/** Whether the pattern covers the whole text; time is bounded by the product of their lengths. */
const matchesPattern = (serial: string, skeleton: string): boolean => {
  const pattern = patternParts(serial).flatMap((part) => (isPattern(part) ? [part] : [...part]));
  const text = [...skeleton];
  let [at, next] = [0, 0];
  /** The last `*`, and how much of the text it takes: it takes one more whenever what follows does not fit. */
  let [star, taken] = [-1, 0];
  while (at < text.length)
    if (pattern[next] === '*') [star, taken, next] = [next, at, next + 1];
    else if (pattern[next] === '?' || pattern[next] === text[at]) [at, next] = [at + 1, next + 1];
    else if (star >= 0) [taken, at, next] = [taken + 1, taken + 1, star + 1];
    else return false;
  while (pattern[next] === '*') next += 1;
  return next === pattern.length;
};

const similar = (asked: string, mark: string): SerialDifference | undefined => {
  if (asked.length > 2 && swappedNeighbours(asked).includes(mark)) return 'NEIGHBOURS_SWAPPED';
  const allowed = editsAllowed(asked);
  const edits = editDistance(asked, mark, allowed);
  return edits > allowed || edits === 0 ? undefined : edits === 1 ? 'ONE_CHARACTER' : 'TWO_CHARACTERS';
};

/**
 * How a mark differs from the number asked for, if it belongs to this rung: the rungs below CONFUSABLE are defined by it,
 * and a read model only finds what may belong to them. Undefined where it does not belong.
 */
export const differenceOn = (
  rung: 'VARIANT' | 'FUZZY' | 'WEAK',
  serial: string,
  mark: string,
): SerialDifference | undefined => {
  const [asked, found] = [serialKeys(serial), serialKeys(mark)];
  switch (rung) {
    case 'VARIANT':
      return asked.skeleton1 === found.skeleton1 ? undefined : variantOf(asked, found);
    case 'FUZZY':
      if (isPattern(serial)) return matchesPattern(serial, found.skeleton1) ? 'PATTERN' : undefined;
      return similar(asked.skeleton1, found.skeleton1);
    case 'WEAK':
      return asked.digits.length >= shortestVariant && found.digits.includes(asked.digits)
        ? 'DIGITS_CONTAINED'
        : undefined;
  }
};
