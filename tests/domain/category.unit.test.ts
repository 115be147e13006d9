import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { zodOf } from '../../api/schema/zodOfShape.ts';
import type { Classification } from '../../domain/category/classify.ts';
import { categoryOf, classify, classifyFacts, factsOfReasons } from '../../domain/category/classify.ts';
import type { CategoryFacts } from '../../domain/category/facts.ts';
import { categoryFacts, factsOf } from '../../domain/category/facts.ts';
import type { Identity } from '../../domain/firearm/identity.ts';
import { actions, firearmTypes, subcategories } from '../../domain/firearm/identity.ts';
import type { Absence } from '../../domain/shared/shape.ts';
import { absenceCodes } from '../../domain/shared/shape.ts';

const proposed = (facts: CategoryFacts): string => {
  const answer = classifyFacts(facts);
  return answer.kind === 'PROPOSED' ? answer.subcategory : answer.kind;
};
const missing = (facts: CategoryFacts) => {
  const answer = classifyFacts(facts);
  return answer.kind === 'FACT_MISSING' ? answer : undefined;
};

const semiLong: CategoryFacts = {
  action: 'SEMI_AUTO',
  ignition: 'CENTREFIRE',
  bore: 'RIFLED',
  barrelLengthMm: 500,
  overallLengthMm: 1000,
  minLengthMm: 1000,
  stockReducible: false,
  chambers: 1,
  deviceCapacity: 10,
  loadingDeviceDetachable: true,
  convertibleAboveThree: true,
  resemblesAutomatic: false,
};
const semiShort: CategoryFacts = { ...semiLong, barrelLengthMm: 116, overallLengthMm: 200, minLengthMm: 200 };
const single: CategoryFacts = {
  action: 'SINGLE_SHOT',
  ignition: 'RIMFIRE',
  bore: 'RIFLED',
  barrelLengthMm: 250,
  overallLengthMm: 300,
};
const pump: CategoryFacts = { ...semiLong, action: 'REPEATING_PUMP', bore: 'SMOOTH', barrelLengthMm: 600 };
const breakOpen: CategoryFacts = { ...pump, action: 'BREAK_OPEN', barrelLengthMm: 710 };

