import type { PayloadFault } from '../ports/eventCodec.ts';
import { precisionOf } from '../time/effectiveTime.ts';
import { assertNever } from './assertNever.ts';
import { idPattern } from './ids.ts';
import { isStorableText, isTidyLine } from './safeText.ts';
import type { Field, Fields, PersonalForm } from './shape.ts';

/** Faults of a value against the description it was compiled from; the empty list, always the same one, when valid. */
export type FaultsOf = (value: unknown) => ReadonlyArray<PayloadFault>;

const none: ReadonlyArray<PayloadFault> = [];
const fault = (message: string): ReadonlyArray<PayloadFault> => [{ pointer: '', message }];
const within = (name: string | number, faults: ReadonlyArray<PayloadFault>): ReadonlyArray<PayloadFault> =>
  faults.map(({ pointer, message }) => ({ pointer: `/${name}${pointer}`, message }));

/** A check that knows one message; the message is made once, so that a valid value costs no allocation. */
const must = (holds: (value: unknown) => boolean, message: string): FaultsOf => {
  const failed = fault(message);
  return (value) => (holds(value) ? none : failed);
};
/** Length in characters, as JSON Schema counts (2020-12, 6.3.1): a pair of surrogates is one. */
const charactersOf = (text: string): number => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};
const ofLength = (value: unknown, min: number, max: number): value is string => {
  if (typeof value !== 'string') return false;
  const units = value.length;
  // Characters are at most as many as units and at least half: only what lies between is counted.
  if (units >= 2 * min && units <= max) return true;
  if (units < min || units > 2 * max) return false;
  const characters = charactersOf(value);
  return characters >= min && characters <= max;
};

const longestMoment = 40;
const longestJson = 10_000;
const unstorableEscape = /\\u(0000|d[89a-f])/i;

const jsonText = (value: unknown): string | undefined => {
  try {
    return JSON.stringify(value);
  } catch {
    // A cycle or a bigint: no JSON.
    return undefined;
  }
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Counted, not listed: each coded value of each event is asked. */
const hasOneMember = (value: Readonly<Record<string, unknown>>): boolean => {
  let count = 0;
  for (const name in value) if (Object.hasOwn(value, name)) count += 1;
  return count === 1;
};

const recordFaults = (fields: Fields, form: PersonalForm): FaultsOf => {
  const names = new Set(Object.keys(fields));
  const members = Object.entries(fields).map(([name, field]) => ({ name, faults: faultsOf(field, form) }));
  const notAnObject = fault('must be an object');
  return (value) => {
    if (!isObject(value)) return notAnObject;
    let found = none;
    for (const { name, faults } of members) {
      const inner = faults(value[name]);
      if (inner.length > 0) found = [...found, ...within(name, inner)];
    }
    for (const name in value)
      if (!names.has(name)) found = [...found, ...within(name, fault('is not a member of this record'))];
    return found;
  };
};

const listFaults = (of: Field<unknown>, min: number, max: number, form: PersonalForm): FaultsOf => {
  const faults = faultsOf(of, form);
  const wrongLength = fault(`must be a list of ${min} to ${max} items`);
  return (value) => {
    if (!Array.isArray(value) || value.length < min || value.length > max) return wrongLength;
    let found = none;
    // By index: a hole of the list is a missing item.
    for (let index = 0; index < value.length; index += 1) {
      const inner = faults(value[index]);
      if (inner.length > 0) found = [...found, ...within(index, inner)];
    }
    return found;
  };
};

const vaultRef = new RegExp(idPattern.vault);
const sealedFaults = must(
  (value) =>
    isObject(value) &&
    Object.keys(value).length === 2 &&
    ofLength(value['vaultRef'], 1, 28) &&
    vaultRef.test(value['vaultRef']) &&
    ofLength(value['commitment'], 64, 64) &&
    /^[0-9a-f]{64}$/.test(value['commitment']),
  'must be a reference into the vault with its commitment',
);

/**
 * Compiles the description of a value into a check. It accepts exactly what the schema of the HTTP edge accepts (a
 * property proves it) for a tenth of its time: every event passes it when it is written and each time it is read.
 * Total: any value gives faults or none.
 */
export const faultsOf = (field: Field<unknown>, form: PersonalForm): FaultsOf => {
  switch (field.kind) {
    case 'text': {
      const { min, max, pattern } = field;
      if (pattern === undefined)
        return must(
          (value) => ofLength(value, min, max) && isTidyLine(value),
          `must be one line of ${min} to ${max} characters without control characters, outer or double blanks`,
        );
      const expression = new RegExp(pattern);
      return must(
        (value) => ofLength(value, 0, max) && expression.test(value),
        `must be text of at most ${max} characters that matches ${pattern}`,
      );
    }
    case 'freeText': {
      const { max } = field;
      return must(
        (value) => ofLength(value, 1, max) && isStorableText(value),
        `must be well-formed text of 1 to ${max} characters`,
      );
    }
    case 'integer': {
      const { min, max } = field;
      return must(
        (value) => Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max,
        `must be an integer from ${min} to ${max}`,
      );
    }
    case 'decimal': {
      const { min, max, places } = field;
      const factor = 10 ** places;
      return must(
        (value) =>
          typeof value === 'number' &&
          value >= min &&
          value <= max &&
          Math.abs(Math.round(value * factor) - value * factor) < 1e-6,
        `must be a number from ${min} to ${max} of at most ${places} decimals`,
      );
    }
    case 'boolean':
      return must((value) => typeof value === 'boolean', 'must be true or false');
    case 'date':
      return must(
        (value) => typeof value === 'string' && precisionOf(value) === 'DAY',
        'must be an existing date YYYY-MM-DD',
      );
    case 'moment':
      return must(
        (value) => ofLength(value, 1, longestMoment) && precisionOf(value) !== undefined,
        'must be an existing date: YYYY, YYYY-MM, YYYY-MM-DD or a date-time with offset',
      );
    case 'oneOf': {
      const values: ReadonlySet<unknown> = new Set(field.values);
      return must((value) => values.has(value), `must be one of ${field.values.join(', ')}`);
    }
    case 'json':
      return must((value) => {
        const text = jsonText(value);
        if (text === undefined || text.length > longestJson) return false;
        return isStorableText(text) && !unstorableEscape.test(text);
      }, `must be well-formed JSON of at most ${longestJson} characters`);
    case 'coded': {
      const codes: ReadonlySet<unknown> = new Set(field.codes);
      const stated = faultsOf(field.of, form);
      const absent = fault(`must be a value or {"absent": one of ${field.codes.join(', ')}}`);
      const namesAbsence = (value: unknown): boolean =>
        isObject(value) && codes.has(value['absent']) && hasOneMember(value);
      return (value) => {
        if (namesAbsence(value)) return none;
        const found = stated(value);
        return found.length > 0 && isObject(value) && 'absent' in value ? absent : found;
      };
    }
    case 'list':
      return listFaults(field.of, field.min, field.max, form);
    case 'optional': {
      const stated = faultsOf(field.of, form);
      return (value) => (value === undefined ? none : stated(value));
    }
    case 'record':
      return recordFaults(field.fields, form);
    case 'personal':
      return form === 'GIVEN' ? faultsOf(field.of, form) : sealedFaults;
    default:
      return assertNever(field);
  }
};
