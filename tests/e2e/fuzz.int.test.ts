import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { purposesOf } from '../../domain/access/policy.ts';
import { roles } from '../../domain/event/envelope.ts';
import { refusalCodes } from '../../domain/shared/refusal.ts';
import { streamKinds } from '../../domain/streamKinds.ts';
import { onPaper, party, registered } from '../harness/bodies.ts';
import {
  createPlausibleReports,
  entitlePlausibleParties,
  type PlausibleReport,
} from '../harness/plausibleReports.ts';
import { expectRebuiltEqual } from '../harness/rebuildEqual.ts';
import { entitleEverybody, firearmEventTypes, scenarios, tell } from '../harness/scenarios.ts';
import { conforming, mutated, type Pick, poison, type Schema } from '../harness/schemaValues.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

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
  await entitlePlausibleParties(ledger.asClerk);
  await entitleEverybody(ledger.asClerk);
});
afterAll(() => ledger.close());

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
  timeout: 900_000,
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
        await ledger.post(
          'CLK',
          undefined,
          onPaper(registered('2026-01-01', party('P', `o${index}`), `F ${index}`)),
        )
      ).json().firearmId,
    );
  const plausible = createPlausibleReports(document);
  const statuses = new Map<string, number>();
  const outcomes = new Map<string, number>();
  const ruled = new Map<string, number>();
  const accepted = new Map<string, number>();
  const covered = new Set<string>();
  const tally = (map: Map<string, number>, name: string): void => {
    map.set(name, (map.get(name) ?? 0) + 1);
  };
  /** Refusals that come from the rules of the domain, not from the door in front of them. */
  const rules: ReadonlySet<string> = new Set<string>([...refusalCodes, 'CANNOT_BE_PROCESSED']);
  const door: ReadonlySet<string> = new Set(['R00', 'ROLE_MAY_NOT_RECORD', 'NOT_YOUR_FIREARM']);
  const byId = new Map(operations.map((operation) => [`${operation.method} ${operation.path}`, operation]));
  let count = 0;

  type Request = {
    readonly operation: Operation;
    readonly url: string;
    readonly headers: Record<string, string>;
    readonly payload?: string;
    readonly report?: PlausibleReport;
  };

  /** Parameters, role and body by the document alone, and often wrong. */
  const wild = async (pick: Pick): Promise<Request | undefined> => {
    const operation = operations[pick(operations.length)];
    if (operation === undefined) return undefined;
    const role = roles[pick(roles.length)] ?? 'CLK';
    const headers: Record<string, string> = {
      authorization: await ledger.bearer(role, pick(2) === 0 ? 'REGISTRY' : party('P', 'o1')),
    };
    const query = new URLSearchParams();
    let url = operation.path;
    const ids = [...known, ...plausible.ids()];
    for (const parameter of operation.parameters) {
      if (parameter.required !== true && pick(3) > 0) continue;
      const generated =
        pick(12) === 0 ? poison[pick(poison.length)] : conforming(parameter.schema, document, pick);
      const text = typeof generated === 'string' ? generated : (JSON.stringify(generated) ?? '');
      if (parameter.in === 'path')
        url = url.replace(
          `{${parameter.name}}`,
          encodeURIComponent(
            pick(3) > 0 && url.includes('firearms') ? String(ids[pick(ids.length)]) : text.toWellFormed(),
          ),
        );
      else if (parameter.in === 'query') query.set(parameter.name, text.toWellFormed());
      else if (parameter.name === 'ledger-purpose' && pick(4) > 0)
        headers[parameter.name] = purposesOf(role)[0] ?? text;
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
    return {
      operation,
      url: `${url}${query.size > 0 ? `?${query}` : ''}`,
      headers,
      ...(payload === undefined ? {} : { payload }),
    };
  };

  /** A report as somebody would make it, now and then with one thing wrong, or several as a batch. */
  const informed = async (pick: Pick): Promise<Request | undefined> => {
    const report = plausible.make(pick);
    const headers: Record<string, string> = {
      authorization: await ledger.bearer(report.role, report.organisation),
      'idempotency-key': `fuzz-${pick(40) === 0 ? count - 1 : count}`,
      'content-type': 'application/json',
    };
    if (pick(25) === 0) {
      const lines = [report, plausible.make(pick), plausible.make(pick)].map(({ firearm, body }, index) =>
        JSON.stringify({
          ...(firearm === undefined ? { newFirearm: `n${index}` } : { firearmId: firearm.id }),
          ...body,
        }),
      );
      const operation = byId.get('post /v1/batches');
      headers['content-type'] = 'application/x-ndjson';
      return operation === undefined
        ? undefined
        : { operation, url: '/v1/batches', headers, payload: lines.join('\n') };
    }
    const operation = byId.get(
      report.firearm === undefined ? 'post /v1/firearms/events' : 'post /v1/firearms/{id}/events',
    );
    if (operation === undefined) return undefined;
    if (pick(30) === 0) headers['if-match'] = `"${pick(5)}"`;
    const changed = pick(15) === 0;
    const url = operation.path.replace('{id}', report.firearm?.id ?? '');
    return {
      operation,
      url: pick(30) === 0 ? `${url}?dryRun=true` : url,
      headers,
      payload: JSON.stringify(changed ? mutated(report.body, pick) : report.body),
      ...(changed ? {} : { report }),
    };
  };

  /** Sends a request and holds its answer against the document. */
  const exchange = async ({ operation, url, headers, payload, report }: Request) => {
    const answer = await ledger.app.inject({
      method: operation.method.toUpperCase() as 'GET',
      url,
      headers,
      ...(payload === undefined ? {} : { payload }),
    });
    const shown = `${operation.method} ${url.slice(0, 400)} ${JSON.stringify(headers).slice(0, 600)} ${payload?.slice(0, 500)} → ${answer.statusCode} ${answer.body.slice(0, 500)}`;
    tally(statuses, String(answer.statusCode));
    covered.add(`${operation.method} ${operation.path}`);
    if (answer.statusCode >= 500) throw new Error(`5xx: ${shown}`);
    const code = answer.statusCode >= 400 ? String(answer.json().code) : undefined;
    if (code !== undefined && rules.has(code) && !door.has(code)) {
      tally(outcomes, 'refused by rule');
      tally(ruled, code);
    } else if (code !== undefined) tally(outcomes, answer.statusCode === 400 ? 'invalid' : 'turned away');
    else if (answer.statusCode === 201 && answer.headers['idempotency-hit'] === undefined) {
      tally(outcomes, 'accepted');
      for (const event of answer.json().events) tally(accepted, event.type);
      if (report !== undefined) plausible.learn(report, answer.json());
    } else tally(outcomes, operation.method === 'get' ? 'read' : 'repeated, dry or batch');
    // A path parameter that is empty or has a slash leads to no operation; the document cannot describe that.
    if (code === 'NO_SUCH_ROUTE') return answer;
    const content = operation.responses[String(answer.statusCode)]?.content;
    if (content === undefined) throw new Error(`undocumented status: ${shown}`);
    const mediaType = String(answer.headers['content-type']).split(';')[0] ?? '';
    if (content[mediaType] === undefined) throw new Error(`undocumented media type ${mediaType}: ${shown}`);
    if (!mediaType.endsWith('json') || mediaType === 'application/x-ndjson') return answer;
    const pointer = `document#/paths/${operation.path.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D')}/${operation.method}/responses/${answer.statusCode}/content/${mediaType.replaceAll('/', '~1')}/schema`;
    const validate = validators.get(pointer) ?? ajv.compile({ $ref: pointer });
    validators.set(pointer, validate);
    if (!validate(answer.json()))
      throw new Error(`answer not as documented: ${ajv.errorsText(validate.errors)} ${shown}`);
    return answer;
  };

  const once = async (numbers: ReadonlyArray<number>): Promise<void> => {
    let used = 0;
    const pick = (size: number): number => {
      used += 1;
      return ((numbers[used % numbers.length] ?? 0) + used * 7919) % size;
    };
    const request = await (pick(10) < 6 ? informed : wild)(pick);
    if (request === undefined) return;
    count += 1;
    await exchange(request);
  };

  // Chance alone does not fit a part or merge two records: the story of each event is told first, and what it leaves
  // behind is reported on by chance afterwards.
  const toldTypes = new Set<string>();
  for (const [type, { prelude, report, next }] of Object.entries(scenarios)) {
    const steps = [...prelude, report, next];
    const parts = new Map<string, ReturnType<typeof plausible.learn>>();
    await tell(steps, `story-${type}`, async (each, firearmId, key) => {
      const resource = each.begins === 'component' ? 'components' : 'firearms';
      const id = each.begins === undefined ? firearmId : undefined;
      const operation = byId.get(`post /v1/${resource}/${id === undefined ? '' : '{id}/'}events`);
      if (operation === undefined) throw new Error(`no operation records ${each.body.type}`);
      const organisation = each.organisation ?? 'REGISTRY';
      const answer = await exchange({
        operation,
        url: operation.path.replace('{id}', id ?? ''),
        headers: {
          authorization: await ledger.bearer(each.role, organisation),
          'idempotency-key': key,
          'content-type': 'application/json',
        },
        payload: JSON.stringify(each.body),
      });
      if (answer.statusCode === 201) toldTypes.add(each.body.type);
      if (answer.statusCode === 201 && resource === 'firearms') {
        const receipt = answer.json();
        const known = parts.get(receipt.firearmId);
        const { type, payload, effectiveAt } = each.body;
        const day = Math.max(0, Math.round((Date.parse(effectiveAt) - Date.UTC(2026, 0, 1)) / 86_400_000));
        const reported = { role: each.role, organisation, type, day, body: { payload } };
        const learnt = plausible.learn(
          { ...reported, ...(known === undefined ? {} : { firearm: known }) },
          receipt,
        );
        parts.set(receipt.firearmId, learnt);
      }
      return answer;
    });
  }
  expect(firearmEventTypes.filter((type) => !toldTypes.has(type))).toEqual([]);
  outcomes.clear();
  accepted.clear();
  statuses.clear();

  await fc.assert(fc.asyncProperty(fc.array(fc.nat(1_000_000), { minLength: 8, maxLength: 24 }), once), {
    numRuns: requests,
    endOnFailure: true,
  });
  const listed = (map: ReadonlyMap<string, number>): string =>
    [...map]
      .sort((a, b) => b[1] - a[1])
      .map(([name, times]) => `${name} ${times}`)
      .join(', ');
  process.stdout.write(
    `fuzz: ${count} requests: ${listed(outcomes)}\n  statuses: ${listed(statuses)}\n  accepted: ${listed(accepted)}\n  refused by rule: ${listed(ruled)}\n`,
  );
  expect(count).toBeGreaterThanOrEqual(requests);
  expect(covered.size).toBe(operations.length);
  // The fuzzer must get through to the rules, not only bounce off the door.
  const share = (name: string): number => (outcomes.get(name) ?? 0) / count;
  expect(share('accepted')).toBeGreaterThan(0.15);
  expect(share('refused by rule')).toBeGreaterThan(0.15);
  expect(share('invalid')).toBeGreaterThan(0.1);
  expect(share('read')).toBeGreaterThan(0.02);
  expect(firearmEventTypes.filter((type) => accepted.has(type)).length).toBeGreaterThan(
    firearmEventTypes.length / 2,
  );
  expect(ruled.size).toBeGreaterThan(18);
  await expectRebuiltEqual(ledger);
});
