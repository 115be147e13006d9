import { describe, expect, test } from 'vitest';
import type { Field } from '../../domain/shared/shape.ts';
import type { AnyEvent } from '../../domain/stream/definition.ts';
import { kindOf, streamKinds } from '../../domain/streamKinds.ts';
import { type Asked, readCatalogue, specificationIsThere } from './eventCatalogue/readCatalogue.ts';
import {
  mayBeMissing,
  moreValues,
  mustBeThere,
  notRecorded,
  readings,
  streamOfEvent,
  streamOfSection,
  whoOtherwise,
  whoOtherwiseIn,
} from './eventCatalogue/readings.ts';

type Definition = Pick<AnyEvent<never>, 'type' | 'recordedBy' | 'payload'>;
type Defined = { readonly kind: string; readonly definition: Definition };

/** Every definition of a type: some events lie in the streams of several kinds. */
const definitionsOf = (type: string): ReadonlyArray<Defined> =>
  streamKinds.flatMap(({ name, definitionOf }) => {
    const definition = definitionOf(type);
    return definition === undefined ? [] : [{ kind: name, definition: definition as Definition }];
  });

/** The field beneath what says that it may be missing, is sealed, coded or one of many. */
const bare = (field: Field<unknown>): Field<unknown> =>
  field.kind === 'optional' || field.kind === 'personal' || field.kind === 'coded' || field.kind === 'list'
    ? bare(field.of)
    : field;
const memberOf = (field: Field<unknown>, name: string): Field<unknown> | undefined => {
  const inner = bare(field);
  return inner.kind === 'record' && Object.hasOwn(inner.fields, name) ? inner.fields[name] : undefined;
};

/** Which deviations were met: one that nobody needs any more has to go. */
const met = new Set<string>();
const allowed = (list: object, key: string): boolean => {
  if (!Object.hasOwn(list, key)) return false;
  met.add(key);
  return true;
};

const presence = (path: string, field: Field<unknown>, optional: boolean): ReadonlyArray<string> => {
  const missing = field.kind === 'optional';
  if (!optional && missing && !allowed(mayBeMissing, path)) return [`${path} is required by the catalogue`];
  return optional && !missing && !allowed(mustBeThere, path)
    ? [`${path} may be missing by the catalogue`]
    : [];
};

const values = (
  path: string,
  field: Field<unknown>,
  wanted: ReadonlyArray<string>,
): ReadonlyArray<string> => {
  const inner = bare(field);
  if (wanted.length === 0) return [];
  const more = allowed(moreValues, path) ? (moreValues[path]?.values ?? []) : [];
  const has = inner.kind === 'oneOf' ? [...inner.values].sort().join() : inner.kind;
  const should = [...wanted, ...more].sort().join();
  return has === should ? [] : [`${path}: ${has} instead of ${should}`];
};

/** What is wrong with a payload by one word of the catalogue. */
const faultsOf = ({ type, payload }: Definition, asked: Asked): ReadonlyArray<string> => {
  const own = `${type}.${asked.word}`;
  const key = [own, asked.word].find((each) => Object.hasOwn(readings, each));
  if (key !== undefined) met.add(key);
  const names = key === undefined ? [asked.word] : (readings[key] ?? []);
  return names.flatMap((name) => {
    const field = memberOf(payload, name);
    if (field === undefined) return [`${type} has no field ${name} ("${asked.word}")`];
    const path = `${type}.${name}`;
    return [
      ...presence(path, field, asked.optional),
      // A row of several events: the values are those of the field that bears the first name.
      ...(names.length === 1 && !name.startsWith('ground') ? values(path, field, asked.values) : []),
      ...asked.members.flatMap((member) => {
        const inner = memberOf(field, member);
        return inner === undefined
          ? [`${path} has no member ${member}`]
          : presence(`${path}.${member}`, inner, false);
      }),
    ];
  });
};

describe('catalogue 5.1 to 5.7, row by row', () => {
  if (!specificationIsThere()) {
    process.stderr.write(
      'NOT RUN: the events are not compared, ../shared/domain/event-catalogue.md is not there\n',
    );
    test('the specification is not beside the project: only that there are events is checked', () => {
      expect(streamKinds.every(({ definitions }) => definitions.length > 0)).toBe(true);
    });
    return;
  }
  const rows = readCatalogue();
  const cases = rows.flatMap(({ section, events, who, asked }) =>
    events.map((type) => ({ type, section, who, asked })),
  );
  test('every row of the tables is read', () => {
    expect(rows.length).toBeGreaterThanOrEqual(70);
    expect(new Set(cases.map(({ type }) => type)).size).toBe(cases.length);
    for (const { type, who } of cases) expect(who.length, type).toBeGreaterThan(0);
  });
  test.each(cases.filter(({ type }) => Object.hasOwn(notRecorded, type)))(
    '$type is no record of the log',
    ({ type }) => {
      expect(definitionsOf(type)).toEqual([]);
    },
  );
  const recorded = cases.filter(({ type }) => !Object.hasOwn(notRecorded, type));
  test.each(recorded)('$section $type lies in its stream', ({ type, section }) => {
    const stream = streamOfEvent.get(type) ?? streamOfSection[section];
    if (stream === undefined) throw new Error(`the catalogue has a section ${section}`);
    expect(kindOf(stream).definitionOf(type)?.type).toBe(type);
  });
  test.each(recorded)('$section $type is recorded by whom the catalogue names', ({ type, who }) => {
    for (const { kind, definition } of definitionsOf(type)) {
      const here = `${kind} ${type}`;
      const otherwise = allowed(whoOtherwiseIn, here)
        ? whoOtherwiseIn[here]
        : allowed(whoOtherwise, type)
          ? whoOtherwise[type]
          : undefined;
      const should = new Set([...who, ...(otherwise?.more ?? [])]);
      for (const role of otherwise?.less ?? []) should.delete(role);
      expect([...definition.recordedBy].sort(), here).toEqual([...should].sort());
    }
  });
  test.each(recorded)('$section $type has the fields that the catalogue asks for', ({ type, asked }) => {
    expect(
      definitionsOf(type).flatMap(({ definition }) => asked.flatMap((each) => faultsOf(definition, each))),
    ).toEqual([]);
  });
  test('no deviation is listed that is none any more', () => {
    const listed = [whoOtherwise, whoOtherwiseIn, readings, mayBeMissing, mustBeThere, moreValues];
    expect(listed.flatMap((list) => Object.keys(list)).filter((key) => !met.has(key))).toEqual([]);
  });
});
