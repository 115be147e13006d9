import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { party, registered, stolen, transferred } from '../harness/bodies.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

/** Makes the n-th statement of the service fail once: before it is sent, or after it took effect (the answer is lost). */
const faults = { remaining: 0, when: 'before' as 'before' | 'after', sent: 0 };
const withFaults = (pool: Pool): Pool =>
  new Proxy(pool, {
    get: (target, name) => {
      if (name !== 'query') return Reflect.get(target, name);
      return async (...given: unknown[]) => {
        faults.sent += 1;
        faults.remaining -= 1;
        const fails = faults.remaining === 0;
        if (fails && faults.when === 'before')
          throw new Error('injected: connection lost before the statement');
        const result = await (target.query as (...values: unknown[]) => Promise<unknown>).apply(
          target,
          given,
        );
        if (fails) throw new Error('injected: connection lost before the answer');
        return result;
      };
    },
  });

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await createTestLedger({ pool: withFaults });
});
afterAll(() => ledger.close());

const owner = party('P', 'owner');
let stories = 0;
/** A firearm to act on, recorded without faults. */
const firearm = async (): Promise<string> => {
  faults.remaining = 0;
  stories += 1;
  return (
    await ledger.post('CLK', undefined, registered('2026-05-01', owner, `E ${stories}`), {
      key: `story-${stories}`,
    })
  ).json().firearmId;
};

type Send = (key: string) => Promise<{ readonly statusCode: number; readonly body: string }>;
const scenarios: ReadonlyArray<readonly [string, number, () => Promise<Send>]> = [
  [
    'first event',
    1,
    async () => (key) => ledger.post('CLK', undefined, registered('2026-05-01', owner, 'X 1'), { key }),
  ],
  [
    'transfer',
    1,
    async () => {
      const id = await firearm();
      return (key) => ledger.post('CLK', id, transferred('2026-05-02', owner, party('P', 'b')), { key });
    },
  ],
  [
    'theft',
    2,
    async () => {
      const id = await firearm();
      return (key) => ledger.post('POL', id, stolen('2026-05-02'), { key });
    },
  ],
  [
    'batch of three firearms',
    3,
    async () => async (key) =>
      ledger.app.inject({
        method: 'POST',
        url: '/v1/batches',
        headers: {
          authorization: await ledger.bearer('CLK'),
          'idempotency-key': key,
          'content-type': 'application/x-ndjson',
        },
        payload: ['a', 'b', 'c']
          .map((label) =>
            JSON.stringify({ newFirearm: label, ...registered('2026-05-01', owner, `L ${label}`) }),
          )
          .join('\n'),
      }),
  ],
];

describe.each(['before', 'after'] as const)('the n-th statement fails once, %s it took effect', (when) => {
  test.each(scenarios)(
    '%s: full effect or none, and a retry under the same key completes it',
    async (name, events, prepare) => {
      let n = 0;
      for (;;) {
        n += 1;
        const send = await prepare();
        const before = await ledger.head();
        Object.assign(faults, { when, remaining: n, sent: 0 });
        const key = `${name.replaceAll(' ', '-')}-${when}-${n}`;
        const first = await send(key);
        const injected = faults.remaining <= 0;
        faults.remaining = 0;
        const after = await ledger.head();
        expect([before, before + BigInt(events)], `${n}: ${first.body}`).toContain(after);
        if (injected) expect(first.statusCode === 503 || first.statusCode < 300, first.body).toBe(true);
        if (first.statusCode < 300) expect(after).toBe(before + BigInt(events));
        const second = await send(key);
        expect(second.statusCode, second.body).toBeLessThan(300);
        expect(await ledger.head()).toBe(before + BigInt(events));
        if (!injected) break;
      }
      // Load and append at least: a scenario that sends nothing would prove nothing.
      expect(n).toBeGreaterThan(2);
    },
  );
});

test('a read whose access record cannot be written is not answered', async () => {
  const id = await firearm();
  Object.assign(faults, { when: 'before', remaining: 1, sent: 0 });
  const refused = await ledger.get(`/v1/firearms/${id}`);
  expect([refused.statusCode, refused.body.includes('identity')]).toEqual([500, false]);
  expect((await ledger.get(`/v1/firearms/${id}`)).statusCode).toBe(200);
});
