import { afterAll, beforeAll, expect, test } from 'vitest';
import { party, registered } from '../harness/bodies.ts';
import { entitled } from '../harness/entitled.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await createTestLedger();
  await entitled(ledger.asClerk, 'P', 'owner');
});
afterAll(() => ledger.close());

const holder = party('P', 'owner');
const answers: ReadonlyArray<readonly [number, string, () => Promise<{ readonly statusCode: number }>]> = [
  [200, 'a page', () => ledger.app.inject({ url: '/health/live' })],
  [200, 'a document', () => ledger.app.inject({ url: '/openapi.json' })],
  [201, 'a receipt', () => ledger.post('CLK', undefined, registered('2026-05-01', holder))],
  [400, 'malformed JSON', () => ledger.post('CLK', undefined, '{')],
  [400, 'an invalid request', () => ledger.post('CLK', undefined, {})],
  [401, 'no token', () => ledger.app.inject({ url: '/v1/registry' })],
  [404, 'no such route', () => ledger.app.inject({ url: '/nowhere' })],
  [422, 'a refusal', () => ledger.post('CLK', undefined, registered('2026-05-01', party('P', 'nobody')))],
];

test.each(answers)('%i, %s: bears the headers that protect a browser', async (status, _what, ask) => {
  const answer = (await ask()) as Awaited<ReturnType<TestLedger['get']>>;
  expect(answer.statusCode, answer.body).toBe(status);
  expect(answer.headers).toMatchObject({
    'content-security-policy': expect.stringContaining("default-src 'self'"),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'referrer-policy': 'no-referrer',
    'strict-transport-security': expect.stringMatching(/^max-age=\d+; includeSubDomains$/),
    'x-content-type-options': 'nosniff',
    'x-dns-prefetch-control': 'off',
    'x-download-options': 'noopen',
    'x-frame-options': 'SAMEORIGIN',
    'x-permitted-cross-domain-policies': 'none',
    'x-xss-protection': '0',
  });
});
