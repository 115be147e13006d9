import { assertNever } from './assertNever.ts';
import type { Json } from './canonicalJson.ts';
import { type Field, isAbsent, type Sealed } from './shape.ts';

/** A personal value of a given payload and where it stands (RFC 6901). */
export type PersonalValue = { readonly pointer: string; readonly value: Json };

type Put = (value: unknown, pointer: string) => unknown;

const token = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** Copies a value and puts something in the place of what its shape calls personal. What does not fit the shape stays. */
const walk = (field: Field<unknown>, value: unknown, pointer: string, put: Put): unknown => {
  if (value === undefined) return value;
  switch (field.kind) {
    case 'personal':
      return put(value, pointer);
    case 'optional':
      return walk(field.of, value, pointer, put);
    case 'coded':
      // Why a value is missing is not personal; anything beside the code would be.
      return isAbsent(value) &&
        Object.keys(value).length === 1 &&
        field.codes.some((code) => code === value.absent)
        ? value
        : walk(field.of, value, pointer, put);
    case 'list':
      return Array.isArray(value)
        ? value.map((item, index) => walk(field.of, item, `${pointer}/${index}`, put))
        : value;
    case 'record': {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
      const members = Object.entries(value).map(([name, member]): readonly [string, unknown] => {
        const described = Object.hasOwn(field.fields, name) ? field.fields[name] : undefined;
        return [
          name,
          described === undefined ? member : walk(described, member, `${pointer}/${token(name)}`, put),
        ];
      });
      return Object.fromEntries(members);
    }
    case 'text':
    case 'freeText':
    case 'integer':
    case 'decimal':
    case 'boolean':
    case 'date':
    case 'moment':
    case 'oneOf':
    case 'json':
      return value;
    default:
      return assertNever(field);
  }
};

/** The personal values of a payload as given, in the order of its members. Total. */
export const collectPersonal = (shape: Field<unknown>, payload: unknown): ReadonlyArray<PersonalValue> => {
  const found: PersonalValue[] = [];
  walk(shape, payload, '', (value, pointer) => {
    found.push({ pointer, value: value as Json });
    return value;
  });
  return found;
};

/**
 * The payload as stored: the references, in the order of `collectPersonal`, in the place of the personal values. Total:
 * a value without a reference gives way to null, which no stored form allows, and is never passed on in clear.
 */
export const withSealed = <S>(shape: Field<S>, payload: unknown, sealed: ReadonlyArray<Sealed>): S => {
  let next = 0;
  const stored = walk(shape, payload, '', () => {
    const reference = sealed[next];
    next += 1;
    return reference === undefined
      ? null
      : { vaultRef: reference.vaultRef, commitment: reference.commitment };
  });
  return stored as S;
};

const holding = new WeakMap<Field<unknown>, boolean>();

/** Whether a shape has personal fields anywhere. */
export const holdsPersonal = (field: Field<unknown>): boolean => {
  const known = holding.get(field);
  if (known !== undefined) return known;
  const holds =
    field.kind === 'personal' ||
    ((field.kind === 'optional' || field.kind === 'coded' || field.kind === 'list') &&
      holdsPersonal(field.of)) ||
    (field.kind === 'record' && Object.values(field.fields).some(holdsPersonal));
  holding.set(field, holds);
  return holds;
};