describe('each subcategory of Annex I at its borders', () => {
  test.each<[string, string, CategoryFacts]>([
    ['A1', 'an explosive launcher', { ...single, explosiveLauncher: true }],
    ['A2', 'automatic', { action: 'AUTOMATIC' }],
    ['A3', 'a pistol in a pen', { ...semiShort, disguised: true }],
    ['A6', 'automatic converted to semi-automatic', { ...semiLong, convertedFromAutomatic: true }],
    ['C1', 'automatic converted to a bolt action', { ...pump, bore: 'RIFLED', convertedFromAutomatic: true }],
    ['A7a', 'short, device 21 and chamber', { ...semiShort, deviceCapacity: 21 }],
    ['B5', 'short, device 20 and chamber', { ...semiShort, deviceCapacity: 20 }],
    ['B5', 'short, device 21 without chamber: 21 rounds', { ...semiShort, deviceCapacity: 21, chambers: 0 }],
    ['B5', 'short rimfire, device 30', { ...semiShort, deviceCapacity: 30, ignition: 'RIMFIRE' }],
    ['A7b', 'long, device 11 and chamber', { ...semiLong, deviceCapacity: 11 }],
    ['B4', 'long, device 10 and chamber: 11 rounds', { ...semiLong, deviceCapacity: 10 }],
    ['B4', 'long, device 11 without chamber: 11 rounds', { ...semiLong, deviceCapacity: 11, chambers: 0 }],
    ['B4', 'long rimfire, device 30', { ...semiLong, deviceCapacity: 30, ignition: 'RIMFIRE' }],
    ['A8', 'stock folds to 599 mm', { ...semiLong, minLengthMm: 599, stockReducible: true }],
    ['B4', 'stock folds to 600 mm', { ...semiLong, minLengthMm: 600, stockReducible: true }],
    ['B4', 'taken down with tools to 500 mm', { ...semiLong, minLengthMm: 500, stockReducible: false }],
    ['A9', 'converted to blank from A', { ...semiLong, convertedToBlank: true, sourceCategory: 'A' }],
    ['B8', 'converted to blank from B', { ...semiShort, convertedToBlank: true, sourceCategory: 'B' }],
    ['C5', 'converted to blank from C', { ...pump, convertedToBlank: true, sourceCategory: 'C' }],
    ['B1', 'a revolver', { ...semiShort, action: 'REVOLVING' }],
    ['B1', 'repeating, barrel 300 mm', { ...pump, barrelLengthMm: 300 }],
    ['B7', 'repeating smooth, barrel 301 mm', { ...pump, barrelLengthMm: 301 }],
    ['B1', 'repeating, overall 600 mm', { ...pump, barrelLengthMm: 400, overallLengthMm: 600 }],
    ['B7', 'repeating smooth, overall 601 mm', { ...pump, barrelLengthMm: 400, overallLengthMm: 601 }],
    ['B2', 'single-shot short centre-fire', { ...single, ignition: 'CENTREFIRE' }],
    ['B3', 'single-shot short rimfire, 279 mm', { ...single, overallLengthMm: 279 }],
    ['C4', 'single-shot short rimfire, 280 mm', { ...single, overallLengthMm: 280 }],
    ['B4', 'long, 4 rounds', { ...semiLong, deviceCapacity: 3 }],
    ['B6', 'long, 3 rounds, detachable', { ...semiLong, deviceCapacity: 2 }],
    [
      'B6',
      'long, 3 rounds, fixed, convertible',
      { ...semiLong, deviceCapacity: 2, loadingDeviceDetachable: false },
    ],
    [
      'C3',
      'long, 3 rounds, fixed, not convertible',
      { ...semiLong, deviceCapacity: 2, loadingDeviceDetachable: false, convertibleAboveThree: false },
    ],
    ['C3', 'long rimfire, 3 rounds', { ...semiLong, deviceCapacity: 2, ignition: 'RIMFIRE' }],
    ['B4', 'long rimfire, 4 rounds', { ...semiLong, deviceCapacity: 3, ignition: 'RIMFIRE' }],
    ['B7', 'pump, barrel 600 mm', pump],
    ['C1', 'pump, barrel 601 mm', { ...pump, barrelLengthMm: 601 }],
    ['C1', 'bolt action, rifled, barrel 560 mm', { ...pump, action: 'REPEATING_BOLT', bore: 'RIFLED' }],
    [
      'B9',
      'rimfire, 3 rounds, resembles an automatic',
      { ...semiLong, deviceCapacity: 2, ignition: 'RIMFIRE', resemblesAutomatic: true },
    ],
    ['C2', 'single-shot long, rifled', { ...breakOpen, bore: 'RIFLED' }],
    ['C2', 'a drilling', { ...breakOpen, bore: 'COMBINED' }],
    ['C6', 'deactivated with certificate', { ...semiLong, deviceCapacity: 30, deactivationCertified: true }],
    ['C7', 'break-open shotgun, market 2018-09-14', { ...breakOpen, firstMarketDate: '2018-09-14' }],
    [
      'NONE_APPLIES',
      'break-open shotgun, market 2018-09-13',
      { ...breakOpen, firstMarketDate: '2018-09-13' },
    ],
    ['NONE_APPLIES', 'single-shot percussion pistol', { ...single, ignition: 'PERCUSSION' }],
  ])('%s: %s', (expected, _name, facts) => {
    expect(proposed(facts)).toBe(expected);
  });
  test('a component has the category of what it is meant for (REQ-CMP-03)', () => {
    expect(proposed({ type: 'COMPONENT', intendedForSubcategory: 'A2' })).toBe('A2');
    expect(missing({ type: 'COMPONENT' })?.missing).toEqual(['intendedForSubcategory']);
  });
});

describe('what applies, ranked', () => {
  test('the strictest first, with reasons', () => {
    const answer = classifyFacts({ ...semiLong, bore: 'SMOOTH', minLengthMm: 590, stockReducible: true });
    expect(answer.kind === 'PROPOSED' && answer.applying.map(({ subcategory }) => subcategory)).toEqual([
      'A8',
      'B4',
      'B7',
    ]);
    expect(answer.kind === 'PROPOSED' && answer.reasons).toContainEqual({
      fact: 'minLengthMm',
      value: 590,
      rule: 'A8: semi-automatic long, reducible below 60 cm by its stock',
    });
    expect(answer.kind === 'PROPOSED' && answer.reasons).toContainEqual({
      fact: 'disguised',
      value: 'NOT_RECORDED',
      rule: 'not A3: disguised as another object',
    });
  });
});

