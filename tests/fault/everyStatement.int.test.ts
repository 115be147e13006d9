import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RememberedStreams } from '../../domain/ports/rememberedStreams.ts';
import { createRememberedStreams } from '../../infra/eventstore/rememberedStreams.ts';
import { registered } from '../harness/bodies.ts';
import { createReporter, type Reporter } from '../harness/components.ts';
import {
  continued,
  entitleEverybody,
  firearmEventTypes,
  holder,
  reportAfter,
  scenarioOf,
  scenarios,
  type Tell,
  tell,
} from '../harness/scenarios.ts';
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

/** What the service remembers of streams: emptied, so that a command reads all that it looks at, or kept. */
let remembered = createRememberedStreams();
const forgettable: RememberedStreams = {
  recall: (streamId) => remembered.recall(streamId),
  remember: (streamId, history) => remembered.remember(streamId, history),
  forget: (streamId) => remembered.forget(streamId),
};

let ledger: TestLedger;
let reporter: Reporter;
beforeAll(async () => {
  ledger = await createTestLedger({ pool: withFaults, remembered: forgettable });
  reporter = createReporter(ledger);
  await entitleEverybody(ledger.asClerk);
});
afterAll(() => ledger.close());

const send: Tell = (report, firearmId, key) => {
  const more = {
    key,
    ...(report.organisation === undefined ? {} : { organisation: report.organisation }),
  };
  return report.begins === 'component'
    ? reporter.post(report.role, 'components', undefined, report.body, more)
    : ledger.post(report.role, report.begins === undefined ? firearmId : undefined, report.body, more);
};

type RecordedEvent = {
  readonly eventId: string;
  readonly type: string;
  readonly payload: { readonly eventIds: ReadonlyArray<string> };
};
type Attempt = () => Promise<{ readonly statusCode: number; readonly body: string }>;
/** A command to be made to fail: recorded twice under one key, then another command after it. */
type Prepared = {
  readonly events: number;
  readonly attempt: Attempt;
  readonly check: (answer: { readonly body: string }) => void;
  readonly next: (answer: { readonly statusCode: number; readonly body: string }) => Promise<void>;
};

const ofCatalogue =
  (type: string) =>
  async (key: string): Promise<Prepared> => {
    const { prelude, report, next } = scenarioOf(type);
    const story = await tell(prelude, `${key}-before`, send);
    const asked = reportAfter(story, report);
    // A command may have halves in other streams: how many events it makes is what a dry run says.
    const dry = await ledger.post(asked.role, story.firearmId, asked.body, {
      key: `${key}-dry`,
      query: '?dryRun=true',
      ...(asked.organisation === undefined ? {} : { organisation: asked.organisation }),
    });
    expect(dry.statusCode, dry.body).toBe(200);
    return {
      events: dry.json().events.length + dry.json().elsewhere.length,
      attempt: () => send(reportAfter(story, report), story.firearmId, key),
      check: (answer) => expect(JSON.parse(answer.body).events).toMatchObject([{ type, disputes: [] }]),
      next: async (answer) => {
        const now = continued(story, asked, answer);
        const then = reportAfter(now, next);
        const after = continued(now, then, await send(then, now.firearmId, `${key}-next`));
        // The story of an erasure ends in a record that only the data-protection officer still reads (REQ-REC-10).
        const headers = {
          authorization: await ledger.bearer('DPO', 'AUTHORITY'),
          'ledger-purpose': 'DATA_PROTECTION',
        };
        const recorded = (await ledger.get(`/v1/firearms/${after.firearmId}/events`, headers)).json().events;
        // What a split assigned to another firearm is told there.
        const elsewhere: ReadonlyArray<string> = recorded.flatMap(({ type, payload }: RecordedEvent) =>
          type === 'StreamSplit' ? payload.eventIds : [],
        );
        expect(recorded.map(({ eventId }: RecordedEvent) => eventId)).toEqual(
          after.eventIds.filter((eventId) => !elsewhere.includes(eventId)),
        );
      },
    };
  };

