export type Schema = { readonly [key: string]: unknown };
/** Chooses a number from 0 to below `count`. */
export type Pick = (count: number) => number;

/** What `$ref` points to, or the schema itself. */
const resolved = (schema: Schema, root: Schema): Schema => {
  const ref = schema['$ref'];
  if (typeof ref !== 'string') return schema;
  return ref
    .split('/')
    .slice(1)
    .reduce<unknown>((inner, name) => (inner as Schema)[name], root) as Schema;
};

const junk = ['x', '2026-01-05', '1', 'AB 1', '"1"', 'Застава', 'W-01J9ZK3C5E7G9JBMDPFRHTKVMX'];

/**
 * A value that the schema allows, as far as a schema says it, chosen by `pick`; depth is bounded because payloads nest.
 * `tame` keeps to the examples where the schema does not say what else is allowed, so that the value is valid.
 */
export const conforming = (schema: Schema, root: Schema, pick: Pick, tame = false, depth = 0): unknown => {
  if (typeof schema['$ref'] === 'string') return conforming(resolved(schema, root), root, pick, tame, depth);
  const example = (schema['examples'] as ReadonlyArray<unknown> | undefined)?.[0];
  const union = (schema['anyOf'] ?? schema['oneOf']) as ReadonlyArray<Schema> | undefined;
  const values = schema['enum'] as ReadonlyArray<unknown> | undefined;
  if (example !== undefined && (tame ? union === undefined && values === undefined : pick(10) > 0))
    return example;
  if (union !== undefined) {
    // A coded value is first the value and then the reason why there is none, which is the exception.
    const chosen = tame && pick(10) > 0 ? 0 : pick(union.length);
    const inner = union[chosen] ?? {};
    const carried = tame && chosen === 0 && example !== undefined && inner['enum'] === undefined;
    return carried ? example : conforming(inner, root, pick, tame, depth);
  }
  if ('const' in schema) return schema['const'];
  if (values !== undefined) return values[pick(values.length)];
  switch (schema['type']) {
    case 'object': {
      const properties = (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>;
      const required = (schema['required'] ?? []) as ReadonlyArray<string>;
      return Object.fromEntries(
        Object.entries(properties)
          .filter(([name]) => required.includes(name) || (depth < 4 && pick(4) === 0))
          .map(([name, property]) => [name, conforming(property, root, pick, tame, depth + 1)]),
      );
    }
    case 'array':
      return Array.from({ length: Number(schema['minItems'] ?? 0) + pick(2) }, () =>
        conforming((schema['items'] ?? {}) as Schema, root, pick, tame, depth + 1),
      );
    case 'integer':
    case 'number':
      return Number(schema['minimum'] ?? 0) + pick(3);
    case 'boolean':
      return pick(2) === 0;
    case 'null':
      return null;
    default:
      return junk[pick(junk.length)];
  }
};

export const poison: ReadonlyArray<unknown> = [
  null,
  '',
  ' ',
  '\u0000',
  '\ud800',
  'x'.repeat(5000),
  -1,
  1e308,
  0.1,
  true,
  [],
  {},
  [[[[]]]],
  { __proto__: null, constructor: 1 },
  '2026-13-45',
  '9999-12-31',
  '-infinity',
  "'; drop table ledger.event; --",
  '\u202e',
  'ß',
  '99999999999999999999',
];

/** The value with one member somewhere replaced, removed or added. */
export const mutated = (value: unknown, pick: Pick): unknown => {
  if (typeof value !== 'object' || value === null || pick(4) === 0) return poison[pick(poison.length)];
  if (Array.isArray(value))
    return value.length === 0
      ? [poison[pick(poison.length)]]
      : value.map((item, index) => (index === 0 ? mutated(item, pick) : item));
  const names = Object.keys(value);
  const name = names[pick(Math.max(1, names.length))];
  const copy: Record<string, unknown> = { ...value };
  if (name === undefined || pick(6) === 0) copy[`extra${pick(3)}`] = poison[pick(poison.length)];
  else if (pick(4) === 0) delete copy[name];
  else copy[name] = mutated(copy[name], pick);
  return copy;
};