describe('facts that are missing are named, not guessed', () => {
  const without = (facts: CategoryFacts, ...names: ReadonlyArray<keyof CategoryFacts>): CategoryFacts =>
    Object.fromEntries(
      Object.entries(facts).filter(([name]) => !(names as ReadonlyArray<string>).includes(name)),
    );
  test.each<[string, CategoryFacts, ReadonlyArray<string>, ReadonlyArray<string>]>([
    ['capacity of a pistol', without(semiShort, 'deviceCapacity'), ['deviceCapacity'], ['A7a', 'B5']],
    [
      'lengths of a revolver',
      { action: 'REVOLVING', bore: 'RIFLED' },
      ['barrelLengthMm', 'overallLengthMm'],
      ['B1', 'C1'],
    ],
    [
      'chambers at the border',
      without({ ...semiShort, deviceCapacity: 21 }, 'chambers'),
      ['chambers'],
      ['A7a', 'B5'],
    ],
    [
      'stock',
      without(semiLong, 'stockReducible', 'minLengthMm'),
      ['minLengthMm', 'stockReducible'],
      ['A8', 'B4'],
    ],
    ['market date', breakOpen, ['firstMarketDate'], ['C7']],
    [
      'source of a conversion',
      { ...semiLong, convertedToBlank: true },
      ['sourceCategory'],
      ['A9', 'B8', 'C5'],
    ],
    [
      'looks of a small rimfire',
      without({ ...semiLong, deviceCapacity: 2, ignition: 'RIMFIRE' }, 'resemblesAutomatic'),
      ['resemblesAutomatic'],
      ['B9', 'C3'],
    ],
  ])('%s', (_name, facts, names, candidates) => {
    expect(missing(facts)?.missing).toEqual(names);
    expect(missing(facts)?.candidates).toEqual(candidates);
  });
  test('the category is given where all candidates share it', () => {
    expect(missing(breakOpen)?.category).toBe('C');
    expect(missing(without(semiShort, 'deviceCapacity'))).not.toHaveProperty('category');
  });
  test('facts that decide nothing are not asked for', () => {
    expect(proposed({ action: 'AUTOMATIC' })).toBe('A2');
    expect(
      proposed({ ...without(semiShort, 'overallLengthMm', 'chambers', 'bore'), deviceCapacity: 22 }),
    ).toBe('A7a');
    expect(proposed({ action: 'REPEATING_BOLT', bore: 'RIFLED', barrelLengthMm: 610 })).toBe('C1');
  });
});

const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined, freq: 8 });
const length = fc.oneof(
  fc.integer({ min: 1, max: 1200 }),
  fc.constantFrom(279, 280, 300, 301, 599, 600, 601),
);
const rounds = fc.oneof(fc.nat(30), fc.constantFrom(2, 3, 4, 10, 11, 12, 20, 21, 22));
/** Facts of an object that can exist: no part is longer than the whole. */
const complete = fc
  .record({
    type: fc.constantFrom(...firearmTypes.filter((type) => type !== 'COMPONENT')),
    action: fc.constantFrom(...actions),
    bore: fc.constantFrom('SMOOTH', 'RIFLED', 'COMBINED'),
    ignition: fc.constantFrom('CENTREFIRE', 'RIMFIRE', 'PERCUSSION', 'OTHER'),
    lengths: fc.tuple(length, length, length).map((all) => all.toSorted((a, b) => a - b)),
    chambers: fc.nat(3),
    deviceCapacity: rounds,
    loadingDeviceDetachable: fc.boolean(),
    stockReducible: fc.boolean(),
    convertibleAboveThree: fc.boolean(),
    resemblesAutomatic: fc.boolean(),
    firstMarketDate: fc.constantFrom('2018-09-13', '2018-09-14', '1970-01-01', '2024-01-01'),
    convertedFromAutomatic: fc.boolean(),
    disguised: fc.integer({ max: 9, min: 0 }).map((n) => n === 0),
    convertedToBlank: fc.integer({ max: 4, min: 0 }).map((n) => n === 0),
    sourceCategory: fc.constantFrom('A', 'B', 'C'),
  })
  .map(
    ({ lengths: [barrel = 1, shortest = 1, overall = 1], ...rest }) =>
      ({ ...rest, barrelLengthMm: barrel, minLengthMm: shortest, overallLengthMm: overall }) as CategoryFacts,
  );
