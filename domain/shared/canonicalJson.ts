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
// takes `__proto__` for something else: it cannot keep these in order.
const keepsNoOrder = /^(?:\d|__proto__$)/;

const finite = <T extends Json>(value: T): T => {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error('not a JSON number');
  return value;
};

/** A copy whose members are in the order of their UTF-16 code units, or undefined where an object cannot keep it. */
const ordered = (value: Json): Json | undefined => {
  if (value === null || typeof value !== 'object') return finite(value);
  if (Array.isArray(value)) {
    const copy: Json[] = [];
    for (const item of value as ReadonlyArray<Json>) {
      const inner = ordered(item);
      if (inner === undefined) return undefined;
      copy.push(inner);
    }
    return copy;
  }
  const object = value as JsonObject;
  const copy: Record<string, Json> = {};
  for (const name of Object.keys(object).sort()) {
    const member = object[name];
    if (member === undefined) continue;
    const inner = keepsNoOrder.test(name) ? undefined : ordered(member);
    if (inner === undefined) return undefined;
    copy[name] = inner;
  }
  return copy;
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
  // The engine writes an ordered copy faster, and as one flat text, than its members can be put together here.
  const copy = ordered(value);
  return copy === undefined ? memberByMember(value) : JSON.stringify(copy);
};
