import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { streamKinds } from '../../domain/streamKinds.ts';
import { party, registered } from '../harness/bodies.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

type Schema = { readonly [key: string]: unknown };
type Operation = {
  readonly method: string;
  readonly path: string;
  readonly parameters: ReadonlyArray<{
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema: Schema;
  }>;
  readonly body?: { readonly mediaType: string; readonly schema: Schema };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >;
};

/** Requests of one run; the seed is printed by fast-check when one fails. */
const requests = 20_000;

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await createTestLedger();
});
afterAll(() => ledger.close());

/** A value that the schema allows, chosen by `pick`; depth is bounded because payloads nest. */
const conforming = (schema: Schema, root: Schema, pick: (count: number) => number, depth = 0): unknown => {
  const ref = schema['$ref'];
  if (typeof ref === 'string') {
    const target = ref
      .split('/')
      .slice(1)
      .reduce<unknown>((inner, name) => (inner as Schema)[name], root);
    return conforming(target as Schema, root, pick, depth);
  }
  const examples = schema['examples'] as ReadonlyArray<unknown> | undefined;
  if (examples?.[0] !== undefined && pick(10) > 0) return examples[0];
  const union = (schema['anyOf'] ?? schema['oneOf']) as ReadonlyArray<Schema> | undefined;
  if (union !== undefined) return conforming(union[pick(union.length)] ?? {}, root, pick, depth);
  if ('const' in schema) return schema['const'];
  const values = schema['enum'] as ReadonlyArray<unknown> | undefined;
  if (values !== undefined) return values[pick(values.length)];
  switch (schema['type']) {
    case 'object': {
      const properties = (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>;
      const required = (schema['required'] ?? []) as ReadonlyArray<string>;
      return Object.fromEntries(
        Object.entries(properties)
          .filter(([name]) => required.includes(name) || (depth < 4 && pick(4) === 0))
          .map(([name, property]) => [name, conforming(property, root, pick, depth + 1)]),
      );
    }
    case 'array':
      return Array.from({ length: Number(schema['minItems'] ?? 0) + pick(2) }, () =>
        conforming((schema['items'] ?? {}) as Schema, root, pick, depth + 1),
      );
    case 'integer':
    case 'number':
      return Number(schema['minimum'] ?? 0) + pick(3);
    case 'boolean':
      return pick(2) === 0;
    case 'null':
      return null;
    default:
      return ['x', '2026-01-05', '1', 'AB 1', '"1"', 'Застава', 'W-01J9ZK3C5E7G9JBMDPFRHTKVMX'][pick(7)];
  }
};

const poison: ReadonlyArray<unknown> = [
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
const mutated = (value: unknown, pick: (count: number) => number): unknown => {
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

const operationsOf = (document: Schema): ReadonlyArray<Operation> =>
  Object.entries(document['paths'] as Readonly<Record<string, Readonly<Record<string, Schema>>>>).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => {
        const content =
          (operation['requestBody'] as { content?: Record<string, { schema: Schema }> } | undefined)
            ?.content ?? {};
        const [mediaType] = Object.keys(content);
        return {
          method,
          path,
          parameters: (operation['parameters'] ?? []) as Operation['parameters'],
          ...(mediaType === undefined
            ? {}
            : { body: { mediaType, schema: content[mediaType]?.schema ?? {} } }),
          responses: operation['responses'] as Operation['responses'],
        };
      }),
  );

test(`${requests} generated and mutated requests: never a 5xx, every answer as the document says`, {
  timeout: 300_000,
}, async () => {
  const document = (await ledger.app.inject({ url: '/openapi.json' })).json() as Schema;
  expect(document['openapi']).toBe('3.1.0');
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  (addFormats as unknown as (instance: Ajv2020) => void)(ajv);
  ajv.addSchema(document, 'document');
  const validators = new Map<string, ValidateFunction>();
  const operations = operationsOf(document);
  expect(operations.map((operation) => `${operation.method} ${operation.path}`)).toContain(
    'post /v1/firearms/{id}/events',
  );
  const known: string[] = [];
  for (let index = 0; index < 5; index += 1)
    known.push(
      (
        await ledger.post('CLK', undefined, registered('2026-01-01', party('P', `o${index}`), `F ${index}`))
      ).json().firearmId,
    );
  const roles = ['CLK', 'POL', 'DLR', 'JUD', 'MIG', 'AUD', 'VER', 'CUS', 'MFR', 'HLD'] as const;
  const statuses = new Map<number, number>();
  const covered = new Set<string>();
  let count = 0;

  const once = async (numbers: ReadonlyArray<number>): Promise<void> => {
    let used = 0;
    const pick = (size: number): number => {
      used += 1;
      return ((numbers[used % numbers.length] ?? 0) + used * 7919) % size;
    };
    const operation = operations[pick(operations.length)];
    if (operation === undefined) return;
    const query = new URLSearchParams();
    const headers: Record<string, string> = {
      authorization: await ledger.bearer(
        roles[pick(roles.length)] ?? 'CLK',
        pick(2) === 0 ? 'REGISTRY' : party('P', 'o1'),
      ),
    };
    let url = operation.path;
    for (const parameter of operation.parameters) {
      if (parameter.required !== true && pick(3) > 0) continue;
      const generated =
        pick(12) === 0 ? poison[pick(poison.length)] : conforming(parameter.schema, document, pick);
      const text = typeof generated === 'string' ? generated : (JSON.stringify(generated) ?? '');
      if (parameter.in === 'path')
        url = url.replace(
          `{${parameter.name}}`,
          encodeURIComponent(
            pick(3) > 0 && url.includes('firearms') ? String(known[pick(known.length)]) : text.toWellFormed(),
          ),
        );
      else if (parameter.in === 'query') query.set(parameter.name, text.toWellFormed());
      else
        headers[parameter.name] =
          parameter.name === 'idempotency-key' && pick(10) > 0
            ? `fuzz-${count}`
            : text.replace(/[^\x20-\x7e]/g, '?').slice(0, 2000);
    }
    let payload: string | undefined;
    if (operation.body !== undefined) {
      const valid = conforming(operation.body.schema, document, pick);
      // Half of the reports come from somebody who may make them, so that the rules behind the door are reached.
      const type = String((valid as { readonly type?: unknown } | null)?.type);
      const definition = streamKinds
        .map((kind) => kind.definitionOf(type))
        .find((each) => each !== undefined);
      const role = definition?.recordedBy[pick(definition.recordedBy.length)];
      if (role !== undefined && pick(2) === 0) headers['authorization'] = await ledger.bearer(role);
      const value = pick(2) === 0 ? valid : mutated(valid, pick);
      payload =
        typeof value === 'string' && operation.body.mediaType !== 'application/json'
          ? value
          : JSON.stringify(value);
      if (pick(50) === 0) payload = payload?.slice(0, pick(payload.length + 1));
      headers['content-type'] = pick(60) === 0 ? 'text/plain' : operation.body.mediaType;
    }
    count += 1;
    const answer = await ledger.app.inject({
      method: operation.method.toUpperCase() as 'GET',
      url: `${url}${query.size > 0 ? `?${query}` : ''}`,
      headers,
      ...(payload === undefined ? {} : { payload }),
    });
    const shown = `${operation.method} ${url.slice(0, 200)}?${String(query).slice(0, 200)} ${JSON.stringify(headers).slice(0, 600)} ${payload?.slice(0, 500)} → ${answer.statusCode} ${answer.body.slice(0, 500)}`;
    statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1);
    covered.add(`${operation.method} ${operation.path}`);
    if (answer.statusCode >= 500) throw new Error(`5xx: ${shown}`);
    // A path parameter that is empty or has a slash leads to no operation; the document cannot describe that.
    if (answer.statusCode === 404 && answer.json().code === 'NO_SUCH_ROUTE') return;
    const content = operation.responses[String(answer.statusCode)]?.content;
    if (content === undefined) throw new Error(`undocumented status: ${shown}`);
    const mediaType = String(answer.headers['content-type']).split(';')[0] ?? '';
    if (content[mediaType] === undefined) throw new Error(`undocumented media type ${mediaType}: ${shown}`);
    if (mediaType === 'application/x-ndjson') return;
    const pointer = `document#/paths/${operation.path.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D')}/${operation.method}/responses/${answer.statusCode}/content/${mediaType.replaceAll('/', '~1')}/schema`;
    const validate = validators.get(pointer) ?? ajv.compile({ $ref: pointer });
    validators.set(pointer, validate);
    if (!validate(answer.json()))
      throw new Error(`answer not as documented: ${ajv.errorsText(validate.errors)} ${shown}`);
  };

  await fc.assert(fc.asyncProperty(fc.array(fc.nat(1_000_000), { minLength: 8, maxLength: 24 }), once), {
    numRuns: requests,
    endOnFailure: true,
  });
  process.stdout.write(
    `fuzz: ${count} requests, statuses ${JSON.stringify(Object.fromEntries([...statuses].sort()))}\n`,
  );
  expect(count).toBeGreaterThanOrEqual(requests);
  expect(covered.size).toBe(operations.length);
  // The fuzzer must get through to the rules, not only bounce off the door.
  expect(statuses.get(201) ?? 0).toBeGreaterThan(30);
  expect(statuses.get(409) ?? 0).toBeGreaterThan(20);
  await ledger.caughtUp();
  expect(ledger.failures).toEqual([]);
});