const events: ReadonlyArray<string> = ['convertedFromAutomatic', 'disguised', 'convertedToBlank', 'type'];
const partial = complete.chain((facts) =>
  fc
    .subarray(Object.keys(facts))
    .map((kept): [CategoryFacts, CategoryFacts] => [
      facts,
      Object.fromEntries(
        Object.entries(facts).filter(([name]) => events.includes(name) || kept.includes(name)),
      ),
    ]),
);
const absent = fc.constantFrom<Absence>(...absenceCodes).map((code) => ({ absent: code }));
const identity = fc
  .record({
    type: fc.oneof(absent, fc.constantFrom(...firearmTypes)),
    action: fc.oneof(absent, fc.constantFrom(...actions)),
    bore: fc.oneof(absent, fc.constantFrom('SMOOTH', 'RIFLED', 'COMBINED')),
    ignition: fc.oneof(absent, fc.constantFrom('CENTREFIRE', 'RIMFIRE', 'PERCUSSION', 'OTHER')),
    barrelLengthMm: maybe(length),
    overallLengthMm: maybe(length),
    minLengthMm: maybe(length),
    chambers: maybe(fc.nat(500)),
    deviceCapacity: maybe(fc.nat(500)),
    loadingDeviceDetachable: maybe(fc.boolean()),
  })
  .map((each) => JSON.parse(JSON.stringify(each)) as Identity);

const settled = (answer: Classification): string =>
  answer.kind === 'PROPOSED' ? answer.subcategory : answer.kind;

describe('properties', () => {
  test('total over any identity, coded absences included; its facts fit their shape', () => {
    const schema = zodOf(categoryFacts);
    fc.assert(
      fc.property(identity, (each) => {
        const answer = classify(each);
        expect(['PROPOSED', 'FACT_MISSING', 'NONE_APPLIES']).toContain(answer.kind);
        if (answer.kind === 'FACT_MISSING') expect(answer.missing.length).toBeGreaterThan(0);
        expect(schema.safeParse(factsOf(each)).success).toBe(true);
      }),
    );
  });
  test('all facts settle it', () => {
    fc.assert(
      fc.property(complete, (facts) => {
        expect(classifyFacts(facts).kind).not.toBe('FACT_MISSING');
      }),
    );
  });
  test('with fewer facts it gives the same answer, or names it among the candidates', () => {
    fc.assert(
      fc.property(partial, ([facts, known]) => {
        const full = settled(classifyFacts(facts));
        const answer = classifyFacts(known);
        if (answer.kind !== 'FACT_MISSING') expect(settled(answer)).toBe(full);
        else if (full !== 'NONE_APPLIES') expect(answer.candidates).toContain(full);
      }),
      { numRuns: 3000 },
    );
  });
  test('a deactivated firearm is C6, whatever else is known', () => {
    fc.assert(
      fc.property(partial, ([, known]) => {
        expect(proposed({ ...known, deactivationCertified: true })).toBe('C6');
      }),
    );
  });
  test('REQ-CAT-01: the category is recomputed from the facts stored with it', () => {
    fc.assert(
      fc.property(partial, ([, known]) => {
        const answer = classifyFacts(known);
        if (answer.kind === 'FACT_MISSING') return;
        const stored = JSON.parse(JSON.stringify(factsOfReasons(answer.reasons))) as CategoryFacts;
        expect(settled(classifyFacts(stored))).toBe(settled(answer));
      }),
      { numRuns: 3000 },
    );
  });
  test('what applies is ranked, the proposal first, A4 and A5 never', () => {
    const rank = new Map<string, number>(subcategories.map((each, index) => [each, index]));
    fc.assert(
      fc.property(complete, (facts) => {
        const answer = classifyFacts(facts);
        if (answer.kind !== 'PROPOSED') return;
        const ranks = answer.applying.map(({ subcategory }) => rank.get(subcategory) ?? -1);
        expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
        expect(answer.applying[0]?.subcategory).toBe(answer.subcategory);
        expect(answer.category).toBe(categoryOf(answer.subcategory));
        expect(answer.applying.some(({ subcategory }) => /^A[45]$/.test(subcategory))).toBe(false);
      }),
    );
  });
});
