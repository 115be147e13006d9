import {
  baseLetters,
  canonicalSerial,
  isRomanised,
  romanised,
  serialKeys,
} from '../../domain/identification/serial.ts';
import {
  differenceOn,
  editsAllowed,
  isPattern,
  patternParts,
  type Rung,
  type SerialDifference,
  swappedNeighbours,
} from '../../domain/identification/serialLadder.ts';
import type { SqlClient } from '../engine/sql.ts';
import { accessible, type RegistryRow, registryColumns } from './queries.ts';

export type Candidate = RegistryRow & {
  readonly markSerial: string;
  readonly markLocation: string;
  /** How the mark differs from the number asked for; null where it does not. */
  readonly difference: SerialDifference | null;
};

/** A condition on marks, written with its own values; `always` where its text is the same for all numbers on the rung. */
type Condition = { readonly text: string; readonly values: ReadonlyArray<unknown>; readonly always?: true };

const nothing: Condition = { text: 'false', values: [] };

/** `$n` in a condition counts from 1; the statement has other values before. */
const numbered = ({ text }: Condition, before: number): string =>
  text.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + before}`);

/** Keys hold letters, digits and `?` alone, so no sign in them means anything to `like`. */
const pattern = (serial: string): string =>
  patternParts(serial)
    .map((part) => (part === '?' ? '_' : part === '*' ? '%' : part))
    .join('');

/**
 * Marks within the edits allowed. Of parts as many as edits and one, one is untouched: the first at the beginning, the
 * last at the end, or the middle one with exactly one edit before and one behind it. Of two halves of what stands before
 * it, the first then begins the mark or the second stands right before the middle, and so behind it. Each way is a
 * pattern with everything that it leaves untouched, two characters at an end or three together at least, because that
 * many the index of trigrams can look up; the distance is measured only on what they give.
 */
const withinEdits = (skeleton: string): Condition => {
  const edits = editsAllowed(skeleton);
  const key = 'm.skeleton1';
  const patterns = edits === 0 ? [] : edits === 1 ? oneEdit(skeleton) : twoEdits(skeleton);
  const near = `levenshtein_less_equal(${key}, $2, ${edits}) <= ${edits}`;
  const swapped = swappedNeighbours(skeleton);
  return patterns.length === 0
    ? { text: `${key} = any($1)`, values: [swapped] }
    : {
        text: `${key} = any($1) or ((${patterns.map((_, index) => `${key} like $${index + 3}`).join(' or ')}) and ${near})`,
        values: [swapped, skeleton, ...patterns],
      };
};

const cutAt = (text: string, share: number): number => Math.round(text.length * share);

const oneEdit = (skeleton: string): ReadonlyArray<string> => {
  const half = cutAt(skeleton, 1 / 2);
  return [`${skeleton.slice(0, half)}%`, `%${skeleton.slice(half)}`];
};

/** Marks that begin with `start` and have the rest within two edits. */
const twoEditsBehind = (start: string, rest: string): ReadonlyArray<string> => {
  const [first, last] = [cutAt(rest, 0.38), cutAt(rest, 0.62)];
  const outer = (length: number): number => Math.min(Math.max(2, Math.ceil(length / 2)), length - 1);
  const [early, late] = [outer(first), rest.length - outer(rest.length - last)];
  const begin = start + rest.slice(0, early);
  const [before, middle, behind] = [
    rest.slice(early, first),
    rest.slice(first, last),
    rest.slice(last, late),
  ];
  const end = rest.slice(late);
  // A pattern that says how a mark begins is looked up by that alone, in the order of the marks; one that does not, by all.
  const anywhere = start === '' ? '' : '%';
  return [
    `${start}${rest.slice(0, first)}%`,
    `${anywhere}${start}%${rest.slice(last)}`,
    `${anywhere}${begin}%${middle}${behind}%`,
    `${anywhere}${begin}%${middle}%${end}`,
    `${anywhere}${start}%${before}${middle}${behind}%`,
    `${anywhere}${start}%${before}${middle}%${end}`,
  ];
};

/** Numbers of one maker begin alike, so that what is untouched at the beginning says little: the rest is looked up too. */
const twoEdits = (skeleton: string): ReadonlyArray<string> => {
  const first = cutAt(skeleton, 0.38);
  const [, ...elsewhere] = twoEditsBehind('', skeleton);
  return [...twoEditsBehind(skeleton.slice(0, first), skeleton.slice(first)), ...elsewhere];
};

/** Which marks belong to a rung, or for the weaker ones: may belong to it, so that `differenceOn` decides. */
const marksOn = (rung: Rung, serial: string): Condition => {
  const keys = serialKeys(serial);
  if (isPattern(serial)) {
    if (rung === 'FUZZY') return { text: 'm.skeleton1 like $1', values: [pattern(serial)] };
    // What is recorded as read in part is found as it is recorded (HC-08).
    if (serial.includes('*') || (rung !== 'EXACT' && rung !== 'EXACT_OTHER_MARK')) return nothing;
  }
  switch (rung) {
    case 'EXACT':
      return { text: 'm.canonical = $1 and m.is_primary', values: [keys.canonical], always: true };
    case 'EXACT_OTHER_MARK': {
      const latin = romanised(serial);
      return {
        text: `(m.canonical = $1 and not m.is_primary) or m.sound = $1 or m.local_sound = $2 or m.canonical = any($3)`,
        values: [
          keys.canonical,
          baseLetters(keys.canonical),
          latin === undefined ? [] : [latin.sound, latin.local, baseLetters(latin.local)],
        ],
        always: true,
      };
    }
    case 'CONFUSABLE':
      return {
        text: '(m.skeleton1 = $2 or m.local_sound = $3) and m.canonical <> $1',
        values: [keys.canonical, keys.skeleton1, baseLetters(keys.canonical)],
        always: true,
      };
    case 'VARIANT':
      return {
        text: "(m.skeleton2 = $1 or (m.bare = $2 and m.bare <> '')) and m.skeleton1 <> $3",
        values: [keys.skeleton2, keys.bare, keys.skeleton1],
        always: true,
      };
    case 'FUZZY':
      return withinEdits(keys.skeleton1);
    case 'WEAK':
      return { text: 'm.skeleton1 like $1', values: [`%${keys.digits}%`] };
  }
};

/** Marks that are looked at on the rungs below the first, those first that agree in maker, model and calibre. */
const lookedMax = 2000;

export type RungAsked = {
  readonly serial: string;
  readonly rung: Rung;
  readonly limit: number;
  /** Leaves out what was destroyed before this day. */
  readonly destroyedSince?: string | undefined;
  readonly make?: string | undefined;
  /** Code of the maker, where the name is a known one. */
  readonly makerCode?: string | undefined;
  readonly model?: string | undefined;
  readonly calibre?: string | undefined;
};

/** 1 where a column agrees with what was asked, -1 where it contradicts, 0 where either says nothing. */
const agreement = (column: string, parameter: string): string =>
  `case when ${column} is null or ${parameter}::text is null then 0 when lower(${column}) = lower(${parameter}) then 1 else -1 end`;
const makeAgrees = `case when $4::text is not null and i.manufacturer_code = $4 then 1 else ${agreement('i.make', '$3')} end`;

const statement = (rung: Rung, condition: string): string => `
select * from (
  select ${rung === 'EXACT' ? 'distinct on (i.subject_id)' : ''} ${registryColumns},
    m.serial_raw as "markSerial", m.location as "markLocation", m.no as "markNo",
    ${makeAgrees} + ${agreement('i.model', '$5')} + ${agreement('i.calibre', '$6')} as agreement
  from current_registry.mark m
  join current_registry.interval i on i.subject_id = m.firearm_id and i.known_to = 'infinity' and i.valid_to = 'infinity'
  where (${condition}) and ${accessible('$2')} ${rung === 'WEAK' ? `and ${makeAgrees} = 1` : ''}
  order by i.subject_id, m.no
) c order by agreement desc, "firearmId", "markNo" limit $1`;

type Found = Omit<Candidate, 'difference'> & { readonly markNo: number; readonly agreement: number };

const isSame = (serial: string, mark: string): boolean =>
  canonicalSerial(serial) === canonicalSerial(mark) || isRomanised(serial, mark) || isRomanised(mark, serial);

const differenceOf = ({ serial, rung }: RungAsked, mark: string): SerialDifference | null | undefined => {
  switch (rung) {
    case 'EXACT':
      return null;
    case 'EXACT_OTHER_MARK':
      return isSame(serial, mark) ? null : undefined;
    case 'CONFUSABLE':
      return isSame(serial, mark) ? undefined : 'CONFUSED_CHARACTERS';
    case 'VARIANT':
    case 'FUZZY':
    case 'WEAK':
      return differenceOn(rung, serial, mark);
  }
};

/**
 * Firearms that carry, or once carried, a mark that matches the serial number on one rung of the ladder (6.4), those
 * first that agree best in maker, model and calibre.
 */
export const searchRung = async (client: SqlClient, asked: RungAsked): Promise<ReadonlyArray<Candidate>> => {
  const { serial, rung, limit } = asked;
  const keys = serialKeys(serial);
  if (keys.canonical === '') return [];
  const condition = marksOn(rung, serial);
  const own = [
    // Below, what is found may belong to another rung: a limit here would hide what comes behind it.
    rung === 'EXACT' ? limit : lookedMax,
    asked.destroyedSince ?? null,
    asked.make ?? null,
    asked.makerCode ?? null,
    asked.model ?? null,
    asked.calibre ?? null,
  ];
  const { rows } = await client.query({
    // Equality with a key is looked up the same way whatever the key: planning took longer than looking up.
    ...(condition.always === true ? { name: `search ${rung}` } : {}),
    text: statement(rung, numbered(condition, own.length)),
    values: [...own, ...condition.values],
  });
  const candidates = new Map<string, Candidate>();
  for (const { markNo: _no, agreement: _agreement, ...row } of rows as unknown as ReadonlyArray<Found>) {
    const difference = differenceOf(asked, row.markSerial);
    // What the register holds as the number of today is found on the first rung.
    const isExact =
      rung === 'EXACT_OTHER_MARK' &&
      row.serialRaw === row.markSerial &&
      canonicalSerial(row.markSerial) === keys.canonical;
    if (difference !== undefined && !isExact && !candidates.has(row.firearmId))
      candidates.set(row.firearmId, { ...row, difference });
  }
  return [...candidates.values()].slice(0, limit);
};
