import { z } from 'zod';
import { assertNever } from '../../domain/shared/assertNever.ts';
import { idPattern } from '../../domain/shared/ids.ts';
import { isStorableText, isTidyLine } from '../../domain/shared/safeText.ts';
import type { Field, Fields, PersonalForm } from '../../domain/shared/shape.ts';
import { precisionOf } from '../../domain/time/effectiveTime.ts';

/** One-line text that the database stores unchanged. A plain `z.string()` would let U+0000 and lone surrogates in. */
export const safeText = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine(isTidyLine, 'must be one line without control characters, outer or double blanks');

const momentPattern =
  '^(UNKNOWN|\\d{4}(-\\d{2}(-\\d{2}(T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,3})?)?(Z|[+-]\\d{2}:\\d{2}))?)?)?)$';

/** A moment in reduced precision, `UNKNOWN` allowed where `unknown` is. */
export const moment = (unknown: boolean) =>
  z
    .string()
    .max(40)
    .regex(new RegExp(momentPattern), 'must be YYYY, YYYY-MM, YYYY-MM-DD or a date-time with offset')
    .refine(
      (text) => (unknown && text === 'UNKNOWN') || precisionOf(text) !== undefined,
      'must be an existing date',
    );

const named = new Map<string, z.ZodType>();

const recordOf = (fields: Fields, form: PersonalForm): z.ZodType =>
  z.strictObject(
    Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, zodOf(field, form)])),
  );

/** What is stored in the place of a personal value. */
const sealed = z.strictObject({
  vaultRef: z.string().regex(new RegExp(idPattern.vault)),
  commitment: z.string().regex(/^[0-9a-f]{64}$/),
});

const plain = (field: Field<unknown>, form: PersonalForm): z.ZodType => {
  switch (field.kind) {
    case 'text':
      return field.pattern === undefined
        ? safeText(field.max)
        : z.string().max(field.max).regex(new RegExp(field.pattern));
    case 'freeText':
      return z.string().min(1).max(field.max).refine(isStorableText, 'must be well-formed text');
    case 'integer':
      return z.int().min(field.min).max(field.max);
    case 'decimal': {
      const factor = 10 ** field.places;
      return z
        .number()
        .min(field.min)
        .max(field.max)
        .refine(
          (value) => Math.abs(Math.round(value * factor) - value * factor) < 1e-6,
          `at most ${field.places} decimals`,
        );
    }
    case 'boolean':
      return z.boolean();
    case 'date':
      return z
        .string()
        .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be YYYY-MM-DD')
        .refine((text) => precisionOf(text) === 'DAY', 'must be an existing date');
    case 'moment':
      return moment(false);
    case 'oneOf':
      return z.enum(field.values as [string, ...string[]]);
    case 'json':
      // The two sides of a correction: any JSON value that the store keeps unchanged.
      return z.unknown().refine((value) => {
        const text: string | undefined = JSON.stringify(value);
        if (text === undefined || text.length > 10_000) return false;
        return isStorableText(text) && !/\\u(0000|d[89a-f])/i.test(text);
      }, 'must be well-formed JSON of at most 10,000 characters');
    case 'coded':
      return z.union([
        zodOf(field.of, form),
        z.strictObject({ absent: z.enum(field.codes as [string, ...string[]]) }),
      ]);
    case 'list':
      return z.array(zodOf(field.of, form)).min(field.min).max(field.max);
    case 'optional':
      return zodOf(field.of, form).optional();
    case 'personal':
      return form === 'GIVEN' ? zodOf(field.of, form) : sealed;
    case 'record': {
      if (field.name === undefined) return recordOf(field.fields, form);
      const name = `${form} ${field.name}`;
      const known = named.get(name) ?? recordOf(field.fields, form);
      named.set(name, known);
      return known;
    }
    default:
      return assertNever(field);
  }
};

/**
 * The zod schema of a value described in the domain: strict objects, its limits, its meaning and example. At the edge
 * personal values are GIVEN in clear; what the log holds has their sealed form.
 */
export const zodOf = (field: Field<unknown>, form: PersonalForm = 'GIVEN'): z.ZodType => {
  const schema = plain(field, form);
  if (field.kind === 'record' || field.meaning === '') return schema;
  return schema.meta({
    description: field.meaning,
    ...(field.example === undefined ? {} : { examples: [field.example] }),
  });
};

/** A valid example of the described value as it is given, built from the examples of its parts. */
export const exampleOf = (field: Field<unknown>): unknown => {
  switch (field.kind) {
    case 'record':
      return Object.fromEntries(
        Object.entries(field.fields)
          .filter(([, member]) => member.kind !== 'optional')
          .map(([name, member]) => [name, exampleOf(member)]),
      );
    case 'list':
      return field.min === 0 ? [] : Array.from({ length: field.min }, () => exampleOf(field.of));
    case 'coded':
    case 'optional':
    case 'personal':
      return exampleOf(field.of);
    default:
      return field.example;
  }
};
