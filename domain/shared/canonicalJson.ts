/** What JSON can carry. Undefined members are left out, as `JSON.stringify` does. */
export type Json =
  | null
  | boolean
  | number
  | string
  | ReadonlyArray<Json>
  | { readonly [key: string]: Json | undefined };

type JsonObject = { readonly [name: string]: Json | undefined };

// An object of JavaScript has whole numbers before all other names, whatever the order in which they were set, and
// takes `__proto__` for something else: a copy cannot keep these in order.
const keepsNoOrder = (name: string): boolean => {
  const first = name.charCodeAt(0);
  return (first >= 0x30 && first <= 0x39) || name === '__proto__';
};

const finite = <T extends Json>(value: T): T => {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error('not a JSON number');
  return value;
};

const areInOrder = (names: ReadonlyArray<string>): boolean => {
  for (let index = 1; index < names.length; index += 1)
    if ((names[index - 1] ?? '') > (names[index] ?? '')) return false;
  return true;
};

/** More names than this are left to the engine, whose sorting takes memory of its own each time. */
const fewNames = 32;

/** Sorts names by their UTF-16 code units, in place. */
const putInOrder = (names: string[]): void => {
  if (names.length > fewNames) {
    names.sort();
    return;
  }
  for (let index = 1; index < names.length; index += 1) {
    const name = names[index] ?? '';
    let place = index;
    for (; place > 0 && (names[place - 1] ?? '') > name; place -= 1) names[place] = names[place - 1] ?? '';
    names[place] = name;
  }
};

/** The list itself where its items are in order, else a copy; undefined where no copy can keep it. */
const orderedList = (list: ReadonlyArray<Json>): Json | undefined => {
  let copy: Json[] | undefined;
  for (let index = 0; index < list.length; index += 1) {
    const item = list[index] as Json;
    const inner = ordered(item);
    if (inner === undefined) return undefined;
    if (copy === undefined && inner !== item) copy = list.slice(0, index);
    copy?.push(inner);
  }
  return copy ?? list;
};

/**
 * The value with all members in the order of their UTF-16 code units: the very same where they are so already, as in
 * what this program makes for the log, else a copy; undefined where an object cannot keep that order.
 */
const ordered = (value: Json): Json | undefined => {
  if (value === null || typeof value !== 'object') return finite(value);
  if (Array.isArray(value)) return orderedList(value);
  const object = value as JsonObject;
  const names = Object.keys(object);
  let copy: Record<string, Json> | undefined;
  if (!areInOrder(names)) {
    putInOrder(names);
    copy = {};
  }
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] ?? '';
    const member = object[name];
    if (member === undefined) continue;
    const inner = ordered(member);
    if (inner === undefined) return undefined;
    if (copy === undefined && inner !== member) {
      copy = {};
      for (const before of names.slice(0, index)) {
        const stated = object[before];
        if (keepsNoOrder(before)) return undefined;
        if (stated !== undefined) copy[before] = stated;
      }
    }
    if (copy === undefined) continue;
    if (keepsNoOrder(name)) return undefined;
    copy[name] = inner;
  }
  return copy ?? object;
};

const memberByMember = (value: Json): string => {
  if (value === null || typeof value !== 'object') return JSON.stringify(finite(value));
  if (Array.isArray(value)) return `[${(value as ReadonlyArray<Json>).map(memberByMember).join(',')}]`;
  const object = value as JsonObject;
  const members = Object.keys(object)
    .sort()
    .flatMap((name) => {
      const member = object[name];
      return member === undefined ? [] : [`${JSON.stringify(name)}:${memberByMember(member)}`];
    });
  return `{${members.join(',')}}`;
};

/**
 * Canonical text of a JSON value by RFC 8785 (JCS): members sorted by UTF-16 code units, no white space,
 * numbers and strings as ECMAScript writes them. Equal values always give equal text, so hashes and
 * comparisons are made over this text and never over a parsed copy.
 */
export const canonicalJson = (value: Json): string => {
  // The engine writes an ordered value faster, and as one flat text, than its members can be put together here.
  const inOrder = ordered(value);
  return inOrder === undefined ? memberByMember(value) : JSON.stringify(inOrder);
};