const batchOfThree = async (key: string): Promise<Prepared> => ({
  events: 3,
  attempt: async () =>
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
          JSON.stringify({ newFirearm: label, ...registered('2026-05-01', holder, `L ${label}`) }),
        )
        .join('\n'),
    }),
  check: (answer) => expect(answer.body.trim().split('\n')).toHaveLength(3),
  next: async () => {
    await tell(scenarioOf('FirearmTransferred').prelude, `${key}-next`, send);
  },
});

const commands: ReadonlyArray<readonly [string, (key: string) => Promise<Prepared>]> = [
  ...firearmEventTypes.map((type) => [type, ofCatalogue(type)] as const),
  ['batch-of-three-firearms', batchOfThree],
];

/** Events that begin a life: nothing is read for them but their surroundings. */
const beginning: ReadonlySet<string> = new Set(['FirearmRegistered', 'LegacyRecordDigitised']);

test('every event of the catalogue has a scenario', () => {
  expect(Object.keys(scenarios).sort()).toEqual([...firearmEventTypes].sort());
});

/** Makes each statement of a command fail in its turn; answers how many attempts that took. */
const failEach = async (
  name: string,
  prepare: (key: string) => Promise<Prepared>,
  when: 'before' | 'after',
  memory: 'EMPTY' | 'WARM',
): Promise<number> => {
  for (let n = 1; ; n += 1) {
    faults.remaining = 0;
    const key = `${name}-${when}-${memory}-${n}`;
    const { events, attempt, check, next } = await prepare(key);
    const before = await ledger.head();
    if (memory === 'EMPTY') remembered = createRememberedStreams();
    Object.assign(faults, { when, remaining: n, sent: 0 });
    const first = await attempt();
    const injected = faults.remaining <= 0;
    faults.remaining = 0;
    const after = await ledger.head();
    expect([before, before + BigInt(events)], `${n}: ${first.body}`).toContain(after);
    if (injected) expect(first.statusCode === 503 || first.statusCode < 300, first.body).toBe(true);
    if (first.statusCode < 300) expect(after).toBe(before + BigInt(events));
    const second = await attempt();
    expect(second.statusCode, second.body).toBeLessThan(300);
    expect(await ledger.head()).toBe(before + BigInt(events));
    check(second);
    await next(second);
    if (!injected) return n;
  }
};

describe.each(['before', 'after'] as const)('the n-th statement fails once, %s it took effect', (when) => {
  test.each(commands)(
    '%s: full effect or none, a retry under the same key completes it, the next command works',
    async (name, prepare) => {
      // Load and append, each made to fail: a scenario that sends nothing would prove nothing.
      expect(await failEach(name, prepare, when, 'EMPTY')).toBeGreaterThanOrEqual(3);
    },
  );
  test.each(commands.filter(([name]) => beginning.has(name)))(
    '%s, its surroundings remembered: the same of the statements that are left, the append above all',
    async (name, prepare) => {
      await (await prepare(`${name}-${when}-warming`)).attempt();
      expect(await failEach(name, prepare, when, 'WARM')).toBeGreaterThanOrEqual(2);
    },
  );
});

test('the read models took every story without a failure', async () => {
  await ledger.caughtUp();
  expect(ledger.failures).toEqual([]);
});

test('a read whose access record cannot be written is not answered', async () => {
  faults.remaining = 0;
  const { firearmId: id } = await tell(scenarioOf('FirearmTransferred').prelude, 'read', send);
  Object.assign(faults, { when: 'before', remaining: 1, sent: 0 });
  const refused = await ledger.get(`/v1/firearms/${id}`);
  expect([refused.statusCode, refused.body.includes('identity')]).toEqual([500, false]);
  expect((await ledger.get(`/v1/firearms/${id}`)).statusCode).toBe(200);
});
