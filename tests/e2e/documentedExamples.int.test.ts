import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cast, eventExample } from '../../api/http/eventExamples.ts';
import { zodOf } from '../../api/schema/zodOfShape.ts';
import { classify } from '../../domain/category/classify.ts';
import type { Identity } from '../../domain/firearm/identity.ts';
import { markFaults } from '../../domain/marking/markFaults.ts';
import { euMember } from '../../domain/policy/profiles.ts';
import type { Field } from '../../domain/shared/shape.ts';
import { streamKinds } from '../../domain/streamKinds.ts';
import { recordIn } from '../harness/anyStream.ts';
import { createReporter, type Reporter } from '../harness/components.ts';
import {
  entitleEverybody,
  firearmEventTypes,
  reportAfter,
  scenarioOf,
  type Tell,
  tell,
} from '../harness/scenarios.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

type Json = Readonly<Record<string, unknown>>;
type Example = { readonly type: string; readonly effectiveAt: string; readonly payload: Json };

let ledger: TestLedger;
let reporter: Reporter;
const documented = new Map<string, Example>();

beforeAll(async () => {
  ledger = await createTestLedger();
  reporter = createReporter(ledger);
  await entitleEverybody(ledger.asClerk);
  const { components } = (await ledger.app.inject({ url: '/openapi.json' })).json() as {
    components: { schemas: Record<string, { examples?: ReadonlyArray<Example> }> };
  };
  for (const [name, schema] of Object.entries(components.schemas))
    for (const example of name.endsWith('Entry') ? (schema.examples ?? []) : [])
      documented.set(example.type, example);
});
afterAll(() => ledger.close());

const definitions = [
  ...new Map(streamKinds.flatMap((kind) => kind.definitions).map((each) => [each.type, each])).values(),
];
const exampleOfType = (type: string): Example => {
  const example = documented.get(type);
  if (example === undefined) throw new Error(`the document has no example of ${type}`);
  return example;
};

/** Everything in a value, with the name it stands under. */
const members = (value: unknown, name = ''): ReadonlyArray<readonly [string, unknown]> => [
  [name, value],
  ...(Array.isArray(value)
    ? value.flatMap((each) => members(each, name))
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([inner, each]) => members(each, inner))
      : []),
];

describe('the examples in /openapi.json', () => {
  test('there is one for each event that can be recorded, and each is valid', () => {
    for (const { type, payload } of definitions) {
      const example = exampleOfType(type);
      expect(example.payload, type).toEqual(eventExample(type, payload as Field<unknown>));
      expect(zodOf(payload as Field<unknown>).safeParse(example.payload).error?.issues, type).toBeUndefined();
    }
  });

  test('every firearm in them is of the category that follows from what is said of it', () => {
    let judged = 0;
    for (const [type, { payload }] of documented)
      for (const [name, value] of members(payload)) {
        if (name !== 'identity') continue;
        judged += 1;
        const { category, subcategory } = value as Identity;
        expect(classify(value as Identity), type).toMatchObject({ kind: 'PROPOSED', category, subcategory });
      }
    expect(judged).toBeGreaterThanOrEqual(4);
  });

  test('every mark in them meets the rules for a mark of today', () => {
    let judged = 0;
    for (const [type, { payload, effectiveAt }] of documented)
      for (const [name, value] of members(payload)) {
        if (name !== 'mark' || typeof value !== 'object' || value === null || !('elements' in value))
          continue;
        judged += 1;
        const dates = { markedOn: effectiveAt, manufacturedOn: '2026-02-01', firstMarketDate: effectiveAt };
        expect(markFaults({ mark: value as never, dates, policy: euMember }), type).toEqual([]);
      }
    expect(judged).toBeGreaterThanOrEqual(1);
  });

  test('no example names one party, object or State where two must differ', () => {
    const differ = [
      ['supplierId', 'acquirerId'],
      ['survivorId', 'aliasId'],
      ['survivorId', 'mergedId'],
      ['outId', 'inId'],
      ['exportCountry', 'importCountry'],
    ] as const;
    let judged = 0;
    for (const [type, { payload }] of documented)
      for (const [, value] of members(payload)) {
        if (typeof value !== 'object' || value === null) continue;
        const record = value as Json;
        for (const [one, other] of differ)
          if (record[one] !== undefined && record[other] !== undefined) {
            judged += 1;
            expect(record[one], `${type} ${one}`).not.toBe(record[other]);
          }
        for (const abroad of ['fromCountry', 'destinationState'])
          expect(record[abroad], `${type} ${abroad}`).not.toBe(euMember.territory);
      }
    expect(judged).toBeGreaterThan(8);
  });
});

const send: Tell = (report, firearmId, key) => {
  const more = { key, ...(report.organisation === undefined ? {} : { organisation: report.organisation }) };
  return report.begins === 'component'
    ? reporter.post(report.role, 'components', undefined, report.body, more)
    : ledger.post(report.role, report.begins === undefined ? firearmId : undefined, report.body, more);
};

const reference = /^([A-Z]-[0-9A-Z]{26}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d(-\d\d.*)?)$/;
/** Members whose value depends on the story told before, like a number on the firearm that it is about. */
const ofStory: ReadonlySet<string> = new Set([
  'changes',
  'licenceNo',
  'licenceId',
  'fromCustodian',
  'toCustodian',
  'streams',
  'eventIds',
  'oldSerial',
  'subjectRefs',
  'before',
  'after',
  'by',
  'byParty',
  'year',
]);
/** The documented example with ids, days and numbers of the story in the place of the invented ones. */
const inStory = (firearmId: string | undefined, example: unknown, report: unknown): unknown => {
  if (example === cast.firearm && firearmId !== undefined) return firearmId;
  if (typeof example === 'string') return reference.test(example) && report !== undefined ? report : example;
  if (Array.isArray(example))
    return example.map((each, index) =>
      inStory(firearmId, each, Array.isArray(report) ? report[index] : undefined),
    );
  if (typeof example !== 'object' || example === null) return example;
  const other = (report ?? {}) as Json;
  return Object.fromEntries(
    Object.entries(example).flatMap(([name, value]) =>
      ofStory.has(name)
        ? other[name] === undefined
          ? []
          : [[name, other[name]]]
        : [[name, inStory(firearmId, value, other[name])]],
    ),
  );
};

describe('each documented example of an event is accepted where it belongs', () => {
  test.each(firearmEventTypes)('%s of a firearm', async (type) => {
    const { prelude, report } = scenarioOf(type);
    const story = await tell(prelude, `doc-${type}`, send);
    const asked = reportAfter(story, report);
    const payload = inStory(story.firearmId, exampleOfType(type).payload, asked.body.payload);
    const answer = await send(
      { ...asked, body: { ...asked.body, payload } as never },
      story.firearmId,
      `doc-${type}`,
    );
    expect(answer.statusCode, `${answer.body}\n${JSON.stringify(payload)}`).toBe(201);
  });

  test.each([
    ['parties', 'CLK', 'PartyRegistered'],
    ['system', 'CLK', 'PolicyAdopted'],
    ['traces', 'FFP', 'TraceRequestReceived'],
    ['traces', 'FFP', 'TraceRequestSent'],
  ] as const)('as it stands, it begins a record: %s %s %s', async (plural, role, type) => {
    const answer = await recordIn(ledger, plural, role, undefined, exampleOfType(type));
    expect(answer.statusCode, answer.body).toBe(201);
  });
});
